/**
 * JSON Schema (draft 7, which editors of YAML and of JSON both know) from the types of the vocabulary: the same
 * declarations that readers of the configuration are held to, so that a key cannot be in one and not in the other.
 * Descriptions and defaults come from their docstrings. What only a program can write, functions and instances of
 * classes, is left out. The compiler's programming interface is not stable yet: nothing that is shipped uses it.
 */
import { SignatureKind, SymbolFlags, TypeFlags } from 'typescript/unstable/sync';
import type { Checker, Symbol as Named, Type, TypeReference } from 'typescript/unstable/sync';

/** A schema as it is written to a file. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** @param root the type of the whole file */
export function jsonSchemaOf(root: Type, checker: Checker, head: JsonSchema): JsonSchema {
  const definitions = new Map<string, JsonSchema | undefined>();
  const whole = objectSchema(root);
  const used = usedIn([whole], definitions);
  return {
    ...head,
    ...whole,
    definitions: Object.fromEntries([...definitions].filter(([name]) => used.has(name)).sort(byName)),
  };

  /** Undefined for what only a program can write. */
  function schemaOf(type: Type): JsonSchema | undefined {
    if (type.flags & TypeFlags.Unknown) return {};
    return type.isUnionType() ? named(type, unionSchema) : unionSchema(type);
  }

  function unionSchema(type: Type): JsonSchema | undefined {
    const schemas = membersOf(type).map((member) => memberSchema(member));
    const [only, ...others] = joined(schemas.filter((schema) => schema !== undefined));
    return only === undefined || others.length === 0 ? only : { anyOf: [only, ...others] };
  }

  function memberSchema(type: Type): JsonSchema | undefined {
    if (type.isLiteralType()) return { enum: [type.value] };
    const simple = simpleTypes.find(([flag]) => (type.flags & flag) !== 0);
    if (simple !== undefined) return { type: simple[1] };
    if (checker.isArrayType(type) || checker.isTupleType(type)) return listSchema(type);
    return isCode(type, checker) ? undefined : named(type, objectSchema);
  }

  function listSchema(type: Type): JsonSchema | undefined {
    // Asked for above: lists are references to the type of lists, with the types of their elements.
    const elements = checker.getTypeArguments(type as TypeReference).map(schemaOf);
    const [element] = elements;
    if (element === undefined) return undefined;
    if (!checker.isTupleType(type)) return { type: 'array', items: element };
    return { type: 'array', items: elements, minItems: elements.length, maxItems: elements.length };
  }

  /** By reference where the type has a name. */
  function named(type: Type, describe: (type: Type) => JsonSchema | undefined): JsonSchema | undefined {
    const name = nameOf(type);
    if (name === undefined) return describe(type);
    const reference = { $ref: `#/definitions/${name}` };
    if (!definitions.has(name)) {
      // Known before it is read: a type may hold itself.
      definitions.set(name, {});
      definitions.set(name, describe(type));
    }
    return definitions.get(name) === undefined ? undefined : reference;
  }

  function objectSchema(type: Type): JsonSchema | undefined {
    const [anyKey] = checker.getIndexInfosOfType(type);
    const fields = checker.getPropertiesOfType(type);
    const known = fields.flatMap((field) => {
      const schema = propertySchema(field);
      return schema === undefined ? [] : [[field.name, schema] as const];
    });
    const required = fields.filter(({ flags }) => (flags & SymbolFlags.Optional) === 0).map(({ name }) => name);
    const isWritable = required.every((name) => known.some(([one]) => one === name));
    if (!isWritable || (known.length === 0 && fields.length > 0)) return undefined;
    return {
      ...(nameOf(type) === undefined ? {} : described(type.getAliasSymbol() ?? type.getSymbol(), checker, {})),
      type: 'object',
      ...(known.length === 0 ? {} : { properties: Object.fromEntries(known) }),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: (anyKey !== undefined && schemaOf(anyKey.valueType)) ?? false,
    };
  }

  function propertySchema(field: Named): JsonSchema | undefined {
    const type = checker.getTypeOfSymbol(field);
    const schema = type && schemaOf(type);
    return schema === undefined || isOnly(schema, 'null')
      ? undefined
      : { ...described(field, checker, schema), ...schema };
  }
}

const simpleTypes: readonly (readonly [flag: TypeFlags, name: string])[] = [
  [TypeFlags.Null, 'null'],
  [TypeFlags.Boolean, 'boolean'],
  [TypeFlags.String, 'string'],
  [TypeFlags.Number, 'number'],
  [TypeFlags.BigInt, 'number'],
  [TypeFlags.NonPrimitive, 'object'],
];

function membersOf(type: Type): readonly Type[] {
  const members = type.isUnionType() ? type.getTypes().flatMap(membersOf) : [type];
  return members.filter(({ flags }) => (flags & TypeFlags.Undefined) === 0);
}

/** Names of definitions that these schemas refer to, however many steps away. */
function usedIn(schemas: readonly unknown[], definitions: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const used = new Set<string>();
  for (let open = schemas; open.length > 0;) {
    const names = [...JSON.stringify(open).matchAll(/"#\/definitions\/(\w+)"/g)].map(([, name = '']) => name);
    const fresh = [...new Set(names)].filter((name) => !used.has(name));
    for (const name of fresh) used.add(name);
    open = fresh.map((name) => definitions.get(name));
  }
  return used;
}

function isOnly(schema: JsonSchema, type: string): boolean {
  return schema['type'] === type;
}

/** A function, or an instance of a class. */
function isCode(type: Type, checker: Checker): boolean {
  const flags = type.getSymbol()?.flags ?? 0;
  return (flags & SymbolFlags.Class) !== 0 || checker.getSignaturesOfType(type, SignatureKind.Call).length > 0;
}

/** That of the interface or alias; undefined for what is written in its place, or came out of a computation. */
function nameOf(type: Type): string | undefined {
  const name = type.getAliasSymbol()?.name ?? type.getSymbol()?.name;
  return name === undefined || name.startsWith('__') || builtIn.has(name) ? undefined : name;
}

const builtIn: ReadonlySet<string> = new Set(['Readonly', 'Record', 'Omit', 'Pick', 'Partial', 'Exclude', 'Extract']);

/** Words that can be completed in one list, before the longer ways to write it; simple types and null come last. */
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
function described(symbol: Named | undefined, checker: Checker, schema: JsonSchema): JsonSchema {
  if (symbol === undefined) return {};
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
