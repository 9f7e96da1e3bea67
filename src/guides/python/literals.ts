/** A number as Python writes it; integers that a JavaScript number does not hold are bigint. Undefined for `1j`. */
export function pythonNumber(text: string): number | bigint | undefined {
  const plain = text.replaceAll('_', '').toLowerCase();
  if (plain.endsWith('j')) return undefined;
  if (/^(?:0[box][0-9a-f]+|\d+)$/.test(plain)) {
    const whole = BigInt(/^0\d/.test(plain) ? plain.replace(/^0+(?=\d)/, '') : plain);
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
  }
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

export interface PythonLiteral {
  /** Letters before the quotes, in lower case: `r`, `f`, `b`, `rb`. */
  readonly prefix: string;
  /** Between the quotes, escapes included. */
  readonly inner: string;
  /** Where the inner text begins, counted from the first letter of the literal. */
  readonly start: number;
}

/** The parts of a string literal. */
export function literalParts(literal: string): PythonLiteral {
  const [, prefix = '', quote = '"'] = /^([a-z]*)("""|'''|"|')/i.exec(literal) ?? [];
  const start = prefix.length + quote.length;
  const end = literal.endsWith(quote) && literal.length >= start + quote.length ? -quote.length : undefined;
  return { prefix: prefix.toLowerCase(), inner: literal.slice(start, end), start };
}

/** What the inner text of a literal says; undefined for an escape that needs a table of names (`\N{…}`). */
export function unescaped(inner: string, isRaw: boolean): string | undefined {
  if (isRaw) return inner;
  if (inner.includes('\\N{')) return undefined;
  return inner.replace(escapePattern, (whole: string) => {
    const [, letter = '', digits = ''] = /^\\([0-7xuU]?)(.*)$/s.exec(whole) ?? [];
    if (/^[0-7]$/.test(letter)) return String.fromCharCode(Number.parseInt(letter + digits, 8));
    if (letter !== '' && digits !== '') return fromPoint(Number.parseInt(digits, 16)) ?? whole;
    // An escape that Python does not know stays as it is; a line that ends in a backslash goes on.
    return digits.endsWith('\n') ? '' : (escapes.get(digits) ?? whole);
  });
}

const escapePattern = /\\(?:\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\n])/gs;

function fromPoint(point: number): string | undefined {
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
