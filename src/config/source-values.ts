import { valueMissing } from './errors.ts';
import { Redactor } from './redactor.ts';
import { valueResolver, type ResolverOptions, type ValueResolver } from './resolve.ts';
import { Secret } from './secret.ts';

/** What a source that is written as code is made of: the values and secrets of its own section. */
export interface SourceValues {
  /** Of several keys the first that is set; masked from here on. @throws `config_value_missing` */
  secret(key: string, ...others: readonly string[]): string;
  /**
   * @param example stands for it where a source is only looked at, as by `sluice plan`
   * @throws `config_value_missing`
   */
  required(key: string, example?: string): string;
  /** Undefined where it is set nowhere. */
  get(key: string): string | undefined;
  /** Knows every secret that was given out; for `restApi(config, { redactor })`. */
  readonly redactor: Redactor;
}

/**
 * The values that are set for a source, looked for where the command line looks: the environment, `.env`,
 * `.sluice/secrets.toml`, `.dlt/secrets.toml` and the files beside them.
 * @param section the name of the source, such as `svix`: its token is `SOURCES__SVIX__TOKEN`
 * @throws `config_unreadable` for a file that cannot be read
 */
export async function sourceValues(section: string, runtime: ResolverOptions['runtime']): Promise<SourceValues> {
  return valuesIn(await valueResolver({ runtime, set: new Map() }), section);
}

/** The values of one section. What is empty counts as not set: so a template is as good as nothing. */
export function valuesIn(values: ValueResolver, section: string): SourceValues {
  const get = (key: string): string | undefined => filled(values.get(section, key)?.value);
  return {
    redactor: values.redactor,
    get,
    secret(key, ...others) {
      const found = [key, ...others].find((one) => get(one) !== undefined);
      const secret = values.secret(section, found ?? key)?.reveal();
      return filled(secret) ?? fail(values, section, key);
    },
    required(key, example) {
      // Where one only looks, every secret is there.
      const standIn = (): string | undefined => {
        const shown = filled(values.secret(section, key)?.reveal());
        return shown === undefined ? undefined : (example ?? shown);
      };
      return get(key) ?? standIn() ?? fail(values, section, key);
    },
  };
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function fail(values: ValueResolver, section: string, key: string): never {
  throw values.missing(section, key);
}

/**
 * Values that are given one by one, for tests.
 * @throws `config_value_missing` from `secret` and `required`, for a key that is not among them
 */
export function givenValues(given: Readonly<Record<string, string>>): SourceValues {
  const known = new Map(Object.entries(given));
  const redactor = new Redactor();
  const get = (key: string): string | undefined => known.get(key);
  return {
    redactor,
    get,
    secret: (...keys) => redactor.remember(new Secret(firstOf(keys))).reveal(),
    required: (key) => firstOf([key]),
  };

  function firstOf(keys: readonly string[]): string {
    const value = keys.map(get).find((one) => one !== undefined);
    if (value === undefined)
      throw valueMissing('the source', keys[0] ?? '', [`${keys[0] ?? ''} among the given values`]);
    return value;
  }
}
