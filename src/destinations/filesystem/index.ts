import { join, resolve } from 'node:path';
import { plainTypes } from '../sql/dialect.ts';
import { duckdbDialect } from '../duckdb/dialect.ts';
import type { Capabilities, DatasetReader, Destination, JobClient, Target } from '../destination.ts';
import { checkedFormat } from './file-kind.ts';
import { folderStore } from './folder-store.ts';
import { describeStep, FileJobClient } from './job-client.ts';
import { layoutOf } from './layout.ts';
import type { FileDataset } from './ledger.ts';
import { openReader } from './dataset-reader.ts';

export interface FilesystemOptions {
  /** A folder, or `s3://bucket/prefix`. */
  readonly url: string;
  /** @default 'parquet' */
  readonly format?: 'parquet' | 'jsonl' | 'csv' | undefined;
  /**
   * Of JSONL and CSV; Parquet is always compressed.
   * @default 'gzip'
   */
  readonly compression?: 'gzip' | 'none' | undefined;
  /**
   * Memory of the engine that makes Parquet files, such as `512MB`.
   * @default '256MB'
   */
  readonly memoryLimit?: string | undefined;
  /**
   * Threads that make Parquet files.
   * @default 1, which leaves the other cores to the rows that come next
   */
  readonly threads?: number | undefined;
  /**
   * Most bytes that are fetched from a bucket to read a dataset.
   * @default 1 GiB
   */
  readonly readLimitBytes?: number | undefined;
}

const capabilities: Capabilities = {
  formats: ['parquet'],
  dltType: 'dlt.destinations.filesystem',
  commit: 'load_record',
  dispositions: ['append', 'replace'],
  mergeStrategies: [],
  types: plainTypes(duckdbDialect),
  maxIdentifierLength: 255,
  decimal: { precision: 38, scale: 9 },
  weiPrecision: 38,
};

/**
 * Loads into files of a folder or bucket, in dlt's default layout. A load is there for readers that go by load records
 * all at once; loads only add or replace.
 * @param options the options, or only the folder or URL
 * @throws `config_invalid`
 */
export function filesystem(options: string | FilesystemOptions): Destination {
  const { url, format = 'parquet', compression = 'gzip', ...rest } = typeof options === 'string' ? { url: options } : options;
  const root = resolve(url);
  const settings = {
    usual: { format: checkedFormat(format), isGzipped: compression === 'gzip' },
    memoryLimit: rest.memoryLimit ?? '256MB',
    threads: rest.threads ?? 1,
    dltType: capabilities.dltType,
    readLimitBytes: rest.readLimitBytes ?? 1024 * 1024 * 1024,
  };
  return {
    name: 'filesystem',
    location: root,
    capabilities,
    connect: (target: Target): Promise<JobClient> => FileJobClient.open(datasetOf(root, target), settings),
    read: (target: Target): Promise<DatasetReader | undefined> => openReader(datasetOf(root, target), settings),
    describe: (step, target) => describeStep(step, join(root, target.dataset)),
  };
}

function datasetOf(root: string, target: Target): FileDataset {
  const layout = layoutOf(target.dataset);
  return { store: folderStore(root, layout.drafts, target.runtime), layout, target };
}
