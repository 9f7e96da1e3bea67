import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duckdb } from '../src/destinations/duckdb/index.ts';
import type { PipelineEvent } from '../src/core/event.ts';
import { startMockApi, type MockApi, type MockOptions, type RunningMock } from '../src/mock/mock-api.ts';
import type { RunOptions } from '../src/pipeline/options.ts';
import { pipeline } from '../src/pipeline/pipeline.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import type { Source } from '../src/sources/source.ts';
import { askDuckdb } from './read-duckdb.ts';

/** A folder to run in, a local API, and a look at the tables. */
export class ConnectorBed {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'sluice-connector-'));
  readonly events: PipelineEvent[] = [];
  #mock: RunningMock | undefined;

  get mock(): RunningMock {
    if (this.#mock === undefined) throw new Error('The mock is not started');
    return this.#mock;
  }

  async serve(api: MockApi, options: MockOptions = {}): Promise<RunningMock> {
    await this.#mock?.close();
    this.#mock = await startMockApi(api, options);
    return this.#mock;
  }

  async run(source: Source, options: RunOptions = {}): Promise<RunReport> {
    const runtime = nodeRuntime({ workingFolder: this.folder });
    const destination = duckdb(join(this.folder, 'x.duckdb'));
    const line = pipeline({ name: source.name, destination, dataset: 'raw', runtime });
    return line.run(source, { ...options, emit: (event) => void this.events.push(event) });
  }

  /** The rows of a query, each as a list of its values. */
  async ask(sql: string): Promise<readonly (readonly unknown[])[]> {
    const [rows = []] = await askDuckdb(join(this.folder, 'x.duckdb'), [sql]);
    return rows;
  }

  /** The first column of a query as texts, sorted. */
  async texts(sql: string): Promise<readonly string[]> {
    return (await this.ask(sql)).map((row) => String(row[0])).toSorted();
  }

  async typeOf(table: string, column: string): Promise<string | undefined> {
    const sql = `select data_type from information_schema.columns where table_schema = 'raw' and table_name = '${table}' and column_name = '${column}'`;
    return (await this.texts(sql))[0];
  }

  /** Paths of files in the folder, and of events, that have a text in them. */
  whereIs(text: string): readonly string[] {
    const files = readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .map((file) => join(this.folder, file))
      .filter((file) => statSync(file).isFile() && readFileSync(file).includes(text));
    return JSON.stringify(this.events).includes(text) ? [...files, 'events'] : files;
  }

  async close(): Promise<void> {
    await this.#mock?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One value of each row, as texts, sorted: to compare with a column. */
export function textsOf(rows: readonly Readonly<Record<string, unknown>>[], field: string): readonly string[] {
  return rows.map((row) => String(row[field])).toSorted();
}
