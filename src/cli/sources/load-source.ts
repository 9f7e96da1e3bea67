import { basename, dirname, extname, resolve } from 'node:path';
import { connectors } from '../../connectors/registry.ts';
import { nearest } from '../../core/nearest.ts';
import type { Runtime } from '../../core/runtime.ts';
import { fileUnreadable, sourceNotFound, unknownFileKind } from '../errors.ts';
import type { Guide } from '../../guides/guide.ts';
import {
  sourceFromCode,
  sourceFromConfig,
  sourceFromConnector,
  type MadeSource,
  type WantedSource,
} from './make-source.ts';
import { importModule } from './import-module.ts';
import { configParsers } from './parse-config.ts';

export interface LoadedSource extends MadeSource {
  /** Of the connector, or the file's name without its end: what the pipeline is called unless the user says otherwise. */
  readonly name: string;
  /** What a guide says, and what became of it; absent for all other sources. */
  readonly guide?: Guide | undefined;
}

const moduleEnds: readonly string[] = ['.ts', '.js', '.mjs'];
const guideEnds: readonly string[] = ['.md', '.txt', '.py'];
const mostFileBytes = 1024 * 1024;

/**
 * Finds and reads what `<source>` on the command line stands for.
 * @param settings each `key.path=value`, put over the configuration
 * @param missing whether secrets that are set nowhere are an error
 * @throws `source_not_found`, `config_unreadable`, `config_invalid`, `config_value_missing`, `usage`
 */
export async function loadSource(
  text: string,
  settings: readonly string[],
  runtime: Runtime,
  missing: WantedSource['missing'] = 'refuse',
): Promise<LoadedSource> {
  const connector = connectors.get(text);
  if (connector !== undefined) {
    return { name: text, ...(await sourceFromConnector(connector, { name: text, settings, runtime, missing })) };
  }
  const { name, path } = await sourceFile(text, runtime);
  return { name, ...(await sourceFromFile(text, path, { name, settings, runtime, missing })) };
}

/** Where the file is, and what its source is called. */
async function sourceFile(text: string, runtime: Runtime): Promise<{ readonly name: string; readonly path: string }> {
  const end = extname(text).toLowerCase();
  const path = resolve(runtime.workingFolder, text);
  const size = await runtime.files.size(path);
  if (size === undefined) throw sourceNotFound(text, [...connectors.keys()], await guess(text, path, runtime));
  if (size > mostFileBytes) throw fileUnreadable(text, [`it is larger than ${mostFileBytes} bytes`]);
  return { name: basename(text).slice(0, -end.length || undefined), path };
}

/** What a file says, before anything is made of it. */
export type FileContent =
  | { readonly name: string; readonly kind: 'guide'; readonly guide: Guide }
  | { readonly name: string; readonly kind: 'config'; readonly config: unknown }
  | { readonly name: string; readonly kind: 'code' };

/**
 * Reads a file without looking up its secrets, and without a check of its configuration.
 * @throws `source_not_found`, `config_unreadable`, `usage`
 */
export async function readContent(text: string, runtime: Runtime): Promise<FileContent> {
  const { name, path } = await sourceFile(text, runtime);
  const end = extname(path).toLowerCase();
  if (guideEnds.includes(end)) {
    const { findingsOf } = await import('./guide-source.ts');
    const wanted: WantedSource = { name, settings: [], runtime, missing: 'stand_in' };
    return { name, kind: 'guide', guide: await findingsOf(await readText(text, path, runtime), text, wanted) };
  }
  if (moduleEnds.includes(end)) {
    const found = await importModule(text, path);
    return found.kind === 'config' ? { name, kind: 'config', config: found.config } : { name, kind: 'code' };
  }
  const parse = configParsers.get(end);
  if (parse === undefined) throw unknownFileKind(text);
  return { name, kind: 'config', config: await parse(text, await readText(text, path, runtime)) };
}

async function sourceFromFile(
  text: string,
  path: string,
  wanted: WantedSource,
): Promise<MadeSource & Pick<LoadedSource, 'guide'>> {
  const end = extname(path).toLowerCase();
  if (guideEnds.includes(end)) {
    const { guideSource } = await import('./guide-source.ts');
    return guideSource(await readText(text, path, wanted.runtime), text, wanted);
  }
  if (moduleEnds.includes(end)) {
    const found = await importModule(text, path);
    if (found.kind === 'config') return sourceFromConfig(found.config, text, wanted);
    if (found.kind === 'function') return sourceFromCode(found.make, text, wanted);
    return { source: found.source, mask: (shown) => shown, unset: [] };
  }
  const parse = configParsers.get(end);
  if (parse === undefined) throw unknownFileKind(text);
  return sourceFromConfig(await parse(text, await readText(text, path, wanted.runtime)), text, wanted);
}

async function readText(text: string, path: string, runtime: Runtime): Promise<string> {
  const bytes = await runtime.files.read(path);
  if (bytes === undefined) throw fileUnreadable(text, ['it is not a file']);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileUnreadable(text, ['it is not UTF-8 text']);
  }
}

/** A connector, or a file of the same folder, that is called almost like this. */
async function guess(text: string, path: string, runtime: Runtime): Promise<string | undefined> {
  const folder = dirname(text);
  const near = nearest(basename(text), await runtime.files.list(dirname(path)));
  if (near === undefined) return nearest(text, connectors.keys());
  return folder === '.' ? near : `${folder}/${near}`;
}
