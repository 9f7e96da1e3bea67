/**
 * A JSON number whose spelling matters: `1.0` (a double, where `1` is an integer), `1e3`, or more digits than a
 * JavaScript number holds. Everything else that JSON can say is a plain JavaScript value; integers beyond 2^53 are
 * `bigint`.
 */
export class ExactNumber {
  /** The number as it was sent, in JSON's grammar (RFC 8259, section 6). */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a source may yield inside a row. Never `undefined`, `NaN` or an infinity. */
export type Value = null | boolean | number | bigint | string | ExactNumber | readonly Value[] | Row;

/** One row of a resource as it came: nested, in the source's own spelling. */
export type Row = { readonly [key: string]: Value };

/** True for a nested object: not null, not a list, not an exact number. */
export function isRow(value: Value | undefined): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}
