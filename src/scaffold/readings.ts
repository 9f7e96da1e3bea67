import { isSecretName } from '../core/secret-names.ts';
import { widthOf } from '../core/text-width.ts';
import { Code, scalarLiteral, templateCode, textLiteral } from './literals.ts';
import { printedConstant, widest } from './print-code.ts';

/** A value that the code reads from the configuration or the environment, once, at its top. */
export interface Reading {
  readonly key: string;
  /** Of the constant. */
  readonly name: string;
  readonly kind: 'secret' | 'required' | 'optional';
  readonly type: 'text' | 'number' | 'flag';
  /** Other keys that a secret may have. */
  readonly others: readonly string[];
  /** Stands for it where nobody sets it, or, where it is required, where one only looks. */
  readonly otherwise?: string | number | boolean | Code | undefined;
}

export interface WantedReading extends Partial<Omit<Reading, 'key' | 'name'>> {
  readonly key: string;
  /** Tells apart readings that want the same key; the second gets another key. */
  readonly identity: string;
}

/** What a source reads, as far as it is known. */
export interface Readings {
  /** The expression for a value; the same one for the same identity. */
  read(wanted: WantedReading): Code;
  all(): readonly Reading[];
}

/** Collects what a source reads, and gives each a name of its own. */
export function newReadings(): Readings {
  const known = new Map<string, { readonly reading: Reading; readonly code: Code }>();
  const names = new Set<string>(taken);
  return {
    read({ key, identity, ...more }) {
      const before = known.get(identity);
      if (before !== undefined) return before.code;
      const free = freeKey(key, names);
      const name = camelCase(free);
      names.add(name);
      const reading: Reading = { kind: 'required', type: 'text', others: [], ...more, key: free, name };
      const code = new Code(name, madeUpFor(reading));
      known.set(identity, { reading, code });
      return code;
    },
    all: () => [...known.values()].map(({ reading }) => reading),
  };
}

function freeKey(wanted: string, names: ReadonlySet<string>): string {
  const key = keyFrom(wanted);
  for (let count = 1; ; count += 1) {
    const free = count === 1 ? key : `${key}_${count}`;
    if (!names.has(camelCase(free))) return free;
  }
}

/** Where the API of the test is, as far as the code of the test is not running yet. */
export const madeUpOrigin = 'http://mock.test';

/** What the test gives for a reading. */
export function madeUpFor({ key, kind, type, otherwise }: Omit<Reading, 'name'>): string | number | boolean {
  const usual = otherwise instanceof Code ? otherwise.madeUp : otherwise;
  if (isAddressKey(key)) return `${madeUpOrigin}${pathOf(usual)}`;
  if (kind === 'optional' && (typeof usual === 'string' || typeof usual === 'number' || typeof usual === 'boolean')) {
    return usual;
  }
  if (type === 'number') return 1;
  return type === 'flag' ? true : `made-up-${key.replaceAll('_', '-')}`;
}

/** Keys whose values the test replaces by addresses of this machine. */
export function isAddressKey(key: string): boolean {
  return ['base_url', 'access_token_url', 'token_url', 'login_url'].includes(key);
}

function pathOf(address: unknown): string {
  return typeof address === 'string' && URL.canParse(address) ? new URL(address).pathname : '/';
}

/** Names that the code uses otherwise, and words of the language that a key may be. */
const taken: readonly string[] = (
  'values source restApi arguments await break case catch class const continue debugger default delete do else enum ' +
  'eval export extends false finally for function if implements import in instanceof interface let new null package ' +
  'private protected public return static super switch this throw true try typeof undefined var void while with yield'
).split(' ');

const mostKeyCharacters = 24;

/** The last name of a path of names; what fits a line, a variable of the environment and a key of TOML. */
export function keyFrom(wanted: string): string {
  const last = wanted.split('.').at(-1) ?? '';
  const plain = (/^[A-Z\d_]+$/.test(last) ? last.toLowerCase() : last)
    .replaceAll(/\W+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const cut = plain.slice(0, mostKeyCharacters).replace(/_+$/, '');
  return /^[A-Za-z]/.test(cut) ? cut : `value_${cut}`.replace(/_$/, '');
}

function camelCase(key: string): string {
  const [first = '', ...rest] = key.split('_').filter((part) => part !== '');
  const head = first.slice(0, 1).toLowerCase() + first.slice(1);
  return head + rest.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join('');
}

/** `const token = values.secret("token");` */
export function readingLine({ name, key, kind, type, others, otherwise }: Reading): string {
  if (kind === 'secret') return printedConstant(name, 'values.secret', [key, ...others]);
  if (kind === 'required' && type === 'text') {
    return printedConstant(name, 'values.required', [key, ...(typeof otherwise === 'string' ? [otherwise] : [])]);
  }
  if (kind === 'required') return `  const ${name} = ${typed(type, `values.required(${textLiteral(key)})`)};\n`;
  const found = `values.get(${textLiteral(key)})`;
  if (otherwise === undefined) return `  const ${name} = ${found};\n`;
  const literal = scalarLiteral(otherwise) ?? '""';
  // What is read is a text, so what stands for it is one, too.
  if (type !== 'text') return `  const ${name} = ${typed(type, `${found} ?? ${textLiteral(literal)}`)};\n`;
  return eitherLine(name, found, literal);
}

function typed(type: Reading['type'], text: string): string {
  if (type === 'number') return `Number(${text})`;
  return text.includes(' ?? ') ? `(${text}) === "true"` : `${text} === "true"`;
}

function eitherLine(name: string, found: string, otherwise: string): string {
  const line = `  const ${name} = ${found} ?? ${otherwise};`;
  if (widthOf(line) <= widest) return `${line}\n`;
  const broken = `    ${found} ?? ${otherwise};`;
  if (widthOf(broken) <= widest) return `  const ${name} =\n${broken}\n`;
  return `  const ${name} =\n    ${found} ??\n    ${otherwise};\n`;
}

/** Text with values in it. A part of the query of an address that has the name of a secret is read, not written. */
export function withoutSecretsInQuery(text: string, readings: Readings): string | Code {
  const parts: (string | Code)[] = [];
  let position = 0;
  for (const match of text.matchAll(/[?&]([\w.-]+)=([^&#{}]+)/g)) {
    const [whole, name = '', value = ''] = match;
    if (!isSecretName(name)) continue;
    const start = match.index + whole.length - value.length;
    parts.push(text.slice(position, start), readings.read({ key: name, identity: `${name}=${value}`, kind: 'secret' }));
    position = start + value.length;
  }
  if (parts.length === 0) return text;
  return templateCode([...parts, text.slice(position)]);
}
