import { Readable } from 'node:stream';
import type { ClickHouseClient, ClickHouseClientConfigOptions, ClickHouseSettings } from '@clickhouse/client';
import { columnValues, readParquet } from '../../formats/parquet-reader.ts';
import type { PackageFile } from '../../load-package/load-package.ts';
import type { Cell } from '../../schema/cell.ts';
import type { Target } from '../destination.ts';
import { typedColumns } from '../sql/typed-columns.ts';
import type { CopyTarget, Statement } from '../sql/dialect.ts';
import { locationOf, type Address } from './address.ts';
import { clickhouseDialect } from './dialect.ts';
import { driverMissing, interrupted, statementFailed } from './errors.ts';
import { fieldOf } from './fields.ts';

/** A statement whose values come from a user. */
export interface WalkedStatement {
  readonly text: string;
  readonly parameters: readonly Cell[];
  readonly settings?: ClickHouseSettings | undefined;
}

/** Rows of one INSERT, each of which makes a part of the table. */
const rowsOfInsert = 100_000;

/** Statements to one server; there is no transaction around them. */
export class ClickhouseSession {
  readonly #client: ClickHouseClient;
  readonly #location: string;
  readonly #isEmbedded: boolean;
  readonly #target: Target;

  /** @throws `destination_unreachable`, `destination_refused` */
  static async open(address: Address, target: Target): Promise<ClickhouseSession> {
    const { createClient } = await import('@clickhouse/client').catch((error: unknown) => {
      throw driverMissing(error);
    });
    const session = new ClickhouseSession(createClient(configuration(address)), address, target);
    try {
      if (session.#isEmbedded) await session.run({ text: 'SET max_query_size = 1000000000' });
      await session.rows({ text: 'SELECT toString(1)' });
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  private constructor(client: ClickHouseClient, address: Address, target: Target) {
    this.#client = client;
    this.#location = locationOf(address);
    this.#isEmbedded = address.connection !== undefined;
    this.#target = target;
  }

  async run({ text, parameters }: Statement): Promise<void> {
    // Without parameters nothing in the text stands for one.
    const query = parameters === undefined ? text : withNames(text);
    await this.#use((abort_signal) =>
      this.#client.command({ query, query_params: named(parameters ?? []), abort_signal }),
    );
  }

  /** Every column of the statement must be text. */
  async rows({ text, parameters = [] }: Statement): Promise<readonly (readonly (string | null)[])[]> {
    return this.#use(async (abort_signal) => {
      const query = withNames(text);
      const query_params = named(parameters);
      const result = await this.#client.query({ query, query_params, abort_signal, format: 'JSONCompactEachRow' });
      // The format is rows of values.
      return (await result.json()) as unknown as readonly (readonly (string | null)[])[];
    });
  }

  /** The same, as they arrive. */
  async *walk(
    { text, parameters, settings }: WalkedStatement,
    signal: AbortSignal,
  ): AsyncGenerator<readonly (string | null)[][], void, undefined> {
    const result = await this.#client.query({
      query: withNames(text, parameters.map(parameterType)),
      query_params: named(parameters.map(parameterValue)),
      abort_signal: signal,
      ...(settings === undefined ? {} : { clickhouse_settings: settings }),
      format: 'JSONCompactEachRow',
    });
    for await (const lines of result.stream()) {
      // As above.
      yield lines.map((line) => line.json<(string | null)[]>());
    }
  }

  /** Appends the rows of package files. */
  async copy({ name, schema }: CopyTarget, files: readonly PackageFile[]): Promise<void> {
    const known = new Map(typedColumns(schema).map((column) => [column.name, column]));
    for (const file of files) {
      for await (const { columns, rowCount } of readParquet(file, this.#target.runtime.files)) {
        const fields = columns.map((column) => fieldOf(column.schema, known.get(column.schema.name)));
        const values = columns.map((column) => columnValues(column, rowCount));
        const names = columns.map((column) => clickhouseDialect.quote(column.schema.name));
        const into = `INSERT INTO ${name} (${names.join(', ')})`;
        const select = ` SELECT ${fields.map(({ expression }, at) => expression(`c${at}`)).join(', ')}`;
        const structure = `'${fields.map(({ sent }, at) => `c${at} Nullable(${sent.replaceAll("'", "\\'")})`).join(', ')}'`;
        for (let from = 0; from < rowCount; from += rowsOfInsert) {
          const lines = (function* () {
            for (let row = from; row < Math.min(from + rowsOfInsert, rowCount); row += 1)
              yield `${JSON.stringify(fields.map(({ write }, at) => write(values[at]?.[row] ?? null)))}\n`;
          })();
          await this.#insert(into + select, structure, lines);
        }
      }
    }
  }

  /** An engine in this process takes no rows beside a statement that computes, so there they are a part of it. */
  async #insert(statement: string, structure: string, lines: Iterable<string>): Promise<void> {
    if (this.#isEmbedded) {
      const data = clickhouseDialect.literal([...lines].join(''));
      await this.run({ text: `${statement} FROM format(JSONCompactEachRow, ${structure}, ${data})` });
      return;
    }
    const query = `${statement} FROM input(${structure}) FORMAT JSONCompactEachRow`;
    await this.#use(async (abort_signal) => {
      const { stream } = await this.#client.exec({ query, values: Readable.from(lines), abort_signal });
      stream.resume();
    });
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #use<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const { signal } = this.#target;
    if (signal.aborted) throw interrupted();
    try {
      return await work(signal);
    } catch (error) {
      throw signal.aborted ? interrupted() : statementFailed(this.#location, error);
    }
  }
}

function configuration({ url, database, user, password, connection }: Address): ClickHouseClientConfigOptions {
  // The member is not in the types: it is meant for engines that bring their own connection.
  if (connection !== undefined) return { connection } as unknown as ClickHouseClientConfigOptions;
  return {
    url,
    database,
    username: user,
    password,
    application: 'sluice',
    request_timeout: 600_000,
    // Each statement sees what the one before has done, on a cluster, too.
    clickhouse_settings: {
      async_insert: 0,
      mutations_sync: '2',
      alter_sync: '2',
      select_sequential_consistency: '1',
      wait_end_of_query: 1,
    },
  };
}

/** `$1` is ClickHouse's `{p1:Nullable(String)}`; what stands in names and values stays. */
function withNames(text: string, types: readonly string[] = []): string {
  return text.replace(/`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'|\$(\d+)/gs, (all: string, place?: string) =>
    place === undefined ? all : `{p${place}:Nullable(${types[Number(place) - 1] ?? 'String'})}`,
  );
}

function named(parameters: readonly (string | null)[]): Record<string, string | null> {
  return Object.fromEntries(parameters.map((value, index) => [`p${index + 1}`, value]));
}

function parameterType(value: Cell): string {
  if (typeof value === 'bigint') return value === BigInt.asIntN(64, value) ? 'Int64' : 'Int256';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'Int64' : 'Float64';
  return typeof value === 'boolean' ? 'Bool' : 'String';
}

function parameterValue(value: Cell): string | null {
  if (value === null) return null;
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
}
