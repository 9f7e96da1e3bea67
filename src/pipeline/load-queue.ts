import type { LoadPackage } from '../load-package/load-package.ts';
import { commitPackage, loadAhead, type CommitParts, type NewPart } from './commit-package.ts';

/** Loads, one after the other, beside the line that fills packages. What fails stops the line by `failed`. */
export class LoadQueue {
  readonly #parts: CommitParts;
  readonly #failed: (reason: unknown) => void;
  #loading: Promise<void> = Promise.resolve();
  /** The newest commit. */
  #sealed: Promise<void> = Promise.resolve();
  /** The newest part that was begun. */
  #ahead: Promise<void> = Promise.resolve();
  /** Parts of packages before this one are not begun any more. */
  #package = 0;

  constructor(parts: CommitParts, failed: (reason: unknown) => void) {
    this.#parts = parts;
    this.#failed = failed;
  }

  /** Puts files of the open package where its commit finds them, as soon as the loads before are done. */
  ahead(part: NewPart): void {
    const of = this.#package;
    void this.#add(() => {
      if (of === this.#package) this.#ahead = loadAhead(this.#parts, part);
      return this.#ahead;
    });
  }

  /** Resolves once no file of the open package is read: it is about to be moved. What was not begun is left to its commit. */
  async endAhead(): Promise<void> {
    this.#package += 1;
    await this.#ahead;
  }

  /** Resolves when the package before this one is loaded: no more than one waits. */
  async commit(loadPackage: LoadPackage): Promise<void> {
    await this.#sealed;
    this.#sealed = this.#add(() => commitPackage(this.#parts, loadPackage));
  }

  /** Resolves when all is loaded. @throws what a load threw */
  end(): Promise<void> {
    return this.#loading;
  }

  #add(load: () => Promise<void>): Promise<void> {
    this.#loading = this.#loading.then(load);
    this.#loading.catch(this.#failed);
    return this.#loading;
  }
}
