import { plainTypes } from '../sql/dialect.ts';
import { duckdbDialect } from '../duckdb/dialect.ts';
import type { Capabilities, DatasetReader, Destination, JobClient, Target } from '../destination.ts';
import { checkedFormat } from './file-kind.ts';
import { folderStore } from './folder-store.ts';
import { describeStep, FileJobClient, type ClientSettings } from './job-client.ts';
import { layoutOf } from './layout.ts';
import type { FileDataset } from './ledger.ts';
import { openReader, type ReaderSettings } from './dataset-reader.ts';
import { optionInvalid } from './errors.ts';
import { locationOf, type Location } from './location.ts';
import type { ObjectStore } from './object-store.ts';
import type { BucketCredentials, BucketSettings } from './s3-store.ts';

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
   * @default '512MB'
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
  /** Of a store that speaks S3, such as `http://127.0.0.1:9000`. @default that of AWS */
  readonly endpoint?: string | undefined;
  /** @default as the environment or the profile says */
  readonly region?: string | undefined;
  /** Bucket in the path instead of the host. @default true with an endpoint */
  readonly pathStyle?: boolean | undefined;
  /** With `secretAccessKey`. @default the usual chain: environment, files of a profile, single sign-on, container, machine */
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  readonly sessionToken?: string | undefined;
  /** Of the files in `~/.aws`. */
  readonly profile?: string | undefined;
  /** How often a request to a bucket is sent at most. @default 5 */
  readonly maxAttempts?: number | undefined;
  /** Larger files are sent to a bucket in parts of this size. @default 16 MiB; S3 takes no less than 5 MiB */
  readonly partBytes?: number | undefined;
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
  const chosen = typeof options === 'string' ? { url: options } : options;
  const location = locationOf(chosen.url);
  const shown = location.kind === 'folder' ? location.path : `s3://${location.bucket}/${location.prefix}`;
  const settings = settingsOf(chosen);
  credentialsOf(chosen);
  const probed = {};
  const open = async (target: Target): Promise<FileDataset> => {
    const layout = layoutOf(target.dataset);
    return { store: await storeOf(location, chosen, { target, drafts: layout.drafts, probed }), layout, target };
  };
  return {
    name: 'filesystem',
    location: shown,
    capabilities,
    connect: async (target): Promise<JobClient> => FileJobClient.open(await open(target), settings),
    read: async (target): Promise<DatasetReader | undefined> => openReader(await open(target), settings),
    describe: (step, target) => describeStep(step, `${shown}/${target.dataset}`),
  };
}

function settingsOf({
  format = 'parquet',
  compression = 'gzip',
  ...rest
}: Partial<FilesystemOptions>): ClientSettings & ReaderSettings {
  if (compression !== 'gzip' && compression !== 'none') throw optionInvalid('compression', 'must be one of gzip, none');
  return {
    usual: { format: checkedFormat(format), isGzipped: compression === 'gzip' },
    memoryLimit: rest.memoryLimit ?? '512MB',
    threads: rest.threads ?? 1,
    dltType: capabilities.dltType,
    readLimitBytes: rest.readLimitBytes ?? 1024 ** 3,
  };
}

async function storeOf(
  location: Location,
  options: FilesystemOptions,
  {
    target,
    drafts,
    probed,
  }: { readonly target: Target; readonly drafts: string; readonly probed: BucketSettings['probed'] },
): Promise<ObjectStore> {
  if (location.kind === 'folder') return folderStore(location.path, drafts, target.runtime);
  const { s3Store } = await import('./s3-store.ts');
  const { endpoint, region, pathStyle, profile, maxAttempts = 5, partBytes = 16 * 1024 * 1024 } = options;
  const settings: BucketSettings = {
    ...location,
    endpoint: endpoint ?? location.endpoint,
    region: region ?? location.region,
    pathStyle: pathStyle ?? location.pathStyle,
    credentials: credentialsOf(options),
    profile,
    maxAttempts,
    partBytes,
    probed,
  };
  return s3Store(settings, target);
}

function credentialsOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: FilesystemOptions): BucketCredentials | undefined {
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw optionInvalid('accessKeyId', 'goes together with secretAccessKey');
  return { accessKeyId, secretAccessKey, sessionToken };
}
