import { isSluiceError } from '../../core/error.ts';
import { fileUnreadable } from '../errors.ts';
import { refuseDeep } from './refuse-deep.ts';

/** Reads the text of a configuration file; throws `config_unreadable` with each mistake and its place. */
export type ParseConfig = (file: string, text: string) => Promise<unknown>;

/** By the end of the file's name. The parsers are imported when a file needs one. */
export const configParsers: ReadonlyMap<string, ParseConfig> = new Map([
  ['.yaml', parseYaml],
  ['.yml', parseYaml],
  ['.json', parseJson],
  ['.toml', parseToml],
]);

const mostAliases = 100;

/** Core schema, no tags of its own, few aliases, each key once (case S12). */
async function parseYaml(file: string, text: string): Promise<unknown> {
  refuseDeep(file, text);
  const { parseDocument } = await import('yaml');
  return unlessBroken(file, () => {
    const document = parseDocument(text, {
      schema: 'core',
      merge: false,
      uniqueKeys: true,
      stringKeys: true,
      intAsBigInt: true,
    });
    const mistakes = [...document.errors, ...document.warnings];
    if (mistakes.length > 0) throw fileUnreadable(file, mistakes.map(withoutExcerpt));
    return plain(document.toJS({ maxAliasCount: mostAliases }));
  });
}

/** As JSON, but each key once: a second one would win in silence. */
async function parseJson(file: string, text: string): Promise<unknown> {
  refuseDeep(file, text);
  const { parseDocument } = await import('yaml');
  return unlessBroken(file, () => {
    const { errors } = parseDocument(text, { schema: 'json', uniqueKeys: true });
    const twice = errors.filter(({ code }) => code === 'DUPLICATE_KEY');
    if (twice.length > 0) throw fileUnreadable(file, twice.map(withoutExcerpt));
    const value: unknown = JSON.parse(text);
    return value;
  });
}

async function parseToml(file: string, text: string): Promise<unknown> {
  refuseDeep(file, text);
  const { parse } = await import('smol-toml');
  return unlessBroken(file, () => plain(parse(text, { integersAsBigInt: true })));
}

function unlessBroken<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (isSluiceError(error)) throw error;
    throw fileUnreadable(file, [placeOf(error) + withoutExcerpt(error)]);
  }
}

/** The TOML parser tells the place beside its message; the others within. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error) || !('line' in error) || !('column' in error)) return '';
  return `line ${String(error.line)}, column ${String(error.column)}: `;
}

/** Parsers show the lines around a mistake: they may hold a secret, so none of it is kept (case V15). */
function withoutExcerpt(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line
    .replace(/(^Unexpected (?:token .{1,2}|string)'?), .*/, '$1 where JSON goes on otherwise')
    .replace('; please use YAML.parseAllDocuments()', '')
    .replace(/:$/, '');
}

/** Integers that a number holds become numbers, dates become text: what a configuration is made of. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  // fromEntries() defines own properties: "__proto__" stays an ordinary key (case S6).
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
