import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

type Schema = Readonly<Record<string, unknown>>;

/** A vendor's description of its API. */
export interface OpenApiDocument {
  /** The schema of what a GET of the path gives; undefined where the path is not described. */
  answerOf(path: string): Schema | undefined;
  /** By its name among the components. */
  component(name: string): Schema;
  /** Where a value is not as the schema says. */
  complaints(schema: Schema, value: unknown): readonly string[];
}

const places = ['../shared', '../../shared'].map((place) =>
  fileURLToPath(new URL(`../${place}/reference/openapi/`, import.meta.url)),
);

/**
 * Undefined where the document is not at hand: they are the vendors' own, and no part of this repository.
 * @param nulls whether a field may be null that is not said to be
 */
export function openApiDocument(file: string, nulls: 'as described' | 'anywhere'): OpenApiDocument | undefined {
  const path = places.map((place) => join(place, file)).find(existsSync);
  if (path === undefined) return undefined;
  // YAML holds JSON; what is missing is found when it is looked for.
  const document = parse(readFileSync(path, 'utf8')) as Schema;
  const resolve = (schema: Schema): Schema => {
    const reference = schema['$ref'];
    return typeof reference === 'string' ? resolve(at(document, reference.split('/').slice(1))) : schema;
  };
  const check = checker(resolve, nulls === 'anywhere');
  return {
    answerOf(path) {
      const template = Object.keys(at(document, ['paths'])).find((each) => {
        const pattern = each.split(/\{[^}]+\}/).map((text) => text.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
        return new RegExp(`^${pattern.join('[^/]+')}$`).test(path);
      });
      if (template === undefined) return undefined;
      return at(document, ['paths', template, 'get', 'responses', '200', 'content', 'application/json', 'schema']);
    },
    component: (name) => at(document, ['components', 'schemas', name]),
    complaints: (schema, value) => [...check(schema, value, '$')],
  };
}

function at(document: Schema, names: readonly string[]): Schema {
  // Nodes of a description are objects.
  return names.reduce((node, name) => node[name] as Schema, document);
}

type Check = (schema: Schema, value: unknown, path: string) => Generator<string>;

function checker(resolve: (schema: Schema) => Schema, nullsAnywhere: boolean): Check {
  return function* check(written: Schema, value: unknown, path: string): Generator<string> {
    const schema = resolve(written);
    if (value === null) {
      if (!nullsAnywhere && schema['nullable'] !== true && Object.keys(schema).length > 0) yield `${path} is null`;
      return;
    }
    for (const part of listOf(schema['allOf'])) yield* check(part, value, path);
    const choices = [...listOf(schema['oneOf']), ...listOf(schema['anyOf'])];
    const fits = choices.some((choice) => [...check(choice, value, path)].length === 0);
    if (choices.length > 0 && !fits) yield `${path} is none of its kinds`;
    const { type, enum: allowed } = schema;
    if (typeof type === 'string' && !isOfType(value, type)) yield `${path} is no ${type}: ${JSON.stringify(value)}`;
    if (Array.isArray(allowed) && !allowed.includes(value)) yield `${path} is not listed: ${JSON.stringify(value)}`;
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        yield* check(schemaIn(schema, 'items'), element, `${path}[${index}]`);
      }
    } else if (typeof value === 'object') {
      yield* members(schema, Object.entries(value), path);
    }
  };

  function* members(schema: Schema, entries: readonly (readonly [string, unknown])[], path: string): Generator<string> {
    const properties = schemaIn(schema, 'properties');
    const names = entries.map(([name]) => name);
    for (const name of listOfTexts(schema['required'])) if (!names.includes(name)) yield `${path}.${name} is missing`;
    for (const [name, value] of entries) {
      if (Object.hasOwn(properties, name)) {
        yield* checker(resolve, nullsAnywhere)(schemaIn(properties, name), value, `${path}.${name}`);
      }
    }
  }
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && !Array.isArray(value);
  return typeof value === type;
}

function schemaIn(schema: Schema, name: string): Schema {
  const found = schema[name];
  // A schema, or nothing: then anything goes.
  return typeof found === 'object' && found !== null ? (found as Schema) : {};
}

function listOf(value: unknown): readonly Schema[] {
  // Lists of schemas only.
  return Array.isArray(value) ? (value as readonly Schema[]) : [];
}

function listOfTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
