import { versionTable } from '../../schema/system-tables.ts';
import type { Schema } from '../../schema/table.ts';
import { versionHash } from '../../schema/version.ts';
import type { SqlDataset } from '../sql/dialect.ts';
import { clickhouseDialect } from './dialect.ts';
import type { ClickhouseSession } from './session.ts';

/**
 * Which loads are under way, in a table of the staging area. An attempt that begins takes the place of all earlier ones
 * of its schema: one that still runs finds itself gone before it records its load, and ends as fenced.
 */
export class Attempts {
  readonly #session: ClickhouseSession;
  readonly #dataset: SqlDataset;
  readonly #schemaName: string;

  constructor(session: ClickhouseSession, dataset: SqlDataset, schemaName: string) {
    this.#session = session;
    this.#dataset = dataset;
    this.#schemaName = schemaName;
  }

  /** Resolves to the load ids of attempts that did not come to their end. */
  async begin(loadId: string): Promise<readonly string[]> {
    const table = this.#table();
    await this.#session.run({
      text: `CREATE TABLE IF NOT EXISTS ${table} (load_id String, schema_name String) ENGINE = MergeTree ORDER BY tuple()`,
    });
    const rows = await this.#session.rows({
      text: `SELECT DISTINCT load_id FROM ${table} WHERE schema_name = $1`,
      parameters: [this.#schemaName],
    });
    if (rows.length > 0)
      await this.#session.run({ text: `DELETE FROM ${table} WHERE schema_name = $1`, parameters: [this.#schemaName] });
    await this.#session.run({ text: `INSERT INTO ${table} SELECT $1, $2`, parameters: [loadId, this.#schemaName] });
    const ids = rows.map(([id]) => id ?? '');
    return this.#unrecorded(ids);
  }

  async isMine(loadId: string): Promise<boolean> {
    const text = `SELECT load_id FROM ${this.#table()} WHERE load_id = $1 AND schema_name = $2`;
    return (await this.#session.rows({ text, parameters: [loadId, this.#schemaName] })).length > 0;
  }

  async end(loadId: string): Promise<void> {
    const text = `DELETE FROM ${this.#table()} WHERE load_id = $1 AND schema_name = $2`;
    await this.#session.run({ text, parameters: [loadId, this.#schemaName] });
  }

  /** Deletes all versions of the schema but this one. */
  forgetting(schema: Schema): string {
    const [name, hash] = [schema.name, versionHash(schema)].map((text) => clickhouseDialect.literal(text));
    const isOther = `schema_name = ${name} AND version_hash != ${hash}`;
    return `DELETE FROM ${this.#dataset.table('final', versionTable.name)} WHERE ${isOther}`;
  }

  /** A load that was recorded, and whose attempt died after that, keeps its rows. */
  async #unrecorded(ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const prefix = clickhouseDialect.tablePrefix?.(this.#dataset.schemaOf('final'), 'final') ?? '';
    const there = await this.#session.rows({
      text: 'SELECT name FROM system.tables WHERE database = currentDatabase() AND name = $1',
      parameters: [`${prefix}_dlt_loads`],
    });
    if (there.length === 0) return ids;
    const recorded = await this.#session.rows({
      text: `SELECT load_id FROM ${this.#dataset.table('final', '_dlt_loads')} WHERE status = 0 AND schema_name = $1`,
      parameters: [this.#schemaName],
    });
    const known = new Set(recorded.map(([id]) => id));
    return ids.filter((id) => !known.has(id));
  }

  #table(): string {
    return this.#dataset.table('staging', 'sluice attempt');
  }
}
