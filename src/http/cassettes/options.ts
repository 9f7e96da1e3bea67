import type { Mask } from '../redact.ts';

export interface CassetteOptions {
  /** Absolute path; it is made where it does not exist. */
  readonly folder: string;
  readonly secrets: SecretBook;
}

/** Knows the secrets of a run and gets to know more. */
export interface SecretBook {
  readonly mask: Mask;
  /** From here on the value is masked. */
  learn(value: string): void;
}
