import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { locationInvalid } from './errors.ts';

/** Where datasets lie. */
export type Location =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** Without a slash at either end; empty for the whole bucket. */
      readonly prefix: string;
      readonly endpoint: string | undefined;
      readonly region: string | undefined;
      readonly pathStyle: boolean | undefined;
    };

/**
 * A folder, `file:///folder`, or `s3://bucket/prefix?endpoint=…&region=…&path_style=true`.
 * @throws `config_invalid`
 */
export function locationOf(text: string): Location {
  if (/^(?:s3|s3a):\/\//i.test(text)) return bucketOf(text);
  if (/^file:\/\//i.test(text)) return { kind: 'folder', path: pathOf(text) };
  if (text === '') throw locationInvalid(text, 'it names nothing');
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) throw locationInvalid(text, 'only folders, file:// and s3:// are known');
  return { kind: 'folder', path: resolve(text) };
}

function pathOf(text: string): string {
  try {
    return fileURLToPath(text);
  } catch {
    throw locationInvalid(text, 'it is no URL of a folder on this machine');
  }
}

const known: ReadonlySet<string> = new Set(['endpoint', 'region', 'path_style']);

function bucketOf(text: string): Location {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // What may be a secret is not repeated.
  if (url === undefined) throw locationInvalid('s3://…', 'it is no URL');
  const shown = `s3://${url.hostname}${url.pathname}`;
  if (url.username !== '' || url.password !== '')
    throw locationInvalid(shown, 'credentials do not belong into the URL');
  if (!/^[a-z0-9][a-z0-9._-]{1,62}$/i.test(url.hostname)) throw locationInvalid(shown, 'it names no bucket');
  const unknown = [...url.searchParams.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) throw locationInvalid(shown, `only ${[...known].join(', ')} may follow the question mark`);
  const endpoint = url.searchParams.get('endpoint') ?? undefined;
  if (endpoint !== undefined && !/^https?:\/\//.test(endpoint))
    throw locationInvalid(shown, 'the endpoint begins with neither http:// nor https://');
  const style = url.searchParams.get('path_style');
  return {
    kind: 's3',
    bucket: url.hostname,
    prefix: decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, ''),
    endpoint,
    region: url.searchParams.get('region') ?? undefined,
    pathStyle: style === null ? undefined : style === 'true',
  };
}
