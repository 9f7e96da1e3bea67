import type { ErrorCode } from './error-codes.ts';

/** The stage of the line in which something went wrong. */
export type Phase = 'config' | 'extract' | 'normalize' | 'load';

export interface ErrorFacts {
  readonly code: ErrorCode;
  readonly phase: Phase;
  /** What to do next: one imperative sentence that names the option, variable or command. */
  readonly hint: string;
  /** Whether the same call may succeed later without any change. @default false */
  readonly retryable?: boolean | undefined;
  /** Facts for machines; never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/**
 * The one error of sluice. The message reads `Cannot <do what>: <why>` and names what the user wrote; each folder's
 * `errors.ts` makes its own, nobody else calls this constructor.
 */
export class SluiceError extends Error {
  override readonly name = 'SluiceError';
  readonly code: ErrorCode;
  readonly phase: Phase;
  readonly hint: string;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, facts: ErrorFacts) {
    super(message, { cause: facts.cause });
    this.code = facts.code;
    this.phase = facts.phase;
    this.hint = facts.hint;
    this.retryable = facts.retryable ?? false;
    this.details = facts.details ?? {};
  }
}

/** True for an error of sluice, whichever copy of the package made it. */
export function isSluiceError(error: unknown): error is SluiceError {
  return error instanceof Error && error.name === 'SluiceError' && 'code' in error && 'hint' in error;
}
