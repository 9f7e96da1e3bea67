import { applySettings } from '../../config/settings.ts';
import { valuesIn, type SourceValues } from '../../config/source-values.ts';
import { valueResolver, type ValueResolver } from '../../config/resolve.ts';
import type { Secret } from '../../config/secret.ts';
import { isSluiceError } from '../../core/error.ts';
import type { Runtime } from '../../core/runtime.ts';
import { restApi } from '../../sources/rest-api/index.ts';
import type { RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import type { Source } from '../../sources/source.ts';
import { mistakesIn, settingOfCode } from '../errors.ts';
import { withStandIns, type UnsetSecret } from './stand-ins.ts';

export interface WantedSource {
  readonly name: string;
  /** Each `key.path=value`. */
  readonly settings: readonly string[];
  readonly runtime: Runtime;
  /** What happens where a secret is set nowhere; a stand-in is good for looking, and no API takes it. */
  readonly missing: 'refuse' | 'stand_in';
}

export interface MadeSource {
  readonly source: Source;
  /** Masks the secrets of the source in a text. */
  readonly mask: (text: string) => string;
  /** Those that stand-ins were given for. */
  readonly unset: readonly UnsetSecret[];
}

/**
 * A source from a configuration that nobody has checked yet; what it leaves out is looked up.
 * @param file as the user wrote it, for messages
 */
export async function sourceFromConfig(config: unknown, file: string, wanted: WantedSource): Promise<MadeSource> {
  return sourceFromGuide(file, wanted, () => config);
}

/** The same for a configuration whose own values are looked up. @param configFrom may be called twice */
export async function sourceFromGuide(
  file: string,
  wanted: WantedSource,
  configFrom: (values: ValueResolver) => unknown,
): Promise<MadeSource> {
  const { name } = wanted;
  return madeWith(wanted, async (values) => {
    try {
      // restApi() checks what it is given, whatever its type says.
      const whole = withSettings(configFrom(values), wanted.settings) as RestApiConfig;
      const secret = (key: string): Secret | undefined => values.secret(name, key);
      const secretPlaces = (key: string): readonly string[] => values.placesFor(name, key);
      return restApi(whole, { name, secret, secretPlaces, redactor: values.redactor });
    } catch (error) {
      if (isSluiceError(error) && error.code === 'config_invalid') throw mistakesIn(file, error);
      throw error;
    }
  });
}

/**
 * The source of a program that makes it of the values that are set.
 * @throws `usage` for `--set` of a part of a configuration: only the program knows it
 */
export async function sourceFromCode(
  make: (values: SourceValues) => Promise<Source>,
  file: string,
  wanted: WantedSource,
): Promise<MadeSource> {
  const [unknown] = wanted.settings.map(parted).filter(([path]) => !isLookedUp(path));
  if (unknown !== undefined) throw settingOfCode(file, unknown[0]);
  return madeWith(wanted, (values) => make(valuesIn(values, wanted.name)));
}

/** The configuration with all settings but those that only the lookup of values reads. */
function withSettings(config: unknown, settings: readonly string[]): unknown {
  return applySettings(config, new Map(settings.map(parted).filter(([path]) => !isLookedUp(path))));
}

/** What `--set`, the environment and the files of the working folder say. */
export function valuesFor({ runtime, settings }: WantedSource): Promise<ValueResolver> {
  return valueResolver({ runtime, set: new Map(settings.map(parted)) });
}

/**
 * A bare key, or dlt's sections: `token`, `sources.svix.token`; what is said of the destination is looked up when that is
 * opened. Every other path is one of the configuration.
 */
function isLookedUp(path: string): boolean {
  return /^[\w-]+$/.test(path) || /^(?:sources|credentials|destination)\./.test(path);
}

/** The two sides of a `key.path=value`. */
export function parted(setting: string): readonly [path: string, value: string] {
  const equals = setting.indexOf('=');
  return [setting.slice(0, equals).trim(), setting.slice(equals + 1)];
}

/** What the command line needs of an entry of the list of connectors. */
export interface ListedConnector {
  /**
   * @param wish.change puts `--set` over the REST configuration, before it is checked
   * @param wish.values where keys such as the token are looked up, in the section of the connector's name
   */
  source(wish: { readonly change: (config: unknown) => unknown; readonly values: ValueResolver }): Promise<Source>;
}

/** The source of a connector, with the settings of the command line and the keys that are set for it. */
export async function sourceFromConnector(connector: ListedConnector, wanted: WantedSource): Promise<MadeSource> {
  const change = (config: unknown): unknown => withSettings(config, wanted.settings);
  return madeWith(wanted, (values) => connector.source({ change, values }));
}

/** A secret may be looked up under several names, so only what fails without a stand-in is made with one. */
async function madeWith(wanted: WantedSource, make: (values: ValueResolver) => Promise<Source>): Promise<MadeSource> {
  const values = await valuesFor(wanted);
  const { mask } = values.redactor;
  try {
    return { source: await make(values), mask, unset: [] };
  } catch (error) {
    if (wanted.missing === 'refuse' || !isSluiceError(error) || !unsetCodes.includes(error.code)) throw error;
    const unset: UnsetSecret[] = [];
    return { source: await make(withStandIns(values, unset)), mask, unset };
  }
}

const unsetCodes: readonly string[] = ['config_value_missing', 'config_invalid'];
