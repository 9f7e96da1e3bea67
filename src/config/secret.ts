import { inspect } from 'node:util';

/**
 * A value that is never printed: as text, in templates, in JSON and in `inspect` it reads `•••`. Only `reveal()` tells,
 * and it is called where the request is made and nowhere else (S1).
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the wire. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return masked;
  }

  toJSON(): string {
    return masked;
  }

  [Symbol.toPrimitive](): string {
    return masked;
  }

  static {
    Object.defineProperty(this.prototype, inspect.custom, { value: () => masked });
  }
}

/** What is shown instead of a secret. */
export const masked = '•••';
