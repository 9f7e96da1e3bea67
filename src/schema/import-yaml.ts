import { parseDocument } from 'yaml';
import { isSluiceError } from '../core/error.ts';
import { parseJsonText } from '../core/json.ts';
import { schemaFromDocument } from './document.ts';
import { importUnreadable } from './errors.ts';
import { newSchema } from './schema.ts';
import type { Schema, TableSchema } from './table.ts';
import { versionHash } from './version.ts';

const mostAliases = 100;

/**
 * The schema that a person wrote or changed, as a run begins with it: its content as version, with the hash that it had
 * before it was changed among the earlier ones, and without any mark of rows.
 * @param path for people
 * @throws `config_unreadable`
 */
export function schemaFromYaml(text: string, name: string, path: string): Schema {
  const { schema, said } = parsed(text, path);
  if (schema.name !== name)
    throw importUnreadable(path, `it is the schema ${schema.name}, and that of the source is ${name}`);
  const tables = [...newSchema(name).tables.values(), ...schema.tables.values()].map(withDefaults);
  const whole = { ...schema, tables: new Map(tables.map((table) => [table.name, table])) };
  const hash = versionHash(whole);
  const isChanged = said !== undefined && said !== hash;
  return {
    ...whole,
    tables: new Map(tables.map((table) => [table.name, { ...table, seenData: false }])),
    version: isChanged ? schema.version + 1 : Math.max(1, schema.version),
    previousHashes:
      isChanged && !schema.previousHashes.includes(said) ? [said, ...schema.previousHashes] : schema.previousHashes,
    extra: { ...schema.extra, imported_version_hash: hash },
  };
}

function parsed(text: string, path: string): { readonly schema: Schema; readonly said: string | undefined } {
  try {
    const yaml = parseDocument(text, { schema: 'core', merge: false, uniqueKeys: true, stringKeys: true });
    const [mistake] = yaml.errors;
    if (mistake !== undefined) throw mistake;
    const document = parseJsonText(JSON.stringify(yaml.toJS({ maxAliasCount: mostAliases })));
    const said = (document as { readonly version_hash?: unknown } | null)?.version_hash;
    return { schema: schemaFromDocument(document), said: typeof said === 'string' ? said : undefined };
  } catch (cause) {
    const why = isSluiceError(cause) ? cause.message.replace(/^[^:]*: /, '') : String(cause).split('\n')[0];
    throw importUnreadable(path, why ?? 'it is no YAML', cause);
  }
}

/** A root table is appended to by the resource of its name, where the file does not say otherwise. */
function withDefaults(table: TableSchema): TableSchema {
  if (table.parent !== undefined) return table;
  return { ...table, writeDisposition: table.writeDisposition ?? 'append', resource: table.resource ?? table.name };
}
