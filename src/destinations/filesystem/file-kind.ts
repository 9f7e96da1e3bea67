import type { TableSchema } from '../../schema/table.ts';
import { optionInvalid } from './errors.ts';

/** What data files are made of. */
export type DataFormat = 'parquet' | 'jsonl' | 'csv';

export interface FileKind {
  readonly format: DataFormat;
  /** Counts for text; Parquet compresses by itself. */
  readonly isGzipped: boolean;
  /** Without a point in front. */
  readonly extension: string;
}

const formats: readonly DataFormat[] = ['parquet', 'jsonl', 'csv'];

/** @throws `config_invalid` for a format that files cannot have */
export function checkedFormat(format: string): DataFormat {
  const known = formats.find((one) => one === format);
  if (known === undefined) throw optionInvalid('format', `must be one of ${formats.join(', ')}`);
  return known;
}

/**
 * The kind of a table's files: what its hint `file_format` says, else what the destination says.
 * @param namesGzip false in datasets that dlt began before files that are compressed were called `.gz`
 */
export function fileKindOf(
  table: Pick<TableSchema, 'fileFormat'>,
  usual: { readonly format: DataFormat; readonly isGzipped: boolean },
  namesGzip: boolean,
): FileKind {
  const format = formats.find((one) => one === table.fileFormat) ?? usual.format;
  const isGzipped = format !== 'parquet' && usual.isGzipped;
  return { format, isGzipped, extension: isGzipped && namesGzip ? `${format}.gz` : format };
}
