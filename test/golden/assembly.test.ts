import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { assembled, modules } from '../../scripts/assemble.ts';

test.each(modules)(
  '$target is what assembly/$folder makes; UPDATE_GOLDEN=1 writes it',
  async (module) => {
    const path = fileURLToPath(new URL(`../../${module.target}`, import.meta.url));
    const made = await assembled(module);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, made);
    expect(readFileSync(path, 'utf8') === made).toBe(true);
  },
  120_000,
);
