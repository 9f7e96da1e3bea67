import { isSluiceError } from '../../core/error.ts';
import type { TableName } from '../../core/names.ts';
import type { Cell } from '../../schema/cell.ts';
import type {
  DatasetReader,
  QueryLimits,
  QueryResult,
  Restored,
  RowBatch,
  RowsOf,
  RowsOptions,
  TableSummary,
  Target,
} from '../destination.ts';
import { columnNotFound, readingStopped, tableNotFound } from '../errors.ts';
import { restoreDataset } from '../sql/bookkeeping.ts';
import { catalogueFrom, type Catalogue } from '../sql/ddl.ts';
import { sqlDataset, type SqlDataset } from '../sql/dialect.ts';
import type { Address } from './address.ts';
import { clickhouseDialect } from './dialect.ts';
import { codeOf, interrupted, queryFailed, queryTooLong } from './errors.ts';
import { askedAs, type Asked } from './fields.ts';
import { ClickhouseSession, type WalkedStatement } from './session.ts';
import { readingStatement } from './statement-text.ts';

/** A look at a dataset, or undefined when nothing was loaded under its name. @throws `destination_unreachable` */
export async function openReader(address: Address, target: Target): Promise<DatasetReader | undefined> {
  const session = await ClickhouseSession.open(address, target);
  const dataset = sqlDataset(clickhouseDialect, target.dataset);
  try {
    const catalogue = catalogueFrom(clickhouseDialect, await session.rows(dataset.catalogue('final')));
    if (catalogue.size > 0)
      return new ClickhouseReader(session, { target, dataset, catalogue, isServer: address.connection === undefined });
  } catch (error) {
    await session.close();
    throw error;
  }
  await session.close();
  return undefined;
}

interface ReaderFacts {
  readonly target: Target;
  readonly dataset: SqlDataset;
  readonly catalogue: Catalogue;
  /** Of another process, which can be told for one request that it only reads. */
  readonly isServer: boolean;
}

/** A statement, and what is made of the text that it gives. */
interface Walk {
  readonly statement: WalkedStatement;
  readonly names: readonly string[];
  readonly asked: readonly Asked[];
}

class ClickhouseReader implements DatasetReader {
  readonly #session: ClickhouseSession;
  readonly #facts: ReaderFacts;
  readonly #closing = new AbortController();

  constructor(session: ClickhouseSession, facts: ReaderFacts) {
    this.#session = session;
    this.#facts = facts;
  }

  async tables(): Promise<readonly TableSummary[]> {
    const summaries: TableSummary[] = [];
    for (const [name, columns] of this.#facts.catalogue) {
      const text = `SELECT toString(count()) FROM ${this.#facts.dataset.table('final', name)}`;
      const [[count] = []] = await this.#session.rows({ text });
      summaries.push({
        name,
        rowCount: BigInt(count ?? '0'),
        columns: [...columns].map(([column, type]) => ({ name: column, type })),
      });
    }
    return summaries;
  }

  restore(): Promise<Restored> {
    return restoreDataset({ session: this.#session, ...this.#facts });
  }

  async query(sql: string, { maxRows, timeoutMs }: QueryLimits): Promise<QueryResult> {
    const stops = AbortSignal.any([this.#closing.signal, this.#facts.target.signal]);
    if (stops.aborted) throw interrupted();
    const limits = ` LIMIT ${maxRows + 1} SETTINGS max_execution_time = ${Math.max(1, Math.ceil(timeoutMs / 1000))}`;
    try {
      const { statement, names, asked } = await this.#statementWalk(sql, [], limits);
      const rows: (readonly Cell[])[] = [];
      for await (const batch of this.#session.walk(statement, stops)) {
        rows.push(...batch.map((row) => cellsOf(row, asked)));
      }
      return {
        columns: names,
        rows: rows.slice(0, maxRows).map((row) => row.map(plain)),
        truncated: rows.length > maxRows,
      };
    } catch (error) {
      if (codeOf(error) === '159') throw queryTooLong(timeoutMs);
      if (stops.aborted) throw interrupted();
      throw queryFailed(error);
    }
  }

  async *rows(of: RowsOf, { batchRows, signal }: RowsOptions): AsyncGenerator<RowBatch, void, undefined> {
    const stops = AbortSignal.any([signal, this.#closing.signal, this.#facts.target.signal]);
    const stopped = (): void => {
      if (stops.aborted) throw readingStopped();
    };
    stopped();
    try {
      const { statement, names, asked } =
        of.kind === 'table' ? await this.#tableWalk(of) : await this.#statementWalk(of.sql, of.parameters, '');
      for await (const batch of this.#session.walk(statement, stops)) {
        for (let from = 0; from < batch.length; from += batchRows) {
          yield { columns: names, rows: batch.slice(from, from + batchRows).map((row) => cellsOf(row, asked)) };
          stopped();
        }
      }
    } catch (error) {
      stopped();
      throw isSluiceError(error) ? error : queryFailed(error);
    }
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#session.close();
  }

  /** Names come from the user: only those that are there get into the statement, quoted. */
  async #tableWalk({ table, columns: chosen }: Extract<RowsOf, { kind: 'table' }>): Promise<Walk> {
    const { catalogue, dataset, target } = this.#facts;
    const types = catalogue.get(table);
    if (types === undefined) throw tableNotFound(table, target.dataset, catalogue.keys());
    const names = chosen === undefined || chosen.length === 0 ? [...types.keys()] : chosen;
    const missing = names.find((name) => !types.has(name));
    if (missing !== undefined) throw columnNotFound(table, missing, types.keys());
    const known = (await this.restore()).schema?.tables.get(table as TableName)?.columns;
    const binary = new Set(
      [...(known?.values() ?? [])].filter((one) => one.dataType === 'binary').map((one) => one.name as string),
    );
    const asked = names.map((name) => askedAs(types.get(name) ?? '', binary.has(name)));
    const text = `SELECT ${expressions(names, asked)} FROM ${dataset.table('final', table)}`;
    return { statement: { text, parameters: [] }, names, asked };
  }

  /** The statement stands in another one, and tables have their names without the dataset. */
  async #statementWalk(sql: string, parameters: readonly Cell[], limits: string): Promise<Walk> {
    const { catalogue, dataset, isServer } = this.#facts;
    const inner = readingStatement(sql);
    const { quote } = clickhouseDialect;
    const mentioned = [...catalogue.keys()].filter((name) => inner.includes(name));
    const views = mentioned.map((name) => `${quote(name)} AS (SELECT * FROM ${dataset.table('final', name)})`);
    const before = views.length === 0 ? '' : `WITH ${views.join(', ')} `;
    const settings = isServer ? { readonly: '1' as const } : undefined;
    const described = { text: `DESCRIBE TABLE (${before}SELECT * FROM (${inner}) AS q)`, parameters, settings };
    const columns: (readonly (string | null)[])[] = [];
    for await (const batch of this.#session.walk(described, this.#closing.signal)) columns.push(...batch);
    const names = columns.map(([name]) => name ?? '');
    const asked = columns.map(([, type]) => askedAs(type ?? ''));
    const text = `${before}SELECT ${expressions(names, asked)} FROM (${inner}) AS q${limits}`;
    return { statement: { text, parameters, settings }, names, asked };
  }
}

/** What is asked for has names of its own, or a later expression would mean an earlier one. */
function expressions(names: readonly string[], asked: readonly Asked[]): string {
  return asked
    .map(({ expression }, at) => `${expression(clickhouseDialect.quote(names[at] ?? ''))} AS \`sluice ${at}\``)
    .join(', ');
}

function cellsOf(row: readonly (string | null)[], asked: readonly Asked[]): readonly Cell[] {
  return row.map((text, at) => (text === null ? null : (asked[at]?.read(text) ?? null)));
}

/** A number where a JavaScript number holds it exactly. */
function plain(cell: Cell): string | number | boolean | null {
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell);
  return cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : cell;
}
