import { join } from 'node:path';
import type * as S3 from '@aws-sdk/client-s3';
import type { Target } from '../destination.ts';
import { fileChanged } from './errors.ts';
import { bucketFailed, clientMissing, isConflict, isMissing, isTaken } from './s3-errors.ts';
import { md5Of, Uploads } from './s3-uploads.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';

export interface BucketSettings {
  readonly bucket: string;
  readonly prefix: string;
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly pathStyle: boolean | undefined;
  /** @default those of the usual chain: environment, files, single sign-on, container, machine */
  readonly credentials: BucketCredentials | undefined;
  readonly profile: string | undefined;
  /** How often a request is sent at most. */
  readonly maxAttempts: number;
  /** Files above this size are sent in parts of it. */
  readonly partBytes: number;
  /** What is known of the store: shared by all connections to it, so that it is found out once. */
  readonly probed: { isExclusive?: boolean };
}

export interface BucketCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/**
 * Keys as objects of a bucket.
 * @throws `config_invalid` when the client is not installed
 */
export async function s3Store(settings: BucketSettings, target: Target): Promise<ObjectStore> {
  const location = `s3://${[settings.bucket, settings.prefix].filter((part) => part !== '').join('/')}`;
  let sdk: typeof S3;
  try {
    sdk = await import('@aws-sdk/client-s3');
  } catch (cause) {
    throw clientMissing(location, cause);
  }
  return new S3Store(sdk, settings, { target, location });
}

const millisecondsOf = { connecting: 10_000, waiting: 120_000 };

function clientOf(
  sdk: typeof S3,
  { endpoint, region, pathStyle, credentials, profile, maxAttempts }: BucketSettings,
): S3.S3Client {
  return new sdk.S3Client({
    ...(endpoint === undefined ? {} : { endpoint, region: region ?? 'us-east-1' }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials: withToken(credentials) }),
    ...(profile === undefined ? {} : { profile }),
    forcePathStyle: pathStyle ?? endpoint !== undefined,
    maxAttempts,
    retryMode: 'standard',
    // MD5 goes with every upload instead: stores that only speak S3 know that one.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: millisecondsOf.connecting, requestTimeout: millisecondsOf.waiting },
  });
}

function withToken({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: BucketCredentials): S3.S3ClientConfig['credentials'] {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

const removedAtOnce = 8;
const mostConflicts = 5;

class S3Store implements ObjectStore {
  readonly location: string;
  readonly isRemote = true;
  readonly #sdk: typeof S3;
  readonly #client: S3.S3Client;
  readonly #settings: BucketSettings;
  readonly #target: Target;
  readonly #uploads: Uploads;

  constructor(sdk: typeof S3, settings: BucketSettings, { target, location }: { target: Target; location: string }) {
    this.location = location;
    this.#sdk = sdk;
    this.#client = clientOf(sdk, settings);
    this.#settings = settings;
    this.#target = target;
    this.#uploads = new Uploads({ sdk, client: this.#client, settings, target, location });
  }

  /** Two attempts to make the same key: a store that honours the condition refuses the second (case F3.8). */
  async isExclusive(probe: string): Promise<boolean> {
    const { probed } = this.#settings;
    if (probed.isExclusive !== undefined) return probed.isExclusive;
    const key = `${probe}-${Buffer.from(this.#target.runtime.randomBytes(8)).toString('hex')}`;
    try {
      await this.#create(key, Buffer.from('1'));
      probed.isExclusive = !(await this.#create(key, Buffer.from('2')));
      return probed.isExclusive;
    } finally {
      await this.remove([key]);
    }
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#read(key, undefined);
  }

  async getRange(key: string, offset: number, length: number): Promise<Uint8Array | undefined> {
    return this.#read(key, `bytes=${offset}-${offset + length - 1}`);
  }

  async *list(prefix: string, after?: string): AsyncGenerator<StoredObject, void, undefined> {
    const whole = this.#key(prefix);
    let token: string | undefined;
    do {
      const page: S3.ListObjectsV2CommandOutput = await this.#send('list', () =>
        this.#client.send(
          new this.#sdk.ListObjectsV2Command({
            Bucket: this.#settings.bucket,
            Prefix: whole,
            Delimiter: '/',
            ...(after === undefined ? {} : { StartAfter: this.#key(after) }),
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
          this.#signal(),
        ),
      );
      for (const { Key: key = '', Size: byteCount = 0 } of page.Contents ?? []) {
        const own = key.slice(whole.length - prefix.length);
        if (key.startsWith(whole) && (after === undefined || own > after)) yield { key: own, byteCount };
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#send('write', () => this.#put(key, bytes));
  }

  async putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean> {
    if (this.#settings.probed.isExclusive === false) {
      if ((await this.get(key)) !== undefined) return false;
      await this.put(key, bytes);
      return true;
    }
    return this.#create(key, bytes);
  }

  async draft(name: string): Promise<string> {
    const { runtime, temporaryFolder } = this.#target;
    await runtime.files.makeFolder(temporaryFolder);
    return join(temporaryFolder, name);
  }

  async store(draft: string, key: string): Promise<void> {
    const { files } = this.#target.runtime;
    const byteCount = (await files.size(draft)) ?? 0;
    if (byteCount > this.#settings.partBytes) await this.#uploads.store(draft, key, byteCount);
    else await this.put(key, (await files.read(draft)) ?? new Uint8Array());
    await files.remove(draft);
  }

  async copy(from: string, to: string): Promise<void> {
    const source = `${this.#settings.bucket}/${this.#key(from)}`;
    const CopySource = source.split('/').map(encodeURIComponent).join('/');
    await this.#send('copy', () =>
      this.#client.send(new this.#sdk.CopyObjectCommand({ ...this.#place(to), CopySource }), this.#signal()),
    );
  }

  async remove(keys: readonly string[]): Promise<void> {
    const waiting = [...keys];
    const work = async (): Promise<void> => {
      for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
        const place = this.#place(key);
        await this.#send('delete in', () =>
          this.#client.send(new this.#sdk.DeleteObjectCommand(place), this.#signal()),
        );
      }
    };
    await Promise.all(Array.from({ length: Math.min(removedAtOnce, waiting.length) }, work));
  }

  removeUploads(prefix: string, isOver: (key: string) => boolean): Promise<void> {
    return this.#uploads.remove(prefix, isOver);
  }

  async localPath(key: string, copy: string): Promise<string> {
    const { files } = this.#target.runtime;
    await files.makeFolder(join(copy, '..'));
    try {
      await files.remove(copy);
      const { Body: body } = await this.#client.send(new this.#sdk.GetObjectCommand(this.#place(key)), this.#signal());
      const file = await files.open(copy, 'create');
      try {
        // In Node.js, the body of an answer is a stream of bytes.
        for await (const part of body as AsyncIterable<Uint8Array>) await file.write([part]);
      } finally {
        await file.close();
      }
      return copy;
    } catch (error) {
      throw isMissing(error) ? fileChanged(this.location, error) : bucketFailed(this.location, 'read', error);
    }
  }

  close(): Promise<void> {
    this.#client.destroy();
    return Promise.resolve();
  }

  #key(key: string): string {
    return this.#settings.prefix === '' ? key : `${this.#settings.prefix}/${key}`;
  }

  #place(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#settings.bucket, Key: this.#key(key) };
  }

  #signal(): { readonly abortSignal: AbortSignal } {
    return { abortSignal: this.#target.signal };
  }

  async #send<Answer>(doing: string, request: () => Promise<Answer>): Promise<Answer> {
    try {
      return await request();
    } catch (error) {
      throw bucketFailed(this.location, doing, error);
    }
  }

  #put(key: string, bytes: Uint8Array, more: { readonly IfNoneMatch?: string } = {}): Promise<unknown> {
    const body = { ...this.#place(key), Body: bytes, ContentLength: bytes.byteLength, ContentMD5: md5Of(bytes) };
    return this.#client.send(new this.#sdk.PutObjectCommand({ ...body, ...more }), this.#signal());
  }

  /** True when this call, or one whose answer was lost, made the key. */
  async #create(key: string, bytes: Uint8Array): Promise<boolean> {
    for (let conflicts = 0; ; conflicts += 1) {
      try {
        await this.#put(key, bytes, { IfNoneMatch: '*' });
        return true;
      } catch (error) {
        if (isTaken(error)) return false;
        if (!isConflict(error) || conflicts >= mostConflicts) throw bucketFailed(this.location, 'write', error);
      }
    }
  }

  async #read(key: string, range: string | undefined): Promise<Uint8Array | undefined> {
    try {
      const place = { ...this.#place(key), ...(range === undefined ? {} : { Range: range }) };
      const { Body: body } = await this.#client.send(new this.#sdk.GetObjectCommand(place), this.#signal());
      return await body?.transformToByteArray();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw bucketFailed(this.location, 'read', error);
    }
  }
}
