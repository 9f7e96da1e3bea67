/** The atoms of TypeScript, spelled as prettier does. Whatever the text is, it stays inside of its literal. */
/** Code that was written here and is known to be an expression; everything else is a value. */
export class Code {
  readonly text: string;
  /** What it is in the test that goes with the code. */
  readonly madeUp: unknown;

  constructor(text: string, madeUp: unknown) {
    this.text = text;
    this.madeUp = madeUp;
  }
}

/** A string literal, in the quotes that need fewer escapes. */
export function textLiteral(text: string): string {
  const body = escapedBody(text);
  const doubles = body.split('"').length;
  const singles = body.split("'").length;
  return doubles > singles ? `'${body.replaceAll("'", String.raw`\'`)}'` : `"${body.replaceAll('"', String.raw`\"`)}"`;
}

/** A template literal: texts as they are, expressions in their holes. */
function templateLiteral(parts: readonly (string | Code)[]): string {
  // A dollar sign at the end of a text would open the hole behind it.
  const inner = parts.map((part) =>
    part instanceof Code ? `\${${part.text}}` : escapedBody(part).replaceAll(/`|\$(?=\{|$)/g, String.raw`\$&`),
  );
  return `\`${inner.join('')}\``;
}

/** The same as a value of the test. */
export function templateCode(parts: readonly (string | Code)[]): Code {
  const texts = parts.map((part) => (part instanceof Code ? String(part.madeUp) : part));
  return new Code(templateLiteral(parts), texts.join(''));
}

/** Backslashes, line breaks, and signs that are not seen or change the direction of writing. */
function escapedBody(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\t', String.raw`\t`)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, unicodeEscapes);
}

function unicodeEscapes(sign: string): string {
  const units = Array.from({ length: sign.length }, (_, index) => sign.charCodeAt(index));
  return units.map((unit) => String.raw`\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** The key of an object literal. `__proto__` would set a prototype otherwise. */
export function keyLiteral(key: string): string {
  if (key === '__proto__') return '["__proto__"]';
  return plainKey.test(key) && !beyondBasicPlane.test(key) ? key : textLiteral(key);
}

/** Names as ECMAScript 5 has them: prettier takes the quotes from these and no others. */
const plainKey = /^[\p{L}\p{Nl}$_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$_]*$/u;
const beyondBasicPlane = /[\u{10000}-\u{10FFFF}]/u;

/** Undefined for what is no single value. */
export function scalarLiteral(value: unknown): string | undefined {
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
  return value === null || typeof value === 'boolean' ? String(value) : undefined;
}
