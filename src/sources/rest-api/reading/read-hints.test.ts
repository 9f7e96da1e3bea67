import { expect, test } from 'vitest';
import { restApi } from '../index.ts';

const client = { base_url: 'https://api.example/' };

test('hintsOf(): what a configuration says of tables reaches the resource', () => {
  const source = restApi({
    client,
    resources: [
      {
        name: 'users',
        schema_contract: { columns: 'freeze', data_type: 'discard_value' },
        table_format: 'native',
        file_format: 'preferred',
        references: [{ columns: ['teamId'], referenced_table: 'Teams', referenced_columns: ['Id'] }],
        nested_hints: { Tags: { primary_key: 'Name', columns: [{ name: 'Name', data_type: 'text' }] } },
        columns: { id: { sort: true, partition: false, 'x-mask': true } },
      },
    ],
  });
  expect(source.resources[0]?.hints).toEqual({
    contract: { columns: 'freeze', dataType: 'discard_value' },
    tableFormat: 'native',
    fileFormat: 'preferred',
    references: [{ columns: ['teamId'], referencedTable: 'Teams', referencedColumns: ['Id'] }],
    nested: [{ path: ['Tags'], primaryKey: ['Name'], columns: [{ name: 'Name', dataType: 'text' }] }],
    columns: [{ name: 'id', extra: { sort: true, partition: false, 'x-mask': true } }],
  });
});

test('hintsOf(): one word is a contract for all', () => {
  const source = restApi({ client, resources: [{ name: 'users', schema_contract: 'evolve' }] });
  expect(source.resources[0]?.hints.contract).toBe('evolve');
});
