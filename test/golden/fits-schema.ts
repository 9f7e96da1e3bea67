import type { JsonSchema } from '../../scripts/json-schema-of.ts';

/** True where a value is one that the schema describes; enough of draft 7 for the schemas that are made here. */
export function fitsSchema(value: unknown, schema: JsonSchema, root: JsonSchema = schema): boolean {
  return Object.entries(schema).every(([word, asked]) => checks.get(word)?.(value, asked, { schema, root }) ?? false);
}

interface Context {
  readonly schema: JsonSchema;
  readonly root: JsonSchema;
}

type Check = (value: unknown, asked: unknown, context: Context) => boolean;

const says: Check = () => true;

/** A word that is not here fails, so that none is passed over. */
const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['$schema', says],
  ['$comment', says],
  ['title', says],
  ['description', says],
  ['default', says],
  ['definitions', says],
  ['$ref', (value, path, { root }) => fitsSchema(value, child(root['definitions'], String(path).split('/')[2]), root)],
  ['type', (value, types) => [types].flat().some((type) => typeNames(value).includes(String(type)))],
  ['const', (value, only) => value === only],
  ['enum', (value, words) => Array.isArray(words) && words.includes(value)],
  ['anyOf', (value, ways, { root }) => Object.values(record(ways)).some((way) => fitsSchema(value, record(way), root))],
  [
    'required',
    (value, names) => !isRecord(value) || [names].flat().every((name) => Object.hasOwn(value, String(name))),
  ],
  [
    'items',
    (value, each, { root }) => !Array.isArray(value) || value.every((one) => fitsSchema(one, record(each), root)),
  ],
  [
    'properties',
    (value, known, { root }) =>
      members(value).every(([name, member]) => {
        return !Object.hasOwn(record(known), name) || fitsSchema(member, child(known, name), root);
      }),
  ],
  [
    'additionalProperties',
    (value, rest, { schema, root }) =>
      members(value).every(([name, member]) => {
        return (
          Object.hasOwn(record(schema['properties']), name) ||
          (rest !== false && fitsSchema(member, record(rest), root))
        );
      }),
  ],
]);

function typeNames(value: unknown): readonly string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  return Number.isInteger(value) ? ['number', 'integer'] : [typeof value];
}

function members(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) ? Object.entries(value) : [];
}

function child(parent: unknown, name: string | undefined): JsonSchema {
  const found = record(parent)[name ?? ''];
  if (!isRecord(found)) throw new TypeError(`the schema has no ${name}`);
  return found;
}

function record(value: unknown): JsonSchema {
  return isRecord(value) || Array.isArray(value) ? (value as JsonSchema) : {};
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
