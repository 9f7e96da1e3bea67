import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import type { Runtime } from '../../src/core/runtime.ts';
import { startMockApi, type MockApi, type MockOptions, type RunningMock } from '../../src/mock/mock-api.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { recordingTerminal } from '../cli/recording-terminal.ts';
import { askDuckdb } from '../read-duckdb.ts';

export interface Said {
  readonly exitCode: number;
  readonly output: string;
  readonly messages: string;
}

export type StoredRow = Readonly<Record<string, unknown>>;

const columnsOfRaw =
  "select table_name, column_name from information_schema.columns where table_schema = 'raw' order by ordinal_position";

function named(columns: readonly string[], row: readonly unknown[]): StoredRow {
  return Object.fromEntries(row.map((value, place) => [columns[place] ?? '', value]));
}

/** A folder and a local API, in which `sluice` is run in this process as from a command line. */
export class AcceptanceBed {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'sluice-acceptance-'));
  readonly #said: Said[] = [];
  #mock: RunningMock | undefined;

  get mock(): RunningMock {
    if (this.#mock === undefined) throw new Error('The mock is not started');
    return this.#mock;
  }

  async serve(api: MockApi, options: MockOptions = {}): Promise<void> {
    this.#mock = await startMockApi(api, options);
  }

  /** Time passes faster while somebody waits for long: how long is not what is looked at here. */
  async sluice(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Said> {
    const terminal = recordingTerminal();
    const real = nodeRuntime({ workingFolder: this.folder });
    let skippedMs = 0;
    const clock: Runtime['clock'] = {
      now: () => real.clock.now() + skippedMs,
      monotonicMs: () => real.clock.monotonicMs() + skippedMs,
      async sleep(durationMs, signal) {
        const left = Math.min(durationMs, 20);
        await real.clock.sleep(left, signal);
        skippedMs += durationMs - left;
      },
    };
    const runtime: Runtime = { ...real, clock, environment };
    const exitCode = await main(words, terminal, () => Promise.resolve(runtime));
    const said = { exitCode, output: terminal.output.text(), messages: terminal.messages.text() };
    this.#said.push(said);
    return said;
  }

  /** Rows of these tables by the names of their columns; none where there is no table. Opens the database twice. */
  async tables(names: readonly string[]): Promise<ReadonlyMap<string, readonly StoredRow[]>> {
    const file = join(this.folder, 'x.duckdb');
    const [found = []] = await askDuckdb(file, [columnsOfRaw]);
    const columnsOf = (name: string): readonly string[] =>
      found.filter(([table]) => table === name).map(([, column]) => String(column));
    const there = names.filter((name) => columnsOf(name).length > 0);
    const answers = await askDuckdb(
      file,
      there.map((name) => `select * from raw."${name}"`),
    );
    const byTable = there.map((name, place) => {
      const columns = columnsOf(name);
      return [name, (answers[place] ?? []).map((row) => named(columns, row))] as const;
    });
    return new Map(byTable);
  }

  /** Where a text is: in which files of the folder, or in what was said. */
  whereIs(text: string): readonly string[] {
    const files = readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .map((file) => join(this.folder, file))
      .filter((file) => statSync(file).isFile() && readFileSync(file).includes(text));
    return JSON.stringify(this.#said).includes(text) ? [...files, 'the terminal'] : files;
  }

  async close(): Promise<void> {
    await this.#mock?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
