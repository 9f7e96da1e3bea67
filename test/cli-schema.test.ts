import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { inFolder, sluice } from './cli/sluice.ts';
import { askDuckdb } from './read-duckdb.ts';
import { recordingApi, type RecordingApi } from './recording-api.ts';

const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

const users = (base: string): string => `
client: { base_url: "${base}" }
resources:
  - name: users
    primary_key: id
    write_disposition: merge
    columns: { joined: { data_type: timestamp, description: "When */ they came" }, on: { data_type: bool } }
    endpoint: { path: users, paginator: single_page, data_selector: $ }
`;

/** Every type, nested tables, and names that are words of SQL, YAML or TypeScript. */
const rows = `[{"id":1,"joined":"2024-01-02T03:04:05Z","select":"x","class":1.5,"on":true,"a\\"b":1,
  "lines":[{"sku":"x","sizes":[1,2]}],"address":{"zip":"0"},"amount":100000000000000000000}]`;

const columnsOf = `select table_name, column_name, data_type, is_nullable from information_schema.columns
  where table_schema = 'shop_dataset' order by all`;

describe('sluice schema', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await recordingApi(() => ({ body: rows }));
  });
  afterAll(() => api.close());

  /** Loads the users into a folder, then shows what is known of them. */
  async function afterRun(use: (folder: string, show: (format: string) => Promise<string>) => Promise<void>) {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'shop.yaml'), users(api.url));
      expect(await sluice(['run', 'shop.yaml'], folder)).toMatchObject({ exitCode: 0 });
      await use(folder, async (format) => {
        const shown = await sluice(['schema', 'shop', '--format', format], folder);
        expect(shown).toMatchObject({ exitCode: 0, messages: '' });
        return shown.output;
      });
    });
  }

  test('YAML and JSON are the same document, with the version that is in the database', { timeout: 60_000 }, () =>
    afterRun(async (folder, show) => {
      const yaml = await show('yaml');
      const document: unknown = JSON.parse(await show('json'));
      expect(parse(yaml)).toEqual(document);
      expect(yaml).toContain(`\n      'on':\n        data_type: bool\n`);
      expect((await sluice(['schema', 'shop'], folder)).output).toBe(yaml);
      const [versions] = await askDuckdb(join(folder, 'shop.duckdb'), [
        'select version, version_hash, schema_name from shop_dataset._dlt_version',
      ]);
      const { version, version_hash, name } = document as Readonly<Record<string, unknown>>;
      expect(versions).toEqual([[String(version), version_hash, name]]);
    }),
  );

  test('the SQL makes the same tables', { timeout: 60_000 }, () =>
    afterRun(async (folder, show) => {
      const sql = await show('sql');
      const [loaded] = await askDuckdb(join(folder, 'shop.duckdb'), [columnsOf]);
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      try {
        await connection.run(sql);
        const made = (await connection.runAndReadAll(columnsOf)).getRowsJson();
        expect(made).toEqual(loaded);
        expect(made).toContainEqual(['users__lines__sizes', 'value', 'BIGINT', 'YES']);
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    }),
  );

  test('the TypeScript compiles, and says what rows are', { timeout: 60_000 }, () =>
    afterRun(async (folder, show) => {
      await writeFile(join(folder, 'rows.ts'), await show('typescript'));
      const uses = `import type { Tables, Users } from './rows.ts';
export const user: Users = {} as Tables['users'];
export const flag: boolean | null = user.on;
export const word: string | null = user.select;
export const size: bigint | null = ({} as Tables['users__lines__sizes']).value;
// @ts-expect-error a row has no such column
export const none = user.nothing;
// @ts-expect-error a key is never null
export const key: null = user.id;
`;
      await writeFile(join(folder, 'uses.ts'), uses);
      expect(await compile(join(folder, 'uses.ts'))).toBe('');
      expect(await readFile(join(folder, 'rows.ts'), 'utf8')).toContain('/** When *\\/ they came */\n  joined: string');
    }),
  );
});

/** What the compiler says of a file: nothing, where all is well. */
function compile(file: string): Promise<string> {
  const words = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--types', ''];
  const options = [...words, '--allowImportingTsExtensions', '--ignoreConfig', file];
  return new Promise((resolve) =>
    execFile(process.execPath, [compiler, ...options], (_error, output, messages) => resolve(output + messages)),
  );
}
