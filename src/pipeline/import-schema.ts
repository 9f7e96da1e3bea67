import { join, resolve } from 'node:path';
import type { Runtime } from '../core/runtime.ts';
import type { Schema } from '../schema/table.ts';
import { versionHash } from '../schema/version.ts';
import { exportSchema } from './export-schema.ts';
import type { Settings } from './settings.ts';

/** What the import folder of a pipeline has for a source. */
export interface SchemaImport {
  /** The schema that the run begins with instead of its own: the file is new, or it was changed since it was imported. */
  readonly instead?: Schema | undefined;
  /** True where a folder is named and has no file yet. */
  readonly isAbsent: boolean;
}

/**
 * Looks into the folder that `importSchemaPath` names. A file counts when its content differs from what was imported
 * last, which the stored schema remembers as `imported_version_hash`.
 * @throws `config_unreadable`
 */
export async function lookForSchema(
  { runtime, importSchemaPath }: Settings,
  name: string,
  stored: Schema | undefined,
): Promise<SchemaImport> {
  if (importSchemaPath === undefined) return { isAbsent: false };
  const path = join(resolve(runtime.workingFolder, importSchemaPath), `${name}.schema.yaml`);
  const bytes = await runtime.files.read(path);
  if (bytes === undefined) return { isAbsent: true };
  const { schemaFromYaml } = await import('../schema/import-yaml.ts');
  const imported = schemaFromYaml(new TextDecoder().decode(bytes), name, path);
  const known = stored?.extra?.['imported_version_hash'];
  if (stored === undefined) return { instead: imported, isAbsent: false };
  if (known === imported.extra?.['imported_version_hash']) return { isAbsent: false };
  const earlier = [versionHash(stored), ...imported.previousHashes];
  return { instead: { ...imported, previousHashes: [...new Set(earlier)] }, isAbsent: false };
}

/** The first file: what hints say of the tables, for a person to go on with. Resolves to its hash. */
export async function beginSchemaImport(runtime: Runtime, folder: string, hinted: Schema): Promise<string> {
  const tables = [...hinted.tables.values()].map((table) => [table.name, { ...table, seenData: false }] as const);
  const begun = { ...hinted, tables: new Map(tables) };
  await exportSchema(runtime, folder, begun);
  return versionHash(begun);
}
