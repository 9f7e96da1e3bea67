import { expect, test } from 'vitest';
import { isSluiceError } from '../../../core/error.ts';
import { Secret } from '../../../config/secret.ts';
import type { TableHints } from '../../../schema/table.ts';
import { restApi } from '../index.ts';

const client = { base_url: 'https://api.example.com/' };

/** Hints of a resource; as JavaScript, which is not held to types, would give it. */
function hintsOf(resource: object, defaults: object = {}): TableHints {
  const config: unknown = { client, resource_defaults: defaults, resources: [{ name: 'users', ...resource }] };
  const source = restApi(config as never, {
    secret: (key) => (key === 'mask_salt' ? new Secret('pepper') : undefined),
  });
  return source.resources[0]?.hints ?? {};
}

function problemsOf(resource: object, defaults: object = {}): string {
  try {
    hintsOf(resource, defaults);
  } catch (error) {
    if (isSluiceError(error)) return `${error.message}\n${JSON.stringify(error.details)}`;
  }
  return '';
}

test('the keys beyond dlt become hints, those of the defaults too', () => {
  const own = {
    exclude_columns: ['ssn'],
    mask_columns: { a: 'hash', b: { type: 'text', text: '-' }, c: 'null', d: { type: 'hash', salt: 'own' } },
  };
  const hints = hintsOf(
    { ...own, empty_table: null },
    { type_conflicts: 'widen', null_columns: 'keep', empty_table: 'create', json_columns: ['meta', 'items.raw'] },
  );
  expect(hints).toMatchObject({
    typeConflicts: 'widen',
    nullColumns: 'keep',
    emptyTable: undefined,
    jsonColumns: ['meta', 'items.raw'],
  });
  const salts = hints.visibility?.mask?.map((mask) => (mask.kind === 'hash' ? mask.salt?.reveal() : mask.kind));
  expect(salts).toEqual(['pepper', 'text', 'null', 'own']);
  expect(JSON.stringify(hints)).not.toContain('pepper');
  expect(hintsOf({ mask_columns: ['a.b'] }).visibility?.mask).toMatchObject([{ path: 'a.b', kind: 'hash' }]);
  expect(hintsOf({}).visibility).toBeUndefined();
});

test('all mistakes are told at once, with the nearest word', () => {
  const text = problemsOf({
    type_conflicts: 'widne',
    null_columns: 'kep',
    empty_table: true,
    json_columns: 'meta',
    exclude_column: ['a'],
    mask_columns: { a: 'hsh', b: { type: 'text' }, 'c..d': 'hash' },
  });
  for (const word of [
    'widen',
    'keep',
    'resources[0].empty_table',
    'Write it in brackets',
    'exclude_columns',
    'mask_columns.a',
    'mask_columns.b.text',
    "mask_columns['c..d']",
  ])
    expect(text).toContain(word);
});

test.each([
  ['exclude_columns', { exclude_columns: ['meta'] }],
  ['mask_columns', { mask_columns: ['meta.updated'] }],
  ['include_columns', { include_columns: ['id'] }],
])('a cursor that %s hides is refused: its value is remembered', (key, hiding) => {
  const text = problemsOf({
    ...hiding,
    endpoint: { incremental: { cursor_path: 'meta.updated', initial_value: '2024' } },
  });
  expect(text).toContain(`resources[0].${key}`);
  expect(text).toContain('cursor');
});

test('a hidden field of the last row, which the paginator goes on with, is refused', () => {
  const paginator = { type: 'cursor', last_row_key: 'id', cursor_param: 'after' };
  const text = problemsOf({ mask_columns: ['id'], endpoint: { paginator } });
  expect(text).toContain('resources[0].mask_columns');
  expect(text).toContain('the paginator');
});

test('a key that is left out is refused, and may be masked', () => {
  expect(problemsOf({ primary_key: 'userId', exclude_columns: ['user_id'] })).toContain('is a key of the resource');
  expect(problemsOf({ primary_key: ['id', 'b'], include_columns: ['id'] })).toContain('"b"');
  expect(problemsOf({ primary_key: 'id', mask_columns: { id: 'null' } })).toContain('mask_columns');
  expect(problemsOf({ primary_key: 'id', mask_columns: ['id'] })).toBe('');
});
