import { writeJson } from '../../../src/core/json-write.ts';
import type { Row } from '../../../src/core/value.ts';

/** The functions that configurations name; `rest.py` has the same ones. */
const functions: Readonly<Record<string, (value: never) => unknown>> = {
  'id is 1': (row: Row) => row['id'] === 1,
  'id is below 3': (row: Row) => Number(row['id']) < 3,
  'adds double': (row: Row) => ({ ...row, double: Number(row['id']) * 2 }),
  'copies u to uu': (row: Row) => ({ ...row, uu: row['u'] }),
  'greets by title': (row: Row) => ({
    ...row,
    greeting: `Hi ${writeJson(row['_posts_title'] ?? null).replaceAll('"', '')}`,
  }),
  'one row a tag': (row: Row) => (row['tags'] as readonly string[]).map((tag) => ({ id: row['id'], tag })),
  'wraps in data': ({ body }: { readonly body: string }) => ({ body: `{"data":${body}}` }),
  'wraps in items': ({ body }: { readonly body: string }) => ({ body: `{"items":${body}}` }),
  'in angles': (value: number) => `<${value}>`,
};

/** Puts functions where a configuration names them. */
export function withFunctions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withFunctions);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first?.[0] === '$function') return functions[String(first[1])];
  return Object.fromEntries(entries.map(([key, member]) => [key, withFunctions(member)]));
}
