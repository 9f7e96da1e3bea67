import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeJson } from '../../src/core/json-write.ts';
import { differences } from './rest/differences.ts';
import { restCases } from './rest/index.ts';
import type { Outcome } from './rest/outcome.ts';
import type { Expected, ExpectedRun, Failure, RestCase } from './rest/rest-case.ts';
import { askWithDlt, askWithSluice, type Outcomes } from './rest/sides.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = join(root, '.venv', 'bin', 'python');
const isThere = existsSync(python);
if (!isThere) process.stderr.write('SKIPPED: the comparison of REST sources with dlt; see test/dlt/judge.test.ts\n');

let theirs: Outcomes = [];
let ours: Outcomes = [];
const numbered = restCases.map((restCase, number) => [restCase.name, restCase, number] as const);

describe.skipIf(!isThere)('the same configuration asks and gives the same as dlt 1.26.0', () => {
  beforeAll(async () => {
    [theirs, ours] = await Promise.all([
      askWithDlt(restCases, python, join(root, 'test', 'dlt', 'rest.py')),
      askWithSluice(restCases),
    ]);
  }, 300_000);

  test.each(numbered)('%s', (_name, restCase, number) => {
    const dlt = theirs[number] ?? [];
    const sluice = ours[number] ?? [];
    if (restCase.differs !== undefined) {
      expectExactly(dlt, restCase.differs.dlt);
      expectExactly(sluice, restCase.differs.sluice);
      return;
    }
    expect(
      dlt.map(({ fails }) => fails),
      told(dlt),
    ).toEqual(failuresOf(restCase));
    expect(sluice.map(compared), told(sluice)).toEqual(dlt.map(compared));
    expectWaits(sluice, dlt);
  });
});

describe('the list of configurations', () => {
  test('is long, and no name comes twice', () => {
    expect(restCases.length).toBeGreaterThanOrEqual(400);
    expect(new Set(restCases.map(({ name }) => name)).size).toBe(restCases.length);
  });

  test('shows every difference, and docs/compatibility.md names each', () => {
    const shown = new Set(restCases.flatMap(({ differs }) => (differs === undefined ? [] : [differs.id])));
    expect([...shown].sort()).toEqual(Object.keys(differences).sort());
    const text = readFileSync(join(root, 'docs', 'compatibility.md'), 'utf8');
    expect([...shown].filter((id) => !text.includes(`\`${id}\``))).toEqual([]);
  });

  test('has no difference that is none', () => {
    for (const { differs } of restCases) if (differs !== undefined) expect(differs.sluice).not.toEqual(differs.dlt);
  });
});

function compared({ fails, requests, rows }: Outcome): Pick<Outcome, 'fails' | 'requests' | 'rows'> {
  return { fails, requests, rows };
}

/** As many waits as dlt, none longer: sluice picks each between nothing and dlt's (W33). */
function expectWaits(sluice: readonly Outcome[], dlt: readonly Outcome[]): void {
  const pairs = sluice.map(({ fails, waits }, run) => ({ fails, waits, dlt: dlt[run]?.waits ?? [] }));
  for (const { fails, waits, dlt } of pairs) {
    if (fails !== 'no') continue;
    expect(waits).toHaveLength(dlt.length);
    for (const [index, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(dlt[index] ?? 0);
  }
}

function expectExactly(outcomes: readonly Outcome[], expected: Expected): void {
  const runs = isList(expected) ? expected : [expected];
  const shown = outcomes.map(({ fails, requests, rows }) => ({
    fails,
    requests: Object.values(requests).flat(),
    rows,
  }));
  expect(shown, told(outcomes)).toEqual(
    runs.map(({ fails = 'no', requests, rows = {} }) => ({ fails, requests, rows: texts(rows) })),
  );
}

function isList(expected: Expected): expected is readonly ExpectedRun[] {
  return Array.isArray(expected);
}

function texts(rows: NonNullable<ExpectedRun['rows']>): Outcome['rows'] {
  return Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, all.map(writeJson)]));
}

function failuresOf({ fails = 'no', runs = 1 }: RestCase): readonly Failure[] {
  return typeof fails === 'string' ? Array<Failure>(runs).fill(fails) : fails;
}

function told(outcomes: readonly Outcome[]): string {
  return outcomes.map(({ fails, error }) => (error === undefined ? fails : `${fails}: ${error}`)).join('; ');
}
