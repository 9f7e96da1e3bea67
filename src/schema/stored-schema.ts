import { inflateSync } from 'node:zlib';
import { parseJson } from '../core/json.ts';
import type { Value } from '../core/value.ts';
import { engineVersion, schemaFromDocument } from './document.ts';
import { newerThanThis, unreadableSchema } from './errors.ts';
import type { Schema } from './table.ts';

/** A schema is small; what inflates to more than this is none. */
const mostBytes = 256 * 1024 * 1024;

/**
 * A schema from the text in which a dataset has it: JSON, or deflated and in base64 where it is large (dataset-format
 * section 4.2).
 * @param engine as it stands beside the text; a text of a newer one is not looked at
 * @throws `state_unreadable`
 */
export function storedSchema(text: string, engine: unknown): Schema {
  if (Number(engine) > engineVersion) throw newerThanThis('schema', Number(engine), engineVersion);
  return schemaFromDocument(documentFrom(text));
}

function documentFrom(text: string): Value {
  try {
    if (text.startsWith('{')) return parseJson(Buffer.from(text, 'utf8'));
    return parseJson(inflateSync(Buffer.from(text, 'base64'), { maxOutputLength: mostBytes }));
  } catch (cause) {
    throw unreadableSchema(String(cause));
  }
}
