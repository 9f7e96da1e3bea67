import fc from 'fast-check';
import { resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileName, isPackageName, packageFolder } from './package-folder.ts';
import { loadId, tableName } from './written-packages.test.ts';

const root = resolve('/packages');
const folder = packageFolder(root);
const hostile = [
  '..',
  '../x',
  '/etc/passwd',
  'a\\b',
  'a\0b',
  'C:',
  'CON',
  'nul.',
  'a.',
  'A',
  'a',
  '∕',
  'x'.repeat(300),
];
const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...hostile));
const portable = /^[a-z0-9_]{0,60}\.[0-9a-f]{10}\.\d{6,}\.parquet$/;

describe('fileName()', () => {
  test('S4: any name stays inside, in characters and a length that every system takes', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 10_000_000 }), (table, number) => {
        const name = fileName(tableName(table), number);
        expect(name).toMatch(portable);
        expect(resolve(root, name)).toBe(`${root}${sep}${name}`);
        expect(fileName(tableName(table), number)).toBe(name);
      }),
    );
  });

  test('S4: different tables have different files, also where letter case and length do not count', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        fc.pre(one !== other);
        const names = [one, other].map((table) => fileName(tableName(table), 1).toLowerCase());
        expect(new Set(names).size).toBe(2);
      }),
    );
    const long = 'x'.repeat(200);
    const alike = ['Orders', 'orders', 'ORDERS', 'o/rders', 'o\\rders', long, `${long}y`];
    const names = alike.map((table) => fileName(tableName(table), 1).toLowerCase());
    expect(new Set(names).size).toBe(alike.length);
  });

  test('the files of a table are in the order in which they were begun', () => {
    const names = [1, 2, 10, 999_999].map((number) => fileName(tableName('t'), number));
    expect(names.toSorted()).toEqual(names);
  });
});

describe('packageFolder()', () => {
  test('S4: any id stays inside the folder of its status, and is known as a package', () => {
    fc.assert(
      fc.property(anyText, (id) => {
        const path = folder.package('ready', loadId(id));
        const name = path.slice(folder.of('ready').length + 1);
        expect(path).toBe(`${folder.of('ready')}${sep}${name}`);
        expect(name).not.toMatch(/[/\\]|^\.+$/);
        expect(isPackageName(name)).toBe(true);
      }),
    );
    expect(folder.package('ready', loadId('1700000000.5'))).toBe(`${root}${sep}ready${sep}1700000000.5`);
  });

  test('F4.7: what others put there is not taken for a package', () => {
    for (const name of ['.DS_Store', '1700000000.5 copy', '1700000000.5.bak', 'lost+found', '', '..', 'other-1']) {
      expect(isPackageName(name), name).toBe(false);
    }
  });
});
