import type { Destination } from './destination.ts';
import {
  destinationNotInThisVersion,
  destinationNotSet,
  destinationUnknown,
  settingContradicted,
  settingInvalid,
  settingsUnknown,
} from './errors.ts';
import { afterScheme, destinationKinds, fileIn, folderIn, type DestinationKind, type KindOptions } from './kinds.ts';

/** What is said of a destination in configuration and secrets, by dotted path; see `config/destination-settings.ts`. */
export type SettingsOf = (
  name: string,
  known: readonly string[],
) => ReadonlyMap<string, { readonly value: { reveal(): string }; readonly from: string }>;

export interface DestinationContext {
  /** Where relative paths start from; absolute. */
  readonly workingFolder: string;
  /** @default nothing is said anywhere */
  readonly settings?: SettingsOf | undefined;
}

/**
 * The destination that a text means: `duckdb:data.duckdb`, a connection string, or only a name, of which configuration
 * and secrets then tell the rest: `postgres`, or `warehouse` where `destination.warehouse.destination_type` says what
 * it is. Only the one that is named gets imported.
 * @throws `destination_unknown`, `config_value_missing`, `config_invalid`
 */
export async function destinationFrom(text: string, context: DestinationContext): Promise<Destination> {
  for (const kind of destinationKinds) {
    const options = kind.fromText(text, context.workingFolder);
    if (options !== undefined) return fromText(kind, options, context);
  }
  const named = namedKind(text, context);
  if (named === undefined) throw destinationUnknown(text.split(':', 1)[0] ?? text, written());
  checkKnown(named, text, context);
  const options = settingsOf(named, text, context);
  if (Object.keys(options).length === 0) throw destinationNotSet(text, named.written, Object.keys(named.settings));
  return opened(named, options);
}

/** What the text says comes first; who one is may be said elsewhere, or the whole of it for the same place. */
async function fromText(kind: DestinationKind, said: KindOptions, context: DestinationContext): Promise<Destination> {
  const meant = await opened(kind, said);
  const configured = settingsOf(kind, kind.name, context);
  if (Object.keys(configured).length === 0) return meant;
  const [place = ''] = Object.values(kind.settings).map(([option]) => option);
  const whole = configured[place] === undefined ? undefined : await opened(kind, configured);
  if (whole?.location === meant.location) return whole;
  checkNotContradicted(kind, context);
  const others = Object.entries(configured).filter(([option]) => identity.has(option));
  return opened(kind, { ...Object.fromEntries(others), ...said });
}

/** Files and environment are for many runs, and may say otherwise; two options of one command line may not. */
function checkNotContradicted(kind: DestinationKind, { settings }: DestinationContext): void {
  const found = settings?.(kind.name, Object.keys(kind.settings));
  for (const [path, [option]] of Object.entries(kind.settings)) {
    const from = found?.get(path)?.from ?? '';
    if (!identity.has(option) && from.startsWith('--set: ')) throw settingContradicted(kind.name, from);
  }
}

/** Options that say who one is, and not where to. */
const identity: ReadonlySet<string> = new Set([
  'user',
  'password',
  'token',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
  'profile',
  'region',
  'endpoint',
]);

function namedKind(name: string, { settings }: DestinationContext): DestinationKind | undefined {
  if (!/^[\w-]+$/.test(name)) return undefined;
  const type = settings?.(name, []).get('destination_type')?.value.reveal() ?? name;
  // dlt also writes it in full.
  const short = type.replace(/^dlt\.destinations\./, '');
  const kind = destinationKinds.find((one) => one.name === short);
  if (kind === undefined && short !== name) throw destinationUnknown(short, kinds());
  return kind;
}

/** All names that mean nothing are told at once. */
function checkKnown(kind: DestinationKind, name: string, { settings }: DestinationContext): void {
  const known = Object.keys(kind.settings);
  const unknown = [...(settings?.(name, known) ?? [])]
    .filter(([path]) => !known.includes(path) && !alwaysKnown.has(path))
    .map(([path, { from }]) => ({ path, from }));
  if (unknown.length > 0) throw settingsUnknown(name, unknown, known);
}

function settingsOf(kind: DestinationKind, name: string, { settings, workingFolder }: DestinationContext): KindOptions {
  const known = Object.keys(kind.settings);
  const found = settings?.(name, known);
  const options = new Map<string, string | number | boolean>();
  for (const path of known) {
    const [option = '', type = 'text'] = kind.settings[path] ?? [];
    const setting = found?.get(path);
    if (setting === undefined || options.has(option)) continue;
    const value = setting.value.reveal();
    const read = readers[type](value, kind, workingFolder);
    if (read === undefined) throw settingInvalid(name, setting.from, `must be ${kindsOfValue[type]}`);
    options.set(option, read);
  }
  return Object.fromEntries(options);
}

const alwaysKnown: ReadonlySet<string> = new Set(['destination_type', 'destination_name']);

type Reader = (value: string, kind: DestinationKind, workingFolder: string) => string | number | boolean | undefined;

const readers: { readonly [Type in 'text' | 'number' | 'flag' | 'path']: Reader } = {
  text: (value) => value,
  number: (value) => (/^\d{1,9}$/.test(value) ? Number(value) : undefined),
  flag: (value) =>
    /^(?:true|1|yes|on)$/i.test(value) ? true : /^(?:false|0|no|off)$/i.test(value) ? false : undefined,
  path: (value, { name }, workingFolder) =>
    fileIn(workingFolder, (name === 'filesystem' ? folderIn(value) : afterScheme(value, [name])) ?? value),
};

const kindsOfValue = { text: 'text', number: 'a whole number', flag: 'true or false', path: 'a path' } as const;

function opened(kind: DestinationKind, options: KindOptions): Promise<Destination> {
  if (kind.open === undefined) throw destinationNotInThisVersion(kind.name, written());
  return kind.open(options);
}

function written(): readonly string[] {
  const here = destinationKinds.filter(({ open }) => open !== undefined).map((kind) => kind.written);
  return [...here, 'a path that ends in .duckdb or .db'];
}

function kinds(): readonly string[] {
  return destinationKinds.map(({ name }) => name);
}
