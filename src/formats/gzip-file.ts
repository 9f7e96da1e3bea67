import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import type { WritableFile } from '../core/runtime.ts';

/** What is written gets into the file deflated: the same bytes for the same text. `finish()` comes before `flush()`. */
export class GzipFile implements WritableFile {
  readonly #file: WritableFile;
  readonly #gzip: Gzip = createGzip({ level: 6 });
  #deflated: Uint8Array[] = [];

  constructor(file: WritableFile) {
    this.#file = file;
    this.#gzip.on('data', (part: Uint8Array) => this.#deflated.push(part));
  }

  async write(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      if (!this.#gzip.write(part)) await once(this.#gzip, 'drain');
    }
    await this.#hand();
  }

  async finish(): Promise<void> {
    const ended = once(this.#gzip, 'end');
    this.#gzip.end();
    await ended;
    await this.#hand();
  }

  flush(): Promise<void> {
    return this.#file.flush();
  }

  close(): Promise<void> {
    this.#gzip.destroy();
    return this.#file.close();
  }

  async #hand(): Promise<void> {
    const deflated = this.#deflated;
    this.#deflated = [];
    if (deflated.length > 0) await this.#file.write(deflated);
  }
}
