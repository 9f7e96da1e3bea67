/**
 * JSON Schema (draft 7, which editors of YAML and of JSON both know) from the types of the vocabulary: the same
 * declarations that readers of the configuration are held to, so that a key cannot be in one and not in the other.
 * Descriptions and defaults come from their docstrings. What only a program can write, functions and instances of
 * classes, is left out. The compiler's programming interface is not stable yet: nothing that is shipped uses it.
 */
import { SymbolFlags, TypeFlags } from 'typescript/unstable/sync';
import type { Checker, Symbol as Named, Type, TypeReference } from 'typescript/unstable/sync';

/** A schema as it is written to a file. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** @param root the type of the whole file */
export function jsonSchemaOf(root: Type, checker: Checker, head: JsonSchema): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const whole = objectSchema(root);
  return { ...head, ...whole, definitions: Object.fromEntries([...definitions].sort(byName)) };

  function schemaOf(type: Type): JsonSchema {
    if (type.flags & TypeFlags.Unknown) return {};
    const schemas = literalsFirst(membersOf(type).map((member) => memberSchema(member)));
    const [only, ...others] = joined(schemas.filter((schema) => schema !== undefined));
    if (only === undefined) throw new TypeError(`no file can hold a ${checker.typeToString(type)}`);
    return others.length === 0 ? only : { anyOf: [only, ...others] };
  }

  function memberSchema(type: Type): JsonSchema | undefined {
    if (type.isLiteralType()) return { enum: [type.value] };
    const simple = simpleTypes.find(([flag]) => (type.flags & flag) !== 0);
    if (simple !== undefined) return { type: simple[1] };
    if (checker.isArrayType(type)) return listSchema(type);
    return isWrittenInFiles(type, checker) ? namedSchema(type) : undefined;
  }

  function listSchema(type: Type): JsonSchema | undefined {
    // Asked for above: an array is a reference to the type of arrays, with the type of its elements.
    const [element] = checker.getTypeArguments(type as TypeReference);
    return element === undefined ? undefined : { type: 'array', items: schemaOf(element) };
  }

  function namedSchema(type: Type): JsonSchema {
    const name = nameOf(type);
    if (name === undefined) return objectSchema(type);
    if (!definitions.has(name)) {
      // Known before it is read: a type may hold itself.
      definitions.set(name, {});
      definitions.set(name, objectSchema(type));
    }
    return { $ref: `#/definitions/${name}` };
  }

  function objectSchema(type: Type): JsonSchema {
    const [anyKey] = checker.getIndexInfosOfType(type);
    const fields = checker.getPropertiesOfType(type);
    const properties = Object.fromEntries(fields.map((field) => [field.name, propertySchema(field)]));
    const required = fields.filter(({ flags }) => (flags & SymbolFlags.Optional) === 0).map(({ name }) => name);
    const about = nameOf(type) === undefined ? undefined : (type.getAliasSymbol() ?? type.getSymbol());
    return {
      ...(about === undefined ? {} : described(about, checker, {})),
      type: 'object',
      ...(fields.length === 0 ? {} : { properties }),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: anyKey === undefined ? false : schemaOf(anyKey.valueType),
    };
  }

  function propertySchema(field: Named): JsonSchema {
    const type = checker.getTypeOfSymbol(field);
    if (type === undefined) throw new TypeError(`${field.name} has no type`);
    const schema = schemaOf(type);
    return { ...described(field, checker, schema), ...schema };
  }
}

const simpleTypes: readonly (readonly [flag: TypeFlags, name: string])[] = [
  [TypeFlags.Null, 'null'],
  [TypeFlags.Boolean, 'boolean'],
  [TypeFlags.String, 'string'],
  [TypeFlags.Number, 'number'],
  [TypeFlags.BigInt, 'integer'],
  [TypeFlags.NonPrimitive, 'object'],
];

function membersOf(type: Type): readonly Type[] {
  const members = type.isUnionType() ? type.getTypes().flatMap(membersOf) : [type];
  return members.filter(({ flags }) => (flags & TypeFlags.Undefined) === 0);
}

/** Not a function, and not an instance of a class. */
function isWrittenInFiles(type: Type, checker: Checker): boolean {
  const flags = type.getSymbol()?.flags ?? 0;
  return (flags & SymbolFlags.Class) === 0 && checker.getSignaturesOfType(type, 0).length === 0;
}

/** That of the interface or alias; undefined for what is written in its place, or came out of a computation. */
function nameOf(type: Type): string | undefined {
  const name = type.getAliasSymbol()?.name ?? type.getSymbol()?.name;
  return name === undefined || name.startsWith('__') || builtIn.has(name) ? undefined : name;
}

const builtIn: ReadonlySet<string> = new Set(['Readonly', 'Record', 'Omit', 'Pick', 'Partial', 'Exclude', 'Extract']);

/** Words that can be completed stand before the longer ways to write it, and null comes last. */
function literalsFirst(schemas: readonly (JsonSchema | undefined)[]): readonly (JsonSchema | undefined)[] {
  const order = (schema: JsonSchema | undefined): number => {
    if (schema?.['enum'] !== undefined) return 0;
    return schema?.['type'] === 'null' ? 2 : 1;
  };
  return schemas.toSorted((one, other) => order(one) - order(other));
}

/** Literals become one list, and simple types too. */
function joined(schemas: readonly JsonSchema[]): readonly JsonSchema[] {
  const literals = schemas.flatMap(({ enum: values }) => (Array.isArray(values) ? (values as readonly unknown[]) : []));
  const types = new Set(schemas.filter(isSimple).map(({ type }) => type));
  const others = schemas.filter((schema) => schema['enum'] === undefined && !isSimple(schema));
  if (literals.length === 2 && literals.includes(true) && literals.includes(false)) types.add('boolean');
  const isBoolean = literals.every((value) => typeof value === 'boolean');
  const words = isBoolean && types.has('boolean') ? [] : literals;
  const withNull = others.length === 0 && types.size === 1 && types.has('null') && words.length > 0;
  return [
    ...(words.length === 0 ? [] : [asEnum(withNull ? [...words, null] : words)]),
    ...others,
    ...(types.size === 0 || withNull ? [] : [{ type: types.size === 1 ? [...types][0] : nullLast([...types]) }]),
  ];
}

function nullLast(types: readonly unknown[]): readonly unknown[] {
  return [...types.filter((type) => type !== 'null'), ...types.filter((type) => type === 'null')];
}

function asEnum(values: readonly unknown[]): JsonSchema {
  return values.length === 1 ? { const: values[0] } : { enum: values };
}

function isSimple(schema: JsonSchema): boolean {
  return Object.keys(schema).join(',') === 'type';
}

/** What the docstring says. A default that is no value but a rule becomes a sentence. */
function described(symbol: Named, checker: Checker, schema: JsonSchema): JsonSchema {
  const said = symbol.getDocumentationComment(checker).replaceAll(/\s+/g, ' ').trim();
  const rule = symbol
    .getJsDocTags(checker)
    .find(({ name }) => name === 'default')
    ?.text?.trim();
  const value = rule === undefined ? undefined : valueOf(rule, JSON.stringify(schema));
  const sentences = [said, ...(rule === undefined || value !== undefined ? [] : [`Default: ${rule}.`])].filter(Boolean);
  return {
    ...(sentences.length === 0 ? {} : { description: sentences.join(' ') }),
    ...(said.startsWith('Not in dlt') ? { $comment: 'An extension of sluice' } : {}),
    ...(value === undefined ? {} : { default: value }),
  };
}

/** @param schema as text, in which words and types are looked for */
function valueOf(rule: string, schema: string): string | number | boolean | undefined {
  if (/^(?:true|false)$/.test(rule)) return rule === 'true';
  if (/^\d+$/.test(rule)) return Number(rule);
  return /^[\w.$-]+$/.test(rule) && /"string"|"(?:enum|const)"/.test(schema) ? rule : undefined;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
