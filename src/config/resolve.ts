/**
 * Where values and secrets come from. The places are asked in the order of `lookedInOrder`, the first that has the value
 * wins; within a place the most particular name wins, under the names that dlt uses and then under the bare key.
 */
import { join } from 'node:path';
import type { SluiceError } from '../core/error.ts';
import type { Runtime } from '../core/runtime.ts';
import { isSecretName } from '../core/secret-names.ts';
import { valueMissing } from './errors.ts';
import { readEnvFile, readTomlFile } from './files.ts';
import { Redactor } from './redactor.ts';
import { Secret } from './secret.ts';

export interface ValueResolver {
  /** Undefined when it is nowhere. An empty environment variable counts as not set. */
  get(section: string, key: string): FoundValue | undefined;
  /** The same for what must not be printed; its value is masked by `redactor` from here on. */
  secret(section: string, key: string): Secret | undefined;
  /** For a `config_value_missing`: the names under which the value can be set, the best one first. */
  placesFor(section: string, key: string): readonly string[];
  /** The error for a value that is needed and nowhere: `config_value_missing`. */
  missing(section: string, key: string): SluiceError;
  /** Knows every secret that was given out. */
  readonly redactor: Redactor;
}

export interface FoundValue {
  /** As text, numbers and booleans of TOML too; a list is JSON. */
  readonly value: string;
  /** The place and the name in it, such as `.env: SOURCES__SVIX__TOKEN`. */
  readonly from: string;
}

export interface ResolverOptions {
  readonly runtime: Pick<Runtime, 'environment' | 'files' | 'workingFolder'>;
  /** What was given with `--set`, by dotted name. */
  readonly set: ReadonlyMap<string, string>;
}

/** A place, with its values by the name that `nameIn` makes. */
export interface Place {
  readonly name: string;
  readonly style: NameStyle;
  get(name: string): string | undefined;
  /** All that have a value there, also an empty one. */
  names(): Iterable<string>;
}

export type NameStyle = 'dotted' | 'environment';

/**
 * Reads the files once; later changes of them are not seen.
 * @throws `config_unreadable` for a file that cannot be read or parsed, with its line
 */
export async function valueResolver(options: ResolverOptions): Promise<ValueResolver> {
  const places = await lookedInOrder(options);
  const redactor = new Redactor();
  const get = (section: string, key: string): FoundValue | undefined => {
    const found = look(places, section, key);
    if (found !== undefined && isSecretName(key)) redactor.remember(new Secret(found.value));
    return found;
  };
  const secret = (section: string, key: string): Secret | undefined => {
    const found = look(places, section, key);
    return found === undefined ? undefined : redactor.remember(new Secret(found.value));
  };
  const missing = (section: string, key: string): SluiceError => valueMissing(section, key, placesFor(section, key));
  return { get, secret, placesFor, missing, redactor };
}

/** @throws `config_unreadable` */
export async function lookedInOrder({ runtime, set }: ResolverOptions): Promise<readonly Place[]> {
  const { files, workingFolder } = runtime;
  const toml = async (name: string): Promise<Place> => {
    const values = await readTomlFile(files, join(workingFolder, name), name);
    return { name, style: 'dotted', get: (dotted) => values.get(dotted), names: () => values.keys() };
  };
  const given = new Map([...set].map(([name, value]) => [name.replaceAll('-', '_'), value]));
  const dotEnv = await readEnvFile(files, join(workingFolder, '.env'), '.env');
  return [
    { name: '--set', style: 'dotted', get: (dotted) => given.get(dotted), names: () => given.keys() },
    {
      name: 'environment',
      style: 'environment',
      get: (name) => environmentValue(runtime.environment, name),
      names: () => Object.keys(runtime.environment),
    },
    { name: '.env', style: 'environment', get: (name) => dotEnv.get(name), names: () => dotEnv.keys() },
    await toml('.sluice/secrets.toml'),
    await toml('.sluice/config.toml'),
    await toml('.dlt/secrets.toml'),
    await toml('.dlt/config.toml'),
  ];
}

function environmentValue(environment: Runtime['environment'], name: string): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return value === '' ? undefined : value;
}

function look(places: readonly Place[], section: string, key: string): FoundValue | undefined {
  const names = namesOf(section, key);
  for (const place of places) {
    for (const parts of names) {
      const name = nameIn[place.style](parts);
      const value = place.get(name);
      if (value !== undefined) return { value, from: `${place.name}: ${name}` };
    }
  }
  return undefined;
}

/** From the most to the least particular; see section 5.7 of the REST reference. */
function namesOf(section: string, key: string): readonly (readonly string[])[] {
  const own = section.replaceAll('-', '_');
  return [
    ['sources', own, key],
    ['sources', own, 'credentials', key],
    ['sources', 'rest_api', own, 'credentials', key],
    ['sources', 'rest_api', 'credentials', key],
    ['sources', 'credentials', key],
    ['credentials', key],
    [key],
  ];
}

/** A name as places of a style spell it. */
export const nameIn: Readonly<Record<NameStyle, (parts: readonly string[]) => string>> = {
  dotted: (parts) => parts.join('.'),
  environment: (parts) => parts.join('__').replaceAll('-', '_').toUpperCase(),
};

function placesFor(section: string, key: string): readonly string[] {
  const names = namesOf(section, key);
  const [best = [key]] = names;
  const table = `[${best.slice(0, -1).join('.')}]`;
  const variables = [nameIn.environment(best), nameIn.environment([key])];
  const ofDlt = names.slice(1, -1).map(nameIn.environment);
  return [
    ...variables.map((name) => `${name} in the environment or in .env`),
    ...['.sluice/secrets.toml', '.dlt/secrets.toml'].map((file) => `${key} under ${table} in ${file}`),
    `--set ${nameIn.dotted(best)}=…`,
    `one of dlt's names: ${ofDlt.join(', ')}`,
  ];
}
