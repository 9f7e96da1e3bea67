import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { filesystem } from '../../src/destinations/filesystem/index.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { cameToItsEnd, wasKilled } from './killed.ts';
import { LedgerApi, makeLedger } from './ledger-api.ts';

const doomed = fileURLToPath(new URL('./doomed-files.mjs', import.meta.url));
const ledger = makeLedger({ events: 10, projects: 5, tasks: 1 });
const everyStep = process.env['SLUICE_CRASH'] === 'all';
const seed = Number(process.env['SLUICE_CRASH_SEED'] ?? Math.floor(Math.random() * 1_000_000));

interface Ending {
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Place {
  readonly folder: string;
  run(killAt?: number, killAfterMs?: number): Promise<Ending>;
}

/** Appends events, and replaces projects and their lists, which takes several packages. */
function configOf(url: string): unknown {
  return {
    client: { base_url: url },
    resources: [
      {
        name: 'events',
        write_disposition: 'append',
        endpoint: {
          path: 'events',
          data_selector: 'data',
          paginator: { type: 'cursor' },
        },
      },
      {
        name: 'projects',
        write_disposition: 'replace',
        endpoint: {
          path: 'projects',
          data_selector: 'data',
          paginator: { type: 'page_number', base_page: 1 },
        },
      },
    ],
  };
}

async function newPlace(packageBytes: number, format = 'parquet'): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-crash-files-'));
  const api = new LedgerApi(ledger);
  const config = configOf(await api.start());
  onTestFinished(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    run(killAt, killAfterMs) {
      const order = { folder, config, packageBytes, killAt, url: join(folder, 'lake'), format };
      const child = spawn(process.execPath, [doomed, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (_code, signal) => {
          clearTimeout(timer);
          resolve({ signal, stdout, stderr });
        });
      });
    },
  };
}

/** What is in the tables is what the ledger says; no file is there that no record names. */
async function check({ folder }: Place, ending: Ending, runs = 1): Promise<void> {
  expect(ending.stdout, ending.stderr).toContain('"outcome":"done"');
  const target = {
    pipeline: 'crash',
    schemaName: 'crash',
    dataset: 'crash_dataset',
    temporaryFolder: join(folder, 'tmp'),
    runtime: nodeRuntime(),
    signal: new AbortController().signal,
  };
  const reader = await filesystem(join(folder, 'lake')).read(target);
  if (reader === undefined) throw new Error('nothing was loaded');
  const column = async (sql: string): Promise<readonly string[]> => {
    const { rows } = await reader.query(sql, { maxRows: 1000, timeoutMs: 20_000 });
    return rows.map(([value]) => String(value)).toSorted();
  };
  const times = <Item>(items: readonly Item[]): Item[] => Array.from({ length: runs }, () => items).flat();
  try {
    expect(await column('select id from events')).toEqual(times(ledger.events.map(({ id }) => String(id))).toSorted());
    expect(await column('select id from projects')).toEqual(ledger.projects.map(({ id }) => id).toSorted());
    const tags = ledger.projects.flatMap(({ id, tags: list }) => list.map((tag) => `${id}:${tag}`));
    const joined =
      "select p.id || ':' || c.value from projects p join projects__tags c on c._dlt_parent_id = p._dlt_id";
    expect(await column(joined)).toEqual(tags.toSorted());
    expect(await column('select count(*) from projects__tags')).toEqual([String(tags.length)]);
    const loads = new Set(await column('select load_id from _dlt_loads'));
    for (const table of ['events', 'projects', 'projects__tags']) {
      for (const name of readdirSync(join(folder, 'lake', 'crash_dataset', table)))
        expect(loads.has(name.split('.').slice(0, 2).join('.')), name).toBe(true);
    }
  } finally {
    await reader.close();
  }
}

describe(`a killed load into files, run again (seed ${seed})`, () => {
  test.each([
    ['one package', 32 * 1024 * 1024, 'parquet', 9],
    ['a package for every page', 1, 'parquet', 43],
    ['a package for every page', 1, 'jsonl', 47],
  ])(
    'loses nothing and doubles nothing: %s, killed at every step',
    { timeout: 900_000 },
    async (_name, bytes, format, usual) => {
      const calm = await newPlace(bytes, format);
      const ending = await calm.run();
      await check(calm, ending);
      // Printed by the run itself.
      const { steps } = JSON.parse(ending.stdout) as { readonly steps: number };
      const stride = everyStep ? 1 : usual;
      const first = 1 + (seed % stride);
      let struck = 0;
      for (let killAt = first; killAt <= steps; killAt += stride) {
        const place = await newPlace(bytes, format);
        const killed = await place.run(killAt);
        const cut = wasKilled(killed, killAt);
        if (cut) struck += 1;
        await check(place, cut ? await place.run() : killed);
        rmSync(place.folder, { recursive: true, force: true });
      }
      expect(struck).toBeGreaterThan(5);
    },
  );

  test('survives kills at random instants, and of the recovery', { timeout: 300_000 }, async () => {
    let random = seed;
    const next = (): number => (random = (random * 48_271 + 11) % 2_147_483_647) / 2_147_483_647;
    for (let trial = 0; trial < (everyStep ? 60 : 6); trial += 1) {
      const place = await newPlace(1);
      let isDone = false;
      for (let kill = 0; kill < 3 && !isDone; kill += 1) {
        const ending = await place.run(undefined, 300 + next() * 1500);
        isDone = cameToItsEnd(place.folder, ending);
        if (isDone) await check(place, { ...ending, stdout: '{"outcome":"done"}' });
      }
      if (!isDone) await check(place, await place.run());
    }
  });
});
