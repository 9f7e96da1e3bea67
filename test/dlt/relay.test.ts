import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isDltThere } from './both-engines.ts';
import { relayApi, relayConfig, type RelayApi } from './relay-api.ts';
import { relay, type Engine, type Relay } from './relay.ts';

const nested = [
  ['events__tags', 'events'],
  ['users__orders', 'users'],
  ['users__orders__lines', 'users__orders'],
  ['prices__sizes', 'prices'],
  ['stock__places', 'stock'],
] as const;

/** What three turns left, and which requests they made. */
async function threeTurns(engines: readonly Engine[], api: RelayApi): Promise<Relay & { targets: readonly string[] }> {
  const before = api.requests.length;
  const legs = engines.map((_engine, turn) => ({
    config: relayConfig(api.url, turn),
    begin: () => api.begin(turn),
  }));
  return { ...(await relay(engines, legs, nested)), targets: api.targets().slice(before).toSorted() };
}

/** Tables whose ids are made of their rows. */
const hashedIn = ({ hashed }: Relay): object =>
  Object.fromEntries(Object.entries(hashed).filter(([name]) => /^(prices|stock)/.test(name)));

describe.skipIf(!isDltThere)('engines that take turns on one dataset leave what dlt alone leaves', () => {
  let api: RelayApi;
  let alone: Awaited<ReturnType<typeof threeTurns>>;

  beforeAll(async () => {
    api = await relayApi();
    alone = await threeTurns(['dlt', 'dlt', 'dlt'], api);
  }, 120_000);

  afterAll(() => api.close());

  test('the rows and cursors of dlt alone are those of the turns', () => {
    const { tables } = alone.dataset;
    expect(tables['events']?.rows).toHaveLength(7);
    expect(tables['readings']?.rows).toHaveLength(6);
    expect(tables['prices']?.rows).toHaveLength(5);
    expect(Object.keys(hashedIn(alone))).toHaveLength(4);
    expect(alone.states).toHaveLength(3);
    expect(alone.targets).toContain('/events?since=2024-01-03T00%3A00%3A00Z');
  });

  test.each<readonly [Engine, Engine, Engine]>([
    ['sluice', 'sluice', 'sluice'],
    ['sluice', 'dlt', 'sluice'],
    ['dlt', 'sluice', 'dlt'],
    ['sluice', 'sluice', 'dlt'],
  ])('%s, %s, %s', { timeout: 120_000 }, async (...engines) => {
    const together = await threeTurns(engines, api);
    expect(together.targets).toEqual(alone.targets);
    expect(together.states).toEqual(alone.states);
    expect(together.dataset.tables).toEqual(alone.dataset.tables);
    expect(hashedIn(together)).toEqual(hashedIn(alone));
    expect(together.orphans).toEqual([]);
    expect(together.dataset.versions).toEqual(alone.dataset.versions);
    expect(together.loads).toEqual(alone.loads);
  });
});
