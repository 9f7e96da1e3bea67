/** Whether answers are what an OpenAPI 3.0 document says: types, required members, lists and alternatives. */

export interface OpenApi {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Schema {
  readonly $ref?: string;
  readonly nullable?: boolean;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** What of a body is not as the document says of a path's answer, each with its place. */
export function complaints(document: OpenApi, path: string, body: unknown): readonly string[] {
  const schema = answerOf(document, path);
  if (schema === undefined) throw new Error(`The document has no answer of ${path}`);
  return check(document, schema, body, '$');
}

function answerOf({ paths }: OpenApi, path: string): Schema | undefined {
  // As every document of this kind has it; what is missing on the way is undefined.
  const found = ['get', 'responses', '200', 'content', 'application/json', 'schema'].reduce<unknown>(
    (place, name) => (place as Readonly<Record<string, unknown>> | undefined)?.[name],
    paths[path],
  );
  return found as Schema | undefined;
}

function check(document: OpenApi, schema: Schema, value: unknown, at: string): readonly string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return check(document, document.components.schemas[name] ?? {}, value, at);
  }
  if (value === null) return schema.nullable === true || isAnything(schema) ? [] : [`${at} is null`];
  if (schema.allOf !== undefined) return schema.allOf.flatMap((part) => check(document, part, value, at));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    const attempts = choices.map((choice) => check(document, choice, value, at));
    return attempts.some((attempt) => attempt.length === 0)
      ? []
      : [`${at} fits none: ${attempts.map(([first]) => first).join(' / ')}`];
  }
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return [`${at} is not one of ${schema.enum.join(', ')}`];
  if (schema.type === 'array') return checkList(document, schema, value, at);
  if (schema.properties !== undefined) return checkMembers(document, schema, value, at);
  const isRight = schema.type === undefined || schema.enum !== undefined || typeof value === typeNames.get(schema.type);
  return isRight ? [] : [`${at} is no ${schema.type}`];
}

const typeNames = new Map([
  ['string', 'string'],
  ['number', 'number'],
  ['integer', 'number'],
  ['boolean', 'boolean'],
  ['object', 'object'],
]);

function isAnything({ type, properties, allOf, anyOf, oneOf }: Schema): boolean {
  return [type, properties, allOf, anyOf, oneOf].every((part) => part === undefined);
}

function checkList(document: OpenApi, schema: Schema, value: unknown, at: string): readonly string[] {
  if (!Array.isArray(value)) return [`${at} is no list`];
  return value.flatMap((element: unknown, index) => check(document, schema.items ?? {}, element, `${at}[${index}]`));
}

function checkMembers(document: OpenApi, schema: Schema, value: unknown, at: string): readonly string[] {
  if (typeof value !== 'object' || Array.isArray(value)) return [`${at} is no object`];
  const members = new Map<string, unknown>(Object.entries(value ?? {}));
  const missing = (schema.required ?? [])
    .filter((name) => !members.has(name))
    .map((name) => `${at}.${name} is missing`);
  const wrong = Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
    members.has(name) ? check(document, part, members.get(name), `${at}.${name}`) : [],
  );
  return [...missing, ...wrong];
}
