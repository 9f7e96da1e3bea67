import { describe, expect, test } from 'vitest';
import type { DataType } from './table.ts';
import { schemaDocument, schemaFromDocument } from './document.ts';
import { newSchema } from './schema.ts';
import { withSchemaHints, type SchemaHints } from './schema-hints.ts';
import { isRow } from '../core/value.ts';

const schema = newSchema('shop');

describe('withSchemaHints(): what cannot be obeyed is refused before anything is asked for', () => {
  test.each<readonly [SchemaHints, string, string]>([
    [
      { detections: ['iso_dates'] },
      'detection "iso_dates"',
      'Use one of timestamp, iso_timestamp, iso_date, large_integer',
    ],
    [{ detections: ['__proto__'] }, 'detection "__proto__"', 'Use one of'],
    [{ preferredTypes: { a: 'number' as DataType } }, '"number" is no type', 'Correct it'],
    [{ preferredTypes: { '^a': 'text' } }, 'it is no name', 'Write it as "re:^a"'],
    [{ preferredTypes: { 're:(?i)a': 'text' } }, 'begins with (?', 'Correct it'],
    [{ defaultHints: { notNull: ['re:a++'] } }, 'possessive', 'Correct it'],
    [{ defaultHints: { rowKey: ['a'] } as SchemaHints['defaultHints'] }, 'default hint "rowKey"', 'Use one of notNull'],
  ])('%o', (hints, message, hint) => {
    expect(() => withSchemaHints(schema, hints)).toThrow(
      expect.objectContaining({
        code: 'config_invalid',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  test.each([
    ['a detection', { detections: ['iso_years'] }, 'iso_years'],
    ['a pattern', { detections: [], preferred_types: { 're:(?=a)': 'text' } }, 're:(?=a)'],
    ['a default hint', { detections: [], default_hints: { unique: ['re:\\1'] } }, 're:\\1'],
  ])('stored: %s', (_, settings, shown) => {
    const stored = schemaFromDocument({ ...schemaDocument(schema, 'x'), settings });
    expect(() => withSchemaHints(stored, {})).toThrow(
      expect.objectContaining({ code: 'state_unreadable', message: expect.stringContaining(shown) }),
    );
  });

  test('a preferred type that is no type makes the stored schema unreadable', () => {
    const document = { ...schemaDocument(schema, 'x'), settings: { preferred_types: { a: 'number' } } };
    expect(() => schemaFromDocument(document)).toThrow(expect.objectContaining({ code: 'state_unreadable' }));
  });
});

describe('withSchemaHints(): names and places', () => {
  const given = withSchemaHints(schema, {
    preferredTypes: { userId: 'text', 're:_at$': 'timestamp' },
    defaultHints: { notNull: ['userId'], partition: ['re:^day'] },
  });

  test('are stored as dlt stores them', () => {
    const { settings } = schemaDocument(given, 'x');
    const stored = isRow(settings) ? settings : {};
    expect(stored['preferred_types']).toEqual({ user_id: 'text', 're:_at$': 'timestamp' });
    expect(stored['default_hints']).toMatchObject({
      not_null: ['_dlt_id', '_dlt_root_id', '_dlt_parent_id', '_dlt_list_idx', '_dlt_load_id', 'user_id'],
      partition: ['re:^day'],
      row_key: ['_dlt_id'],
    });
  });

  test('stay when nothing is said, and are replaced when something is', () => {
    expect(withSchemaHints(given, {}).settings).toEqual(given.settings);
    expect(withSchemaHints(given, { preferredTypes: {} }).settings.preferredTypes).toEqual({});
  });
});
