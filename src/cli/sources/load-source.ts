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
  /** What a file says that is a configuration and no guide, as it was read; absent for all other sources. */
  readonly config?: unknown;
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
  const end = extname(text).toLowerCase();
  const path = resolve(runtime.workingFolder, text);
  const size = await runtime.files.size(path);
  if (size === undefined) throw sourceNotFound(text, [...connectors.keys()], await guess(text, path, runtime));
  if (size > mostFileBytes) throw fileUnreadable(text, [`it is larger than ${mostFileBytes} bytes`]);
  const name = basename(text).slice(0, -end.length || undefined);
  return { name, ...(await sourceFromFile(text, path, { name, settings, runtime, missing })) };
}

async function sourceFromFile(
  text: string,
  path: string,
  wanted: WantedSource,
): Promise<MadeSource & Pick<LoadedSource, 'guide' | 'config'>> {
  const end = extname(path).toLowerCase();
  if (guideEnds.includes(end)) {
    const { guideSource } = await import('./guide-source.ts');
    return guideSource(await readText(text, path, wanted.runtime), text, wanted);
  }
  if (moduleEnds.includes(end)) {
    const found = await importModule(text, path);
    if (found.kind === 'config') return configured(found.config, text, wanted);
    if (found.kind === 'function') return sourceFromCode(found.make, text, wanted);
    return { source: found.source, mask: (shown) => shown, unset: [] };
  }
  const parse = configParsers.get(end);
  if (parse === undefined) throw unknownFileKind(text);
  return configured(await parse(text, await readText(text, path, wanted.runtime)), text, wanted);
}

async function configured(
  config: unknown,
  text: string,
  wanted: WantedSource,
): Promise<MadeSource & { config: unknown }> {
  return { ...(await sourceFromConfig(config, text, wanted)), config };
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
