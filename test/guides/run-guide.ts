import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { recordingTerminal } from '../cli/recording-terminal.ts';
import { askDuckdb } from '../read-duckdb.ts';
import { recordingApi, type Answer, type Recorded, type RecordingApi } from '../recording-api.ts';

/** A folder in which guides are run against an API on this machine. */
export interface Workshop {
  readonly api: RecordingApi;
  /** `sluice <words>` with the address of the API; an exit code other than 0 is an error. */
  run(guide: string, settings: readonly string[], base?: string): Promise<string>;
  /** Rows of the tables, as texts. */
  rows(table: string, ...columns: readonly string[]): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function workshop(answer: (request: Recorded, index: number) => Answer): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-guides-'));
  const api = await recordingApi(answer);
  return {
    api,
    async run(guide, settings, base = '/') {
      const terminal = recordingTerminal();
      const runtime = { ...nodeRuntime({ workingFolder: folder }), environment: {} };
      const file = new URL(guide, import.meta.url).pathname;
      const set = [`client.base_url=${api.url}${base}`, ...settings].flatMap((setting) => ['--set', setting]);
      const words = ['run', file, '--destination', 'duckdb:x.duckdb', '--dataset', 'raw', '--json', ...set];
      const exitCode = await main(words, terminal, () => Promise.resolve(runtime));
      if (exitCode !== 0) throw new Error(terminal.messages.text() + terminal.output.text());
      return terminal.output.text();
    },
    async rows(table, ...columns) {
      const names = columns.map((column) => `"${column}"`).join(', ');
      const [rows = []] = await askDuckdb(join(folder, 'x.duckdb'), [`select ${names} from raw."${table}"`]);
      return rows.map((row) => row.map(String).join(' ')).toSorted();
    },
    async close() {
      await api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
