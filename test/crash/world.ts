import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'vitest';
import type { RefreshMode } from '../../src/core/state.ts';
import { ledgerConfig, LedgerApi, type Ledger } from './ledger-api.ts';

const doomed = fileURLToPath(new URL('./doomed.mjs', import.meta.url));

export interface Ending {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An API that serves a ledger, an empty folder, and processes that load the one into the other. */
export class World {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'sluice-crash-'));
  readonly #api: LedgerApi;
  readonly #ledger: Ledger;
  readonly #atOnce: number;
  #url = '';

  /** @param atOnce most requests that are under way */
  constructor(ledger: Ledger, atOnce = 8) {
    this.#ledger = ledger;
    this.#atOnce = atOnce;
    this.#api = new LedgerApi(ledger);
  }

  async start(): Promise<void> {
    this.#url = await this.#api.start();
  }

  get requests(): readonly string[] {
    return this.#api.requests;
  }

  /** What the runs from here on begin afresh. */
  refresh: RefreshMode | undefined;

  /** @param killAt the step before which the process kills itself; none for a run that is left in peace */
  run(packageBytes: number, killAt?: number, killAfterMs?: number): Promise<Ending> {
    const order = {
      folder: this.folder,
      config: ledgerConfig(this.#url, this.#atOnce),
      packageBytes,
      killAt,
      refresh: this.refresh,
    };
    const child = spawn(process.execPath, [doomed, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        resolve({ signal, code, stdout, stderr });
      });
    });
  }

  /** The last run ended well, and what is in the tables is what the ledger says, neither less nor more. */
  async check(ending: Ending): Promise<void> {
    expect(ending, `the run after the kill: ${ending.stderr}`).toMatchObject({ code: 0 });
    expect(JSON.parse(ending.stdout)).toMatchObject({ outcome: 'done' });
    const instance = await DuckDBInstance.create(join(this.folder, 'crash.duckdb'), { access_mode: 'READ_ONLY' });
    const connection = await instance.connect();
    const column = async (sql: string): Promise<unknown[]> => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowsJson().map((row) => row[0]);
    };
    try {
      await checkRows(this.#ledger, column);
      await checkInvariants(column);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }

  /** True once the run that is killed has noted what it begins afresh. */
  hasNotedRefresh(): boolean {
    const note = join(this.folder, '.sluice', 'pipelines', 'crash', 'last-run.json');
    return readFileSync(note, 'utf8').includes('"refresh"');
  }

  async close(): Promise<void> {
    await this.#api.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

type ReadColumn = (sql: string) => Promise<unknown[]>;

async function checkRows(ledger: Ledger, column: ReadColumn): Promise<void> {
  const tasks = [...ledger.tasks.values()].flat();
  const join = (parent: string, list: string, key = 'id'): string =>
    `select p.${key} || ':' || c._dlt_list_idx || ':' || c.value
     from crash_dataset.${parent} p join crash_dataset.${parent}__${list} c on c._dlt_parent_id = p._dlt_id`;
  const expected: readonly (readonly [sql: string, rows: readonly string[]])[] = [
    [`select id || ':' || text from crash_dataset.events`, ledger.events.map(({ id, text }) => `${id}:${text}`)],
    [
      `select id || ':' || owner__name from crash_dataset.projects`,
      ledger.projects.map(({ id, owner }) => `${id}:${owner.name}`),
    ],
    [
      `select id || ':' || owner__name from crash_dataset.versions where _dlt_valid_to is null`,
      ledger.projects.map(({ id, owner }) => `${id}:${owner.name}`),
    ],
    [`select id from crash_dataset.versions where _dlt_valid_to is not null`, []],
    [join('versions', 'tags'), ledger.projects.flatMap(({ id, tags }) => tags.map((tag, i) => `${id}:${i}:${tag}`))],
    [join('projects', 'tags'), ledger.projects.flatMap(({ id, tags }) => tags.map((tag, i) => `${id}:${i}:${tag}`))],
    [`select id from crash_dataset.tasks`, tasks.map(({ id }) => id)],
    [join('tasks', 'steps'), tasks.flatMap(({ id, steps }) => steps.map((step, i) => `${id}:${i}:${step}`))],
    [`select key || ':' || value from crash_dataset.settings`, ledger.settings.map((row) => `${row.key}:${row.value}`)],
  ];
  for (const [sql, rows] of expected) expect((await column(sql)).map(String).toSorted(), sql).toEqual(rows.toSorted());
}

/** V2: every row's load is recorded. V6: every nested row has its parent. V3: no run is left open. */
async function checkInvariants(column: ReadColumn): Promise<void> {
  for (const table of ['versions', 'events', 'projects', 'tasks', 'settings']) {
    const orphans = `select _dlt_load_id from crash_dataset.${table}
      where _dlt_load_id not in (select load_id from crash_dataset._dlt_loads where status = 0)`;
    expect(await column(orphans), 'V2').toEqual([]);
  }
  for (const [parent, child] of [
    ['versions', 'versions__tags'],
    ['projects', 'projects__tags'],
    ['tasks', 'tasks__steps'],
  ] as const) {
    const orphans = `select c._dlt_id from crash_dataset.${child} c
      where c._dlt_parent_id not in (select _dlt_id from crash_dataset.${parent})`;
    expect(await column(orphans), 'V6').toEqual([]);
  }
  const loads = await column(`select load_id from crash_dataset._dlt_loads`);
  expect(new Set(loads).size, 'a load is recorded once').toBe(loads.length);
}
