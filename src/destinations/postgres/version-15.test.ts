import { describe, expect, test } from 'vitest';
import { hasVersion, useServer } from '../../../test/servers/postgres.ts';
import { loadPackage, loadRows, packageOf, rowsOf, withClient } from '../duckdb/loaded-rows.test.ts';
import { newWorld } from './world.test.ts';

if (!hasVersion('15')) process.stderr.write('SKIPPED: PostgreSQL 15, whose programs are not installed\n');

describe.skipIf(!hasVersion('15'))('PostgreSQL 15', () => {
  const server = useServer('15');

  test.each(['delete-insert', 'upsert', 'insert-only', 'scd2'] as const)('%s', async (strategy) => {
    const world = await newWorld(server());
    const hints = {
      writeDisposition: 'merge',
      merge: { strategy },
      ...(strategy !== 'scd2' && { primaryKey: ['id'] }),
    } as const;
    const rows = Array.from({ length: 300 }, (_, id) => ({
      id,
      v: `v${id}`,
      n: id / 7,
      at: '2024-01-02T03:04:05.678901Z',
      o: { j: [id] },
    }));
    const changed = rows.map((row) => ({ ...row, v: `${row.v}!` }));
    await loadRows(world, { hints, rows });
    const sealed = await packageOf(world, { hints, rows: changed });
    await withClient(world, async (client) => {
      expect(await loadPackage(world, client, sealed)).toBe('committed');
      expect(await loadPackage(world, client, sealed)).toBe('already_committed');
    });
    const [counts] = await rowsOf(
      world,
      "select count(*), count(distinct id), count(*) filter (where v like '%!') from t",
    );
    expect(counts).toBe(
      { 'delete-insert': '300|300|300', upsert: '300|300|300', 'insert-only': '300|300|0', scd2: '600|300|300' }[
        strategy
      ],
    );
  });

  test('append and replace, read in walks', async () => {
    const world = await newWorld(server());
    await loadRows(world, { rows: [{ id: 1 }] }, { rows: [{ id: 2, w: null, x: 'y' }] });
    const replace = { writeDisposition: 'replace' } as const;
    await loadRows(
      world,
      { table: 'r', hints: replace, rows: [{ id: 1 }] },
      { table: 'r', hints: replace, rows: [{ id: 2 }] },
    );
    expect(await rowsOf(world, 'select id from t union all select id + 10 from r')).toEqual(['1', '12', '2']);
    const reader = await world.destination.read(world.target);
    try {
      const { signal } = new AbortController();
      for await (const { rows } of reader?.rows(
        { kind: 'table', table: 'r', columns: ['id'] },
        { batchRows: 10, signal },
      ) ?? [])
        expect(rows).toEqual([[2n]]);
    } finally {
      await reader?.close();
    }
  });
});
