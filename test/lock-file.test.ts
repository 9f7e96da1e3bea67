import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
// npm's own file, in the form that lockfileVersion 3 has.
const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, LockedPackage>> };
const entries = Object.entries(packages).filter(([path]) => path !== '');

describe('the lock file', () => {
  test('names the packages of every platform, or npm ci refuses it', () => {
    const asked = entries.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies));
    expect(asked.filter((name) => packages[`node_modules/${name}`]?.version === undefined)).toEqual([]);
  });

  test('records no download addresses', () => {
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test('S19: nothing that users get runs a script when it is installed', () => {
    expect(entries.filter(([, { hasInstallScript, dev }]) => hasInstallScript === true && dev !== true)).toEqual([]);
  });
});
