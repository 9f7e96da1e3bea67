/**
 * The terminal: parses the command line, calls the library, and turns what it says into text and an exit code. Nothing
 * is decided here that a program which uses the library would miss. `start()` in `main.ts` is the only place that
 * touches the real process; everything else speaks to this interface. Each command is imported when it is asked for.
 */
import type { Runtime } from '../core/runtime.ts';

export interface Terminal {
  /** Standard output: results only. */
  readonly output: TextOutput;
  /** Standard error: progress, messages, errors. */
  readonly messages: TextOutput;
  /**
   * Hears each request to stop (SIGINT, SIGTERM, SIGHUP) instead of the system.
   * @returns a function that ends the hearing
   */
  onStop(listener: () => void): () => void;
  /** Ends the process at once, as a kill would, but with this exit code. */
  exitNow(exitCode: number): void;
}

export interface TextOutput {
  /** Never fails: a reader that went away is no reason to stop a run (case F4.11). */
  write(text: string): void;
  /** True when a person looks at it: lines may be drawn again. */
  readonly interactive: boolean;
  /** Characters in a line and lines on the screen, as they are at the moment. */
  size(): { readonly columns: number; readonly rows: number };
  /** Escape codes around the text, or the text alone where colours are not wanted (NO_COLOR) or not possible. */
  style(format: TextFormat, text: string): string;
}

export type TextFormat = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** What a command works with. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly runtime: Runtime;
}

/** Exit codes of the command line. */
export const exitCodes = { done: 0, failed: 1, wrongUse: 2, interrupted: 3, stoppedAtOnce: 130 } as const;
