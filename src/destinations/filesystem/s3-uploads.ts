import { createHash } from 'node:crypto';
import type * as S3 from '@aws-sdk/client-s3';
import type { Target } from '../destination.ts';
import { bucketFailed, isMissing, isNotOffered } from './s3-errors.ts';

export interface UploadsContext {
  readonly sdk: typeof S3;
  readonly client: S3.S3Client;
  readonly settings: { readonly bucket: string; readonly prefix: string; readonly partBytes: number };
  readonly target: Target;
  readonly location: string;
}

/** Files that are sent in parts, and what is left of those that were never ended (case F3.9). */
export class Uploads {
  readonly #sdk: typeof S3;
  readonly #client: S3.S3Client;
  readonly #context: UploadsContext;

  constructor(context: UploadsContext) {
    this.#sdk = context.sdk;
    this.#client = context.client;
    this.#context = context;
  }

  /** What an attempt that died left of the same file goes first (case F3.9). */
  async store(draft: string, key: string, byteCount: number): Promise<void> {
    await this.remove(key, (found) => found === key);
    const { UploadId: uploadId = '' } = await this.#send('write', () =>
      this.#client.send(new this.#sdk.CreateMultipartUploadCommand(this.#place(key)), this.#signal()),
    );
    try {
      await this.#sendParts({ draft, key, uploadId, byteCount });
    } catch (error) {
      await this.#abort(key, uploadId).catch(() => undefined);
      throw error;
    }
  }

  async #sendParts({ draft, key, uploadId, byteCount }: Parts): Promise<void> {
    const { partBytes } = this.#context.settings;
    const { files } = this.#context.target.runtime;
    const parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = [];
    for (let offset = 0; offset < byteCount; offset += partBytes) {
      const body = (await files.readRange(draft, offset, partBytes)) ?? new Uint8Array();
      const part = { ...this.#place(key), UploadId: uploadId, PartNumber: parts.length + 1 };
      const sums = { Body: body, ContentLength: body.byteLength, ContentMD5: md5Of(body) };
      const { ETag } = await this.#send('write', () =>
        this.#client.send(new this.#sdk.UploadPartCommand({ ...part, ...sums }), this.#signal()),
      );
      parts.push({ ETag, PartNumber: part.PartNumber });
    }
    const whole = { ...this.#place(key), UploadId: uploadId, MultipartUpload: { Parts: parts } };
    await this.#complete(key, byteCount, () =>
      this.#client.send(new this.#sdk.CompleteMultipartUploadCommand(whole), this.#signal()),
    );
  }

  /** An answer that was lost is looked up: an upload that ended is not there any more to be ended again. */
  async #complete(key: string, byteCount: number, request: () => Promise<unknown>): Promise<void> {
    try {
      await request();
    } catch (error) {
      if (!isMissing(error)) throw bucketFailed(this.#context.location, 'write', error);
      const { ContentLength } = await this.#send('read', () =>
        this.#client.send(new this.#sdk.HeadObjectCommand(this.#place(key)), this.#signal()),
      );
      if (ContentLength === byteCount) return;
      throw bucketFailed(this.#context.location, 'write', error);
    }
  }

  async #begun(prefix: string): Promise<readonly S3.MultipartUpload[]> {
    try {
      const found: S3.MultipartUpload[] = [];
      let marker: { KeyMarker: string; UploadIdMarker?: string } | undefined;
      do {
        const request = { Bucket: this.#context.settings.bucket, Prefix: prefix, ...marker };
        const page: S3.ListMultipartUploadsCommandOutput = await this.#client.send(
          new this.#sdk.ListMultipartUploadsCommand(request),
          this.#signal(),
        );
        found.push(...(page.Uploads ?? []));
        const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker, IsTruncated } = page;
        const next =
          KeyMarker === undefined
            ? undefined
            : { KeyMarker, ...(UploadIdMarker === undefined ? {} : { UploadIdMarker }) };
        marker = IsTruncated === true ? next : undefined;
      } while (marker !== undefined);
      return found;
    } catch (error) {
      if (isNotOffered(error)) return [];
      throw bucketFailed(this.#context.location, 'list', error);
    }
  }

  async #abort(key: string, uploadId: string): Promise<void> {
    try {
      await this.#client.send(
        new this.#sdk.AbortMultipartUploadCommand({ ...this.#place(key), UploadId: uploadId }),
        this.#signal(),
      );
    } catch (error) {
      if (!isMissing(error)) throw bucketFailed(this.#context.location, 'write', error);
    }
  }

  async remove(prefix: string, isOver: (key: string) => boolean): Promise<void> {
    const whole = this.#place(prefix).Key;
    const cut = whole.length - prefix.length;
    for (const { Key: key = '', UploadId } of await this.#begun(whole)) {
      if (!key.startsWith(whole) || !isOver(key.slice(cut)) || UploadId === undefined) continue;
      await this.#abort(key.slice(cut), UploadId);
    }
  }

  #place(key: string): { readonly Bucket: string; readonly Key: string } {
    const { bucket, prefix } = this.#context.settings;
    return { Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` };
  }

  #signal(): { readonly abortSignal: AbortSignal } {
    return { abortSignal: this.#context.target.signal };
  }

  async #send<Answer>(doing: string, request: () => Promise<Answer>): Promise<Answer> {
    try {
      return await request();
    } catch (error) {
      throw bucketFailed(this.#context.location, doing, error);
    }
  }
}

interface Parts {
  readonly draft: string;
  readonly key: string;
  readonly uploadId: string;
  readonly byteCount: number;
}

/** Of the bytes of a request, as its header has it. */
export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('base64');
}
