import { columnValues, type ColumnValue } from '../columnar/column-values.ts';
import type { Column, ColumnBatch } from '../columnar/batch.ts';
import type { WritableFile } from '../core/runtime.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';
import type { FileWriter } from './format.ts';

/** What a column is called and is, where its file knows only how it lies in bytes: `json` is text there. */
export type TypesByName = ReadonlyMap<string, DataType>;

export interface TextForm {
  /** What stands before the rows of the first batch. */
  head(names: readonly string[]): string;
  /** One row: the texts of its values, undefined for null. */
  row(names: readonly string[], values: readonly (string | undefined)[]): string;
  /** Text of a value that is not null. */
  value(value: Exclude<ColumnValue, null>, column: ColumnSchema & { readonly dataType: DataType }): string;
}

const charactersAtOnce = 1024 * 1024;

/** Writes rows as lines; all batches of a file have the same columns. */
export class TextFileWriter implements FileWriter {
  readonly #file: WritableFile;
  readonly #form: TextForm;
  readonly #types: TypesByName;
  #byteCount = 0;
  #rowCount = 0;

  constructor(file: WritableFile, form: TextForm, types: TypesByName) {
    this.#file = file;
    this.#form = form;
    this.#types = types;
  }

  get byteCount(): number {
    return this.#byteCount;
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  async write({ columns, rowCount }: ColumnBatch): Promise<void> {
    const known = columns.filter(({ schema }) => this.#types.has(schema.name));
    const names = known.map(({ schema }) => schema.name);
    const texts = known.map((column) => this.#texts(column, rowCount));
    let text = this.#rowCount === 0 && this.#byteCount === 0 ? this.#form.head(names) : '';
    for (let row = 0; row < rowCount; row += 1) {
      text += this.#form.row(
        names,
        texts.map((column) => column[row]),
      );
      if (text.length < charactersAtOnce) continue;
      await this.#put(text);
      text = '';
    }
    if (text !== '') await this.#put(text);
    this.#rowCount += rowCount;
  }

  finish(): Promise<void> {
    return Promise.resolve();
  }

  #texts(column: Column, rowCount: number): readonly (string | undefined)[] {
    const { schema } = column;
    const typed = { ...schema, dataType: this.#types.get(schema.name) ?? schema.dataType ?? 'text' };
    return columnValues(column, rowCount).map((value) => (value === null ? undefined : this.#form.value(value, typed)));
  }

  async #put(text: string): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    this.#byteCount += bytes.byteLength;
    await this.#file.write([bytes]);
  }
}
