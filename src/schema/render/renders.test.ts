import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Value } from '../../core/value.ts';
import { exportDocument } from '../export-document.ts';
import { applyHints } from '../hints.ts';
import { snakeCase } from '../naming/snake-case.ts';
import { newSchema } from '../schema.ts';
import { rowTypes } from './row-types.ts';
import { schemaYaml } from './schema-yaml.ts';

const columns = [
  { name: 'id', dataType: 'bigint', nullable: false, description: 'of the user */ export' },
  { name: 'paid', dataType: 'decimal' },
  { name: 'untyped' },
] as const;
const schema = applyHints(newSchema('shop'), { resource: 't', table: 'Line Items', hints: { columns } }, snakeCase());
const direct = { ...snakeCase(), column: (raw: string) => raw } as unknown as ReturnType<typeof snakeCase>;

describe('exportDocument() and schemaYaml() (section 4.4)', () => {
  test('tables and columns are without their names, keys in dlt’s order', () => {
    const document = exportDocument(schema);
    expect(Object.keys(document)).toEqual([
      'version',
      'version_hash',
      'engine_version',
      'name',
      'tables',
      'settings',
      'normalizers',
      'previous_hashes',
    ]);
    expect(document).toMatchObject({
      tables: { line_items: { columns: { id: { data_type: 'bigint', nullable: false } } } },
    });
    expect(JSON.stringify(document['tables'])).not.toContain('"name"');
  });

  test('the YAML reads back as the same document', () => {
    const yaml = schemaYaml(schema);
    expect(parse(yaml) as Value).toEqual(exportDocument(schema));
    const flag = { name: 'on', dataType: 'bool' } as const;
    const switched = applyHints(schema, { resource: 't', table: 't', hints: { columns: [flag] } }, snakeCase());
    // Without quotes dlt's tools would read true.
    expect(schemaYaml(switched)).toContain("      'on':\n");
    expect(yaml).toContain('  line_items:\n    columns:\n      id:\n        data_type: bigint\n');
  });
});

describe('rowTypes()', () => {
  test('says what rows are, with comments that cannot end early', () => {
    expect(rowTypes(schema)).toBe(
      [
        'export interface LineItems {',
        '  /** of the user *\\/ export */',
        '  id: bigint;',
        '  paid: string | null;',
        '}',
        '',
        'export interface Tables {',
        '  line_items: LineItems;',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('a name from the data stays a name', () => {
    const hints = { columns: [{ name: 'a": any }; evil(); //', dataType: 'text' }] } as const;
    const hostile = applyHints(newSchema('s'), { resource: 't', table: 't', hints }, direct);
    expect(rowTypes(hostile)).toContain('  "a\\": any }; evil(); //": string | null;');
  });
});
