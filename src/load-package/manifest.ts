import { join } from 'node:path';
import { parseJson } from '../core/json.ts';
import { writeJson } from '../core/json-write.ts';
import type { LoadId, TableName } from '../core/names.ts';
import type { Runtime } from '../core/runtime.ts';
import type { PipelineState, RefreshMode } from '../core/state.ts';
import { isRow, type Row, type Value } from '../core/value.ts';
import { columnDocument } from '../schema/document-content.ts';
import { columnFrom } from '../schema/read-document.ts';
import { schemaDocument, schemaFromDocument } from '../schema/document.ts';
import type { ColumnSchema } from '../schema/table.ts';
import { versionHash } from '../schema/version.ts';
import { disclose, enclose } from './checked-text.ts';
import { packageDamaged, packageTooNew } from './errors.ts';
import type { LoadPackage, PackageFile, PackageRefresh } from './load-package.ts';
import { manifestName } from './package-folder.ts';

/**
 * Grows when a reader of an older form would misunderstand: a package of form 2 has a refresh, one of form 3 files with
 * types that columns had before.
 */
const format = 3;

/** Names every file of a package with its size and hash, and carries all the rest that a load needs. */
export async function writeManifest(runtime: Runtime, folder: string, sealed: LoadPackage): Promise<void> {
  const file = await runtime.files.open(join(folder, manifestName), 'create');
  try {
    await file.write([Buffer.from(enclose(writeJson(manifestOf(sealed))), 'utf8')]);
    await file.flush();
  } finally {
    await file.close();
  }
}

/** @throws `package_damaged`, `package_mismatch` for a newer format */
export async function readManifest(runtime: Runtime, folder: string): Promise<LoadPackage> {
  const bytes = await runtime.files.read(join(folder, manifestName));
  if (bytes === undefined) throw packageDamaged(folder, `it has no ${manifestName}`);
  const manifest = parsed(bytes, folder);
  const found = manifest['format'];
  if (typeof found !== 'number') throw packageDamaged(folder, 'its manifest has no good "format"');
  if (found > format) throw packageTooNew(folder, found, format);
  return packageFrom(manifest, folder);
}

function manifestOf(sealed: LoadPackage): Row {
  return {
    format: formatOf(sealed),
    id: sealed.id,
    base: sealed.base ?? null,
    pipeline: sealed.pipeline,
    dataset: sealed.dataset,
    created_at: sealed.createdAt,
    place: { first: sealed.place.first, last: sealed.place.last },
    replaced: sealed.replaced,
    ...(sealed.refresh === undefined ? {} : { refresh: { ...sealed.refresh } }),
    received: Object.fromEntries(sealed.received),
    files: sealed.files.map(({ table, path, rowCount, byteCount, hash, formerColumns: former }) => ({
      table,
      name: path.slice(path.lastIndexOf('/') + 1).slice(path.lastIndexOf('\\') + 1),
      rows: rowCount,
      bytes: byteCount,
      sha256: hash,
      ...(former === undefined ? {} : { former_columns: former.map(columnDocument) }),
    })),
    // A state is plain data; writing it as a JSON value takes nothing away.
    state: sealed.state as unknown as Value,
    schema: schemaDocument(sealed.schema, versionHash(sealed.schema)),
  };
}

function formatOf({ files, refresh }: LoadPackage): number {
  if (files.some(({ formerColumns: former }) => former !== undefined)) return 3;
  return refresh === undefined ? 1 : 2;
}

function packageFrom(manifest: Row, folder: string): LoadPackage {
  const field = <Kind>(name: string, is: (value: Value | undefined) => value is Kind & Value): Kind => {
    const value = Object.hasOwn(manifest, name) ? manifest[name] : undefined;
    if (!is(value)) throw packageDamaged(folder, `its manifest has no good "${name}"`);
    return value;
  };
  const place = field('place', isRow);
  // Names in a manifest were made by the naming convention before they were written.
  return {
    id: field('id', isText) as LoadId,
    base: manifest['base'] === null ? undefined : (field('base', isText) as LoadId),
    pipeline: field('pipeline', isText),
    dataset: field('dataset', isText),
    createdAt: field('created_at', isText),
    place: { first: place['first'] === true, last: place['last'] === true },
    replaced: field('replaced', isList).filter(isText) as TableName[],
    refresh: manifest['refresh'] === undefined ? undefined : refreshFrom(field('refresh', isRow), folder),
    received: new Map(Object.entries(field('received', isRow)).map(([name, rows]) => [name, Number(rows)])),
    files: field('files', isList).map((file) => fileFrom(file, folder)),
    // Only this program writes manifests, and the hash in front says that not a bit of them changed.
    state: field('state', isRow) as unknown as PipelineState,
    schema: schemaFromDocument(field('schema', isRow)),
  };
}

function refreshFrom({ mode, tables }: Row, folder: string): PackageRefresh {
  if (!isMode(mode) || !isList(tables)) throw packageDamaged(folder, 'its manifest has no good "refresh"');
  return { mode, tables: tables.filter(isText) as TableName[] };
}

function isMode(value: Value | undefined): value is RefreshMode {
  return value === 'drop_sources' || value === 'drop_resources' || value === 'drop_data';
}

function fileFrom(file: Value, folder: string): PackageFile {
  if (!isRow(file)) throw packageDamaged(folder, 'its manifest has a file that is none');
  const { table, name, rows, bytes, sha256, former_columns: former } = file;
  // A name with a folder in it would reach out of the package.
  if (!isText(table) || !isText(name) || !isText(sha256) || !/^[\w.-]+$/.test(name)) {
    throw packageDamaged(folder, 'its manifest has a file without a good name');
  }
  return {
    table: table as TableName,
    path: join(folder, name),
    rowCount: Number(rows),
    byteCount: Number(bytes),
    hash: sha256,
    ...(isList(former) ? { formerColumns: former.map(columnOf) } : {}),
  };
}

function columnOf(document: Value): ColumnSchema {
  const name = isRow(document) ? document['name'] : undefined;
  return columnFrom(isText(name) ? name : '', document);
}

function parsed(bytes: Uint8Array, folder: string): Row {
  const content = disclose(bytes);
  if (content === undefined) throw packageDamaged(folder, 'its manifest is not the one that was written');
  try {
    const manifest = parseJson(content);
    if (isRow(manifest)) return manifest;
  } catch (cause) {
    throw packageDamaged(folder, `its manifest is not JSON: ${String(cause)}`);
  }
  throw packageDamaged(folder, 'its manifest is not an object');
}

function isText(value: Value | undefined): value is string {
  return typeof value === 'string';
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
