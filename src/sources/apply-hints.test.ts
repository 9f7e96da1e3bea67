import { describe, expect, test } from 'vitest';
import type { Page } from '../core/page.ts';
import { applyHints, type ResourceHints } from './apply-hints.ts';
import type { ExtractContext, RootResource, Source } from './source.ts';

const resource: RootResource = {
  kind: 'root',
  name: 'orders',
  table: 'orders',
  hints: {
    primaryKey: ['id'],
    writeDisposition: 'merge',
    merge: { strategy: 'upsert' },
    columns: [
      { name: 'id', primaryKey: true },
      { name: 'a', description: 'first' },
    ],
  },
  selected: true,
  async *pages(): AsyncGenerator<Page> {
    yield { resource: 'orders', table: this.table as string, rows: [] };
    yield { resource: 'orders', table: 'elsewhere', rows: [] };
  },
};

const source: Source = { name: 'shop', resources: [resource, { ...resource, name: 'other' }] };

function hintsAfter(hints: ResourceHints): ResourceHints | undefined {
  return applyHints(source, 'orders', hints).resources[0]?.hints;
}

async function tablesAfter(hints: ResourceHints): Promise<readonly string[]> {
  const [first] = applyHints(source, 'orders', hints).resources;
  if (first?.kind !== 'root') throw new TypeError('it is a root resource');
  const tables: string[] = [];
  // The pages look at nothing of it.
  for await (const page of first.pages({} as ExtractContext)) tables.push(page.table);
  return tables;
}

describe('applyHints()', () => {
  test('an unknown resource is named, with the one that was probably meant', () => {
    expect(() => applyHints(source, 'ordres', {})).toThrow(
      expect.objectContaining({ code: 'resource_unknown', hint: 'Use "orders", or one of orders, other' }),
    );
  });

  test('the source that was given and its other resources stay as they are', () => {
    const before = JSON.stringify(source);
    const after = applyHints(source, 'orders', { primaryKey: [] });
    expect(JSON.stringify(source)).toBe(before);
    expect(after.resources[1]).toBe(source.resources[1]);
  });

  test('what is not given stays', () => {
    expect(hintsAfter({ fileFormat: 'preferred' })).toMatchObject({ ...resource.hints, fileFormat: 'preferred' });
  });

  test('hidden columns stay hidden, and only the source can hide them', () => {
    const visibility = { exclude: ['ssn'] };
    const beyond = { typeConflicts: 'widen', nullColumns: 'keep', emptyTable: 'create', jsonColumns: ['raw'] } as const;
    const hiding = { ...source, resources: [{ ...resource, hints: { ...beyond, visibility } }] };
    expect(applyHints(hiding, 'orders', { primaryKey: ['id'] }).resources[0]?.hints).toMatchObject({
      ...beyond,
      visibility,
    });
    // As code without types may call it.
    const given = { visibility: { exclude: [] } } as ResourceHints;
    expect(() => applyHints(hiding, 'orders', given)).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('visibility') }),
    );
  });

  test('an empty key takes the key from the columns, too', () => {
    expect(hintsAfter({ primaryKey: [] })).toMatchObject({
      primaryKey: undefined,
      columns: [{ name: 'id', primaryKey: undefined }, { name: 'a' }],
    });
  });

  test('columns go over columns, and an empty list takes all away', () => {
    expect(hintsAfter({ columns: [{ name: 'a', nullable: false }] })?.columns).toMatchObject([
      { name: 'id' },
      { name: 'a', description: 'first', nullable: false },
    ]);
    expect(hintsAfter({ columns: [] })?.columns).toBeUndefined();
  });

  test('a disposition comes with its own way to merge', () => {
    expect(hintsAfter({ writeDisposition: 'merge' })?.merge).toBeUndefined();
    expect(hintsAfter({ merge: { strategy: 'insert-only' } })?.merge).toEqual({ strategy: 'insert-only' });
  });

  test('pages that went to the table of the resource go to the new one; an empty name takes it back', async () => {
    expect(await tablesAfter({ table: 'sales' })).toEqual(['sales', 'elsewhere']);
    expect(await tablesAfter({ table: '' })).toEqual(['orders', 'elsewhere']);
    expect(await tablesAfter({})).toEqual(['orders', 'elsewhere']);
  });

  test('code may choose the table of each row', () => {
    const table = (): string => 'x';
    expect(applyHints(source, 'orders', { table }).resources[0]?.table).toBe(table);
  });
});
