import type { Emit } from '../../core/event.ts';

/** Shows a run on standard error while it runs. */
export interface Progress {
  readonly hear: Emit;
  /** A line for people, set so that it does not break what is drawn. */
  say(message: string): void;
  /** Leaves the terminal as it was; call before anything else is printed, also on the way out. */
  end(): void;
}
