/** Which columns of a resource are loaded, and as what: extensions that dlt does not have. */
import { snakeCase } from '../../../schema/naming/snake-case.ts';
import type { ColumnMask, ColumnVisibility } from '../../../schema/table.ts';
import type { Secret } from '../../../config/secret.ts';
import { readOptionalSecret } from '../auth/read-secret.ts';
import type { ResourceConfig } from '../vocabulary.ts';
import type { MaskConfig } from './hint-vocabulary.ts';
import { filledText, isPlain, keyOf, listOf, mapOf, oneOf, refuse, shape, type Place, type Read } from './reading.ts';

/** Keys with dots between them. */
export function readColumnPath(value: unknown, place: Place): string | undefined {
  const path = filledText(value, place);
  if (path === undefined || path.split('.').every((key) => key !== '')) return path;
  return refuse(place, {
    message: 'must be keys with dots between them',
    found: value,
    hint: 'Write it as address.city',
  });
}

/** A list of paths, each as a hash, or a mask for each path; both become the latter, salts filled in. */
export function readMasks(value: unknown, place: Place): Readonly<Record<string, MaskConfig>> | undefined {
  const masks = Array.isArray(value) ? hashes(listOf(readColumnPath)(value, place)) : value;
  const read = mapOf(readMask)(masks, place);
  for (const path of Object.keys(read ?? {})) readColumnPath(path, keyOf(place, path));
  return read;
}

function hashes(paths: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map((path) => [path, 'hash']));
}

const types = ['hash', 'text', 'null'] as const;
const saltKey = 'mask_salt';

const readers: { readonly [Type in (typeof types)[number]]: Read<MaskConfig> } = {
  hash: shape<Extract<MaskConfig, { readonly type: 'hash' }>>({
    type: oneOf(['hash']),
    salt: readOptionalSecret(saltKey),
  }),
  text: shape<Extract<MaskConfig, { readonly type: 'text' }>>(
    { type: oneOf(['text']), text: filledText },
    { required: ['text'] },
  ),
  null: shape<Extract<MaskConfig, { readonly type: 'null' }>>({ type: oneOf(['null']) }),
};

function readMask(value: unknown, place: Place): MaskConfig | undefined {
  const type = isPlain(value) ? oneOf(types)(value['type'], keyOf(place, 'type')) : oneOf(types)(value, place);
  if (type === undefined) return undefined;
  const long = isPlain(value) ? value : { type };
  return readers[type](type === 'hash' && !Object.hasOwn(long, 'salt') ? { ...long, salt: null } : long, place);
}

/** @param config as it was read; undefined where all columns are shown */
export function visibilityOf(config: ResourceConfig): ColumnVisibility | undefined {
  const { include_columns: include, exclude_columns: exclude, mask_columns: masks } = config;
  const mask = isPlain(masks) ? Object.entries(masks).map(maskOf) : [];
  if (!include && (exclude ?? []).length === 0 && mask.length === 0) return undefined;
  return { include: include ?? undefined, exclude: exclude ?? undefined, mask };
}

// What was read has a type, and its salt is a secret.
function maskOf([path, config]: readonly [string, unknown]): ColumnMask {
  const mask = config as
    | { readonly type: 'hash'; readonly salt: Secret | null }
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'null' };
  if (mask.type === 'text') return { path, kind: 'text', text: mask.text };
  return mask.type === 'null' ? { path, kind: 'null' } : { path, kind: 'hash', salt: mask.salt ?? undefined };
}

/** Notes columns that are hidden and yet needed: what cursors were is remembered, and a key cannot be null. */
export function checkVisibility(visibility: ColumnVisibility | undefined, needed: NeededColumns, place: Place): void {
  if (visibility === undefined) return;
  for (const { of, path } of needed.remembered) {
    const plain = path.replace(/^\$\.?/, '');
    if (!isLeftOut(visibility, plain) && !isMasked(visibility, plain)) continue;
    refuse(keyOf(place, keyOfRule(visibility, plain)), {
      message: `hides the cursor of ${of}, "${plain}", whose value is remembered`,
      hint: 'Let it be loaded, or take another cursor',
    });
  }
  const nulls = (visibility.mask ?? []).flatMap(({ kind, path }) => (kind === 'null' ? [path] : []));
  for (const key of needed.keys) {
    if (!isLeftOut(visibility, key) && !covers(nulls, key)) continue;
    refuse(keyOf(place, keyOfRule(visibility, key)), {
      message: `leaves out "${key}", which is a key of the resource`,
      hint: 'Load it, or mask it with a hash',
    });
  }
}

/** What a resource cannot do without. */
export interface NeededColumns {
  /** What is kept of rows from run to run, or between two attempts. */
  readonly remembered: readonly { readonly of: string; readonly path: string }[];
  readonly keys: readonly string[];
}

function isLeftOut({ include, exclude = [] }: ColumnVisibility, path: string): boolean {
  return covers(exclude, path) || (include !== undefined && !covers(include, path));
}

function isMasked({ mask = [] }: ColumnVisibility, path: string): boolean {
  return covers(
    mask.map((one) => one.path),
    path,
  );
}

function keyOfRule(visibility: ColumnVisibility, path: string): string {
  if (covers(visibility.exclude ?? [], path)) return 'exclude_columns';
  return isMasked(visibility, path) ? 'mask_columns' : 'include_columns';
}

function covers(paths: readonly string[], path: string): boolean {
  const name = nameOf(path);
  return paths.map(nameOf).some((one) => name === one || name.startsWith(`${one}__`));
}

const naming = snakeCase();

function nameOf(path: string): string {
  return path
    .split('.')
    .map((key) => (/[A-Za-z0-9]/.test(key) ? naming.column(key) : key))
    .join('__');
}
