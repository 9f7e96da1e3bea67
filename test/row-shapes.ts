/**
 * Whether rows are what their TypeScript says. It reads interfaces as `src/connectors` writes them, one member a line;
 * a member that it does not understand is an error.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Member {
  readonly type: string;
  readonly isOptional: boolean;
}

/** Members of each interface, by name. */
export type Shapes = ReadonlyMap<string, ReadonlyMap<string, Member>>;

export function readShapes(folder: string): Shapes {
  const files = [`${folder}/rows.ts`, ...readdirSync(join(folder, 'rows')).map((name) => join(folder, 'rows', name))];
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const found = text.matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms);
  return new Map([...found].map(([, name = '', body = '']) => [name, membersOf(name, body)]));
}

function membersOf(owner: string, body: string): ReadonlyMap<string, Member> {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line) => {
      const [, name = '', mark = '', type = ''] = /^ {2}readonly (\w+)(\??): (.+);$/.exec(line) ?? [];
      if (name === '') throw new Error(`${owner} has a line that is no member: ${line}`);
      return [name, { type, isOptional: mark === '?' }];
    }),
  );
}

/** What of a value is not as an interface says, each with its path. */
export function misfits(shapes: Shapes, shape: string, value: unknown, path: string = shape): readonly string[] {
  const members = shapes.get(shape);
  if (members === undefined) throw new Error(`There is no interface ${shape}`);
  if (!isObject(value)) return [`${path} is no object`];
  const unknown = Object.keys(value).filter((name) => !members.has(name));
  const missing = [...members].filter(([name, { isOptional }]) => !isOptional && !(name in value));
  return [
    ...unknown.map((name) => `${path}.${name} is not declared`),
    ...missing.map(([name]) => `${path}.${name} is missing`),
    ...[...members].flatMap(([name, { type }]) =>
      name in value ? misfit(shapes, type, value[name], `${path}.${name}`) : [],
    ),
  ];
}

function misfit(shapes: Shapes, type: string, value: unknown, path: string): readonly string[] {
  const attempts = type.split(' | ').map((one) => misfitOfOne(shapes, one, value, path));
  return attempts.some((attempt) => attempt.length === 0) ? [] : (attempts[0] ?? []);
}

function misfitOfOne(shapes: Shapes, type: string, value: unknown, path: string): readonly string[] {
  const [, element] = /^readonly (\w+)\[\]$/.exec(type) ?? [];
  if (element !== undefined) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((one: unknown, index) => misfit(shapes, element, one, `${path}[${index}]`));
  }
  if (type.endsWith('Json')) return [];
  if (type === 'null') return value === null ? [] : [`${path} is not null`];
  if (['string', 'number', 'boolean'].includes(type)) return typeof value === type ? [] : [`${path} is no ${type}`];
  return misfits(shapes, type, value, path);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
