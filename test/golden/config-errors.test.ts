import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { isSluiceError } from '../../src/core/error.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import type { RestApiConfig } from '../../src/sources/rest-api/vocabulary.ts';
import { testGolden } from './golden-file.ts';

const folder = 'config-errors';
for (const file of readdirSync(fileURLToPath(new URL(folder, import.meta.url)))) {
  testGolden(`${folder}/${file}`, errorOf);
}

/** What is said about a configuration. Whatever is called a canary in one is a secret, and in no message. */
function errorOf(yaml: string): string {
  try {
    // Anything can come out of a file.
    restApi(parse(yaml) as RestApiConfig, { name: 'shop' });
    return 'nothing';
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    expect(error.code).toBe('config_invalid');
    expect(error.message + JSON.stringify(error.details)).not.toContain('canary');
    return `${error.message}\n→ ${error.hint}`;
  }
}
