import { join } from 'node:path';
import type { AnswerLog, KeptAnswer } from '../core/answer-log.ts';
import type { Runtime, WritableFile } from '../core/runtime.ts';
import {
  answerPlace,
  readSegment,
  segmentHead,
  writeAnswer,
  writeRefusal,
  type AnswerPlace,
} from './answer-segment.ts';

/** An answer log on disk. */
export interface FileAnswerLog extends AnswerLog {
  /**
   * Answers from here on belong to what comes after `base`, and so do those whose rows have not left yet. Call before a
   * package is sealed: whichever of the two bases the next attempt starts from, it finds all that was answered since.
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

type KeyedAnswer = readonly [key: string, answer: KeptAnswer];

class SegmentedLog implements FileAnswerLog {
  readonly #runtime: Runtime;
  readonly #folder: string;
  /** Oldest first. */
  readonly #waiting = new Map<string, AnswerPlace[]>();
  /** Taken or kept, and their rows have not left: a new base needs them, too. Oldest first. */
  readonly #underWay = new Map<string, AnswerPlace[]>();
  #segments: Segment[] = [];
  #base = '';
  #number = 0;
  #file: WritableFile | undefined;
  #length = 0;
  /** Answers that came while others were written; they are written at once. */
  #queued: KeyedAnswer[] = [];
  /** Set until what is queued begins to be written. */
  #writing: Promise<void> | undefined;
  /** Whoever writes waits for whoever wrote before. */
  #before: Promise<unknown> = Promise.resolve();

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
    if (place === undefined) return undefined;
    append(this.#underWay, key, place);
    return place.read();
  }

  keep(key: string, answer: KeptAnswer): Promise<void> {
    this.#queued.push([key, answer]);
    this.#writing ??= this.#inTurn(() => this.#writeQueued());
    return this.#writing;
  }

  refuse(key: string): Promise<void> {
    this.left(key);
    return this.#inTurn(async () => {
      const parts = writeRefusal(key);
      await this.#file?.write(parts);
      for (const part of parts) this.#length += part.byteLength;
    });
  }

  left(key: string): void {
    const places = this.#underWay.get(key);
    places?.shift();
    if (places?.length === 0) this.#underWay.delete(key);
  }

  rotate(base: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#file?.close();
      // What is on top of the base so far is still needed if the package that is about to be sealed never is.
      const gone = this.#segments.filter((segment) => segment.base !== this.#base);
      const file = await this.#begin(base);
      for (const [key, places] of this.#underWay) {
        for (const [index, place] of places.entries()) {
          const answer = await place.read();
          const [moved] = answer === undefined ? [] : await this.#write(file, [[key, answer]]);
          if (moved !== undefined) places[index] = moved;
        }
      }
      await this.#removeAll(gone);
    });
  }

  clear(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#closeFile();
      this.#waiting.clear();
      this.#underWay.clear();
      await this.#removeAll(this.#segments);
    });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeFile());
  }

  async #closeFile(): Promise<void> {
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
      if (place.isRefused) this.#waiting.get(place.key)?.pop();
      else append(this.#waiting, place.key, place);
    }
  }

  async #begin(base: string): Promise<WritableFile> {
    this.#base = base;
    this.#number += 1;
    const path = join(this.#folder, `${String(this.#number).padStart(12, '0')}.answers`);
    const file = await this.#runtime.files.open(path, 'create');
    this.#file = file;
    this.#segments.push({ path, base });
    const head = segmentHead(base);
    await file.write([head]);
    this.#length = head.byteLength;
    return file;
  }

  async #writeQueued(): Promise<void> {
    const answers = this.#queued;
    this.#queued = [];
    this.#writing = undefined;
    if (this.#file === undefined) return;
    for (const place of await this.#write(this.#file, answers)) append(this.#underWay, place.key, place);
  }

  async #write(file: WritableFile, answers: readonly KeyedAnswer[]): Promise<readonly AnswerPlace[]> {
    const path = this.#segments.at(-1)?.path ?? '';
    const parts: Uint8Array[] = [];
    const places: AnswerPlace[] = [];
    for (const [key, answer] of answers) {
      const offset = this.#length;
      for (const part of writeAnswer(key, answer)) {
        parts.push(part);
        this.#length += part.byteLength;
      }
      places.push(answerPlace(this.#runtime.files, { path, offset, end: this.#length }, key));
    }
    await file.write(parts);
    return places;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#before.then(work);
    this.#before = done.catch(() => undefined);
    return done;
  }
}

function append(places: Map<string, AnswerPlace[]>, key: string, place: AnswerPlace): void {
  const sameKey = places.get(key);
  if (sameKey === undefined) places.set(key, [place]);
  else sameKey.push(place);
}
