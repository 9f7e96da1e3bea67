import type { LoadIdentity } from '../../load-package/load-package.ts';
import type { CommitOutcome, LoadStep } from '../destination.ts';
import type { SqlSession, Transacted } from './dialect.ts';

/** What a load does in its transaction. */
export interface AheadWork {
  /** Comes first. @throws where the load must not begin */
  begin(): Promise<void>;
  step(step: LoadStep): Promise<void>;
}

/**
 * A transaction that takes the steps of a load while its rows are still being written. Its commit ends it; until then it
 * gives way to whoever wants to write to the same place, and nothing of it was ever there.
 */
export class AheadLoad {
  readonly load: LoadIdentity;
  readonly #steps: LoadStep[] = [];
  readonly #transacted: Promise<Transacted<CommitOutcome>>;
  #doneCount = 0;
  #phase: 'open' | 'ending' | 'given up' = 'open';
  #wake: () => void = () => undefined;
  #told: () => void = () => undefined;

  constructor(session: SqlSession, load: LoadIdentity, work: AheadWork) {
    this.load = load;
    this.#transacted = session.transaction(
      () => this.#work(work),
      () => this.#leave(),
    );
    // Whoever ends it or gives it up is told; before that it is only found to be over.
    this.#transacted.catch(() => this.#leave());
  }

  /** What was taken so far. */
  get steps(): readonly LoadStep[] {
    return this.#steps;
  }

  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  /** Resolves once the steps are done; false where they are not, and the load is to begin anew. */
  async take(steps: readonly LoadStep[]): Promise<boolean> {
    this.#steps.push(...steps);
    while (this.isOpen && this.#doneCount < this.#steps.length) {
      const told = new Promise<void>((resolve) => (this.#told = resolve));
      this.#wake();
      await told;
    }
    return this.isOpen;
  }

  /** The steps that are left, then the end of the transaction. */
  end(rest: readonly LoadStep[]): Promise<Transacted<CommitOutcome>> {
    this.#steps.push(...rest);
    this.#phase = 'ending';
    this.#wake();
    return this.#transacted;
  }

  /** Resolves once nothing of it is there. */
  async giveUp(): Promise<void> {
    this.#leave();
    await this.#transacted.catch(() => undefined);
  }

  #leave(): void {
    if (this.#phase === 'open') this.#phase = 'given up';
    this.#wake();
    this.#told();
  }

  /** Runs once more from the first step where the session begins a transaction anew. */
  async #work(work: AheadWork): Promise<CommitOutcome> {
    await this.#goOn();
    await work.begin();
    for (let index = 0; ; index += 1) {
      await this.#goOn(index);
      const step = this.#steps[index];
      if (step === undefined) return 'committed';
      await work.step(step);
      this.#doneCount = Math.max(this.#doneCount, index + 1);
      this.#told();
    }
  }

  /** Resolves when this step is there, or is not going to be. @throws where somebody else is to write */
  async #goOn(index = -1): Promise<void> {
    while (this.#phase === 'open' && index >= this.#steps.length) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#phase === 'given up') throw new GivenUp();
  }
}

/** Rolls a transaction back and is told to nobody. */
class GivenUp extends Error {}
