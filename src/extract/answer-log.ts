import { join } from 'node:path';
import type { AnswerLog, KeptAnswer } from '../core/answer-log.ts';
import type { Runtime, WritableFile } from '../core/runtime.ts';
import { readSegment, segmentHead, writeAnswer, type AnswerPlace } from './answer-segment.ts';

/** An answer log on disk. */
export interface FileAnswerLog extends AnswerLog {
  /**
   * Answers from here on belong to what comes after `base`. Call before a package is sealed: whichever of the two
   * bases the next attempt starts from, it finds all that was answered since.
   */
  rotate(base: string): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface AnswerLogOptions {
  readonly folder: string;
  readonly runtime: Runtime;
  /** What the answers are on top of: the newest committed load, and the run. */
  readonly base: string;
}

/**
 * Opens the log in a folder. Answers on top of `base`, and of what an attempt went on to from there, can be taken;
 * all others are deleted. The files are read by the owner only and survive the end of this process, not a power cut.
 */
export async function openAnswerLog(options: AnswerLogOptions): Promise<FileAnswerLog> {
  const { runtime, folder, base } = options;
  await runtime.files.makeFolder(folder);
  const log = new SegmentedLog(runtime, folder);
  await log.open(base);
  return log;
}

interface Segment {
  readonly path: string;
  readonly base: string;
}

class SegmentedLog implements FileAnswerLog {
  readonly #runtime: Runtime;
  readonly #folder: string;
  /** Oldest first. */
  readonly #waiting = new Map<string, AnswerPlace[]>();
  #segments: Segment[] = [];
  #base = '';
  #number = 0;
  #file: WritableFile | undefined;

  constructor(runtime: Runtime, folder: string) {
    this.#runtime = runtime;
    this.#folder = folder;
  }

  async open(base: string): Promise<void> {
    const names = await this.#runtime.files.list(this.#folder);
    let belongs = false;
    for (const name of names) {
      const path = join(this.#folder, name);
      this.#number = Math.max(this.#number, Number.parseInt(name, 10) || 0);
      const segment = await readSegment(this.#runtime.files, path);
      belongs ||= segment?.base === base;
      if (!belongs || segment === undefined) await this.#runtime.files.remove(path);
      else this.#add({ path, base: segment.base }, segment.places);
    }
    await this.#begin(base);
  }

  async take(key: string): Promise<KeptAnswer | undefined> {
    const place = this.#waiting.get(key)?.shift();
    return place === undefined ? undefined : place.read();
  }

  async keep(key: string, answer: KeptAnswer): Promise<void> {
    await this.#file?.write(writeAnswer(key, answer));
  }

  async rotate(base: string): Promise<void> {
    await this.#file?.close();
    // What is on top of the base so far is still needed if the package that is about to be sealed never is.
    await this.#removeAll(this.#segments.filter((segment) => segment.base !== this.#base));
    await this.#begin(base);
  }

  async clear(): Promise<void> {
    await this.close();
    this.#waiting.clear();
    await this.#removeAll(this.#segments);
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #removeAll(segments: readonly Segment[]): Promise<void> {
    for (const { path } of segments) await this.#runtime.files.remove(path);
    this.#segments = this.#segments.filter((segment) => !segments.includes(segment));
  }

  #add(segment: Segment, places: readonly AnswerPlace[]): void {
    this.#segments.push(segment);
    for (const place of places) {
      const sameKey = this.#waiting.get(place.key);
      if (sameKey === undefined) this.#waiting.set(place.key, [place]);
      else sameKey.push(place);
    }
  }

  async #begin(base: string): Promise<void> {
    this.#base = base;
    this.#number += 1;
    const path = join(this.#folder, `${String(this.#number).padStart(12, '0')}.answers`);
    this.#file = await this.#runtime.files.open(path, 'create');
    this.#segments.push({ path, base });
    await this.#file.write([segmentHead(base)]);
  }
}
