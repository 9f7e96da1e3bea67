import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { filesystem } from '../../src/destinations/filesystem/index.ts';
import { pipeline } from '../../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import { isDltThere } from './loading.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = join(root, '.venv', 'bin', 'python');

type Disposition = 'append' | 'replace';

interface Kind {
  readonly format: 'parquet' | 'jsonl' | 'csv';
  readonly compressed: boolean;
}

interface Seen {
  readonly state: { readonly [source: string]: unknown };
  readonly tables: { readonly [table: string]: readonly string[] };
  readonly loads: number;
  readonly hash: string;
  readonly version: number;
}

class Lake {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'sluice-lake-'));
  readonly #kind: Kind;
  #dlt = 0;

  constructor(kind: Kind) {
    this.#kind = kind;
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** Each time on a machine that knows nothing yet. */
  dlt(rows: string | null, disposition: Disposition = 'append', tables: readonly string[] = ['t', 't__l']): Seen {
    const folder = join(this.folder, `dlt${(this.#dlt += 1)}`);
    const { format, compressed } = this.#kind;
    const facts = { folder, bucket: this.bucket, format, compressed, disposition, tables };
    const input = `${JSON.stringify(facts).slice(0, -1)},"rows":${rows}}`;
    const script = join(root, 'test', 'dlt', 'files.py');
    // Printed by the script.
    return JSON.parse(
      execFileSync(python, [script], { input, stdio: ['pipe', 'pipe', 'pipe'], encoding: 'utf8' }),
    ) as Seen;
  }

  async sluice(rows: string, write_disposition: Disposition = 'append'): Promise<void> {
    const server = createServer((_request, response) => response.end(rows));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Listening on a port, so the address is not a pipe's name.
    const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const resource = { name: 't', write_disposition, endpoint: { path: 't', paginator: 'single_page' } } as const;
    const source = restApi({ client: { base_url }, resources: [resource] }, { name: 'judge' });
    const { format, compressed } = this.#kind;
    const destination = filesystem({ url: this.bucket, format, compression: compressed ? 'gzip' : 'none' });
    const runtime = { ...nodeRuntime(), workingFolder: mkdtempSync(join(this.folder, 'sluice-')) };
    try {
      await pipeline({ name: 'judge', destination, dataset: 'ds', runtime }).run(source);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  get bucket(): string {
    return join(this.folder, 'lake');
  }

  files(table: string): readonly string[] {
    return readdirSync(join(this.bucket, 'ds', table)).toSorted();
  }

  lines(table: string): readonly string[] {
    return this.files(table).flatMap((name) => {
      const bytes = readFileSync(join(this.bucket, 'ds', table, name));
      return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n');
    });
  }
}

const kinds: readonly Kind[] = [
  { format: 'parquet', compressed: false },
  { format: 'jsonl', compressed: true },
  { format: 'jsonl', compressed: false },
  { format: 'csv', compressed: true },
];
const one =
  '[{"id":1,"s":"a\\"\\u00e9,","f":1.25,"g":0.0000001,"b":true,"at":"2024-01-01T00:00:00.004567Z","big":9007199254740993,"l":[1,2]}]';
const two = '[{"id":2,"s":"","f":-0.5,"b":false,"at":"2024-05-05T10:00:00Z","n":{"x":1},"l":[3]}]';
const three = '[{"id":3,"s":"c","l":[]}]';

describe.runIf(isDltThere)('case 149: files, with dlt as the judge', { timeout: 120_000 }, () => {
  test.each(kinds)(
    'dlt reads what sluice wrote, and each goes on after the other: $format $compressed',
    async (kind) => {
      const [ours, theirs] = [new Lake(kind), new Lake(kind)];
      await ours.sluice(one);
      theirs.dlt(one);
      expect(ours.dlt(null).tables).toEqual(theirs.dlt(null).tables);
      const seen = ours.dlt(two);
      const judged = theirs.dlt(two);
      expect(seen.tables).toEqual(judged.tables);
      expect(seen.loads).toBe(2);
      await ours.sluice(three);
      theirs.dlt(three);
      const [last, lastJudged] = [ours.dlt(null), theirs.dlt(null)];
      expect(last.tables).toEqual(lastJudged.tables);
      expect(last.loads).toBe(3);
      // The state of dlt's own run survives the run of sluice.
      expect(last.state).toMatchObject({ judge: { resources: { t: { runs: 1 } } } });
    },
  );

  test.each(kinds)('replace by either takes away what the other wrote: $format $compressed', async (kind) => {
    const lake = new Lake(kind);
    lake.dlt(one, 'replace');
    await lake.sluice(two, 'replace');
    expect(lake.files('t')).toHaveLength(1);
    const { tables } = lake.dlt(null);
    expect(tables['t']).toHaveLength(1);
    expect(tables['t__l']).toHaveLength(1);
    // dlt cannot read a table that has no files, its own included.
    const after = lake.dlt(three, 'replace', ['t']);
    expect(after.tables['t']).toHaveLength(1);
    expect(after.tables['t']?.[0]).toContain('"id": "3"');
    expect(lake.files('t__l')).toEqual([]);
  });

  test("the lines of JSONL and CSV are dlt's own, character by character", async () => {
    for (const format of ['jsonl', 'csv'] as const) {
      const [ours, theirs] = [new Lake({ format, compressed: false }), new Lake({ format, compressed: false })];
      await ours.sluice(one);
      theirs.dlt(one, 'append', ['t']);
      const masked = (lines: readonly string[]): readonly string[] =>
        lines.map((line) => line.replace(/"_dlt_load_id":"[\d.]+"|"_dlt_id":"[^"]+"|"\d{10}\.\d+","[^"]+"$/g, ''));
      expect(masked(ours.lines('t'))).toEqual(masked(theirs.lines('t')));
    }
  });
});
