import { pathToFileURL } from 'node:url';
import type { SourceValues } from '../../config/source-values.ts';
import type { Source } from '../../sources/source.ts';
import { fileUnreadable, noUsableExport } from '../errors.ts';

/** What a program of the user gives: a source as it is, a function that makes one, or a configuration. */
export type ModuleExport =
  | { readonly kind: 'source'; readonly source: Source }
  | { readonly kind: 'function'; readonly make: (values: SourceValues) => Promise<Source> }
  | { readonly kind: 'config'; readonly config: unknown };

/**
 * Imports the default export of a `.ts`, `.js` or `.mjs` file. It runs with all rights of the user, as a program does.
 * @throws `config_unreadable`
 */
export async function importModule(file: string, path: string): Promise<ModuleExport> {
  const found = await defaultExport(file, path);
  if (isSource(found)) return { kind: 'source', source: found };
  if (typeof found === 'function') {
    return {
      kind: 'function',
      async make(values) {
        const made: unknown = await Reflect.apply(found, undefined, [values]);
        if (isSource(made)) return made;
        throw noUsableExport(file, `a function that gives ${exportWords(made)}`);
      },
    };
  }
  if (typeof found !== 'object' || found === null) throw noUsableExport(file, exportWords(found));
  return { kind: 'config', config: found };
}

async function defaultExport(file: string, path: string): Promise<unknown> {
  try {
    const module: unknown = await importAnyway(path);
    return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  } catch (error) {
    throw fileUnreadable(file, (error instanceof Error ? error.message : String(error)).split('\n'), error);
  }
}

async function importAnyway(path: string): Promise<unknown> {
  const url = pathToFileURL(path).href;
  try {
    return await import(url);
  } catch (error) {
    if (!path.endsWith('.ts') || !needsCompiler(error)) throw error;
    const { createJiti } = await import('jiti');
    return createJiti(import.meta.url, { fsCache: false }).import(path);
  }
}

/** Node before 22.18 knows no TypeScript; later ones know only types that can be erased. */
function needsCompiler(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_UNKNOWN_FILE_EXTENSION' || code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX';
}

function isSource(found: unknown): found is Source {
  if (typeof found !== 'object' || found === null || !('name' in found) || !('resources' in found)) return false;
  const { resources } = found;
  return Array.isArray(resources) && resources.every(isResource);
}

function isResource(found: unknown): boolean {
  if (typeof found !== 'object' || found === null) return false;
  return (
    ('pages' in found && typeof found.pages === 'function') || ('walks' in found && typeof found.walks === 'function')
  );
}

function exportWords(found: unknown): string {
  if (found === undefined) return 'missing';
  return found === null ? 'null' : `${typeof found === 'object' ? 'an' : 'a'} ${typeof found}`;
}
