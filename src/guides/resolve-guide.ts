/** The configuration of a guide with its look-ups answered. */
import type { ValueResolver } from '../config/resolve.ts';
import { Secret } from '../config/secret.ts';
import { isSecretName } from '../core/secret-names.ts';
import { isLookedUp, isMembers, type LookedUp } from './draft/draft.ts';
import { plainOf } from './draft/plain.ts';
import type { GuideConfig, GuideValue, VariableLookup } from './guide.ts';
import type { Joined, Lookup } from './python/python-value.ts';

export interface Values {
  readonly values: ValueResolver;
  /** Whose keys are looked up: the name of the file, without its end. */
  readonly section: string;
}

/**
 * Values that are secrets are wrapped where credentials belong, and masked from here on everywhere else.
 * @throws `config_value_missing` for what is set nowhere and has nothing to stand for it
 */
export function resolveGuide(config: GuideConfig, values: Values): unknown {
  return resolved(config, values, false);
}

/** The variables of the user for placeholders of a path; names of the environment that belong to others do not count. */
export function variablesOf({ values, section }: Values): VariableLookup {
  return (name) => {
    if (!/^[\w-]{1,100}$/.test(name)) return undefined;
    const found = values.get(section, name);
    const isForeign = found?.from === `environment: ${name.replaceAll('-', '_').toUpperCase()}`;
    return isForeign ? undefined : found?.value;
  };
}

function resolved(value: GuideValue, values: Values, isCredential: boolean): unknown {
  if (Array.isArray(value)) return value.map((one: GuideValue) => resolved(one, values, isCredential));
  if (typeof value !== 'object' || value === null) return value;
  if (isMembers(value)) {
    const members = Object.entries(value).map(([key, member]) => [
      key,
      resolved(member, values, isCredential || key === 'auth'),
    ]);
    return Object.fromEntries(members);
  }
  return isLookedUp(value) ? answered(value, values, isCredential) : value;
}

function answered(value: LookedUp, values: Values, isCredential: boolean): unknown {
  if (value.kind === 'code') return value.code;
  return value.kind === 'joined' ? joined(value, values, isCredential) : lookedUp(value, values, isCredential);
}

function joined({ parts }: Joined, values: Values, isCredential: boolean): unknown {
  const text = parts.map((part) => (typeof part === 'string' ? part : textFound(part, values))).join('');
  const hasSecret = parts.some((part) => typeof part !== 'string' && isSecret(part));
  if (!hasSecret && !isCredential) return text;
  const secret = values.values.redactor.remember(new Secret(text));
  return isCredential ? secret : text;
}

function lookedUp(lookup: Lookup, values: Values, isCredential: boolean): unknown {
  const found = valueOf(lookup, values);
  if (found === undefined && lookup.fallback !== undefined && !isLookupValue(lookup.fallback))
    return resolved(plainOf(lookup.fallback), values, isCredential);
  const text = found ?? missing(lookup, values);
  if (isCredential) return values.values.redactor.remember(new Secret(text));
  return isSecret(lookup) ? text : scalar(text);
}

function isLookupValue(value: unknown): value is Lookup {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'lookup';
}

function textFound(lookup: Lookup, values: Values): string {
  const value = lookedUp(lookup, values, false);
  return value instanceof Secret ? value.reveal() : String(value);
}

/** Under the section of the source, and as the whole name that is written. */
function valueOf(lookup: Lookup, { values, section }: Values): string | undefined {
  for (const key of [lookup.key, lookup.key.replaceAll('.', '__')]) {
    const found =
      isSecret(lookup) && values.get(section, key) !== undefined
        ? values.secret(section, key)?.reveal()
        : values.get(section, key)?.value;
    if (found !== undefined) return found;
  }
  return isLookupValue(lookup.fallback) ? valueOf(lookup.fallback, { values, section }) : undefined;
}

/** A stand-in, where the resolver gives them. */
function missing(lookup: Lookup, { values, section }: Values): string {
  const key = lookup.key.split('.').at(-1) ?? lookup.key;
  const standIn = values.secret(section, key);
  if (standIn === undefined) throw values.missing(section, key);
  return standIn.reveal();
}

function isSecret({ store, key }: Lookup): boolean {
  return store === 'secrets' || isSecretName(key);
}

/** What a file of settings would have kept as a number or a flag. */
function scalar(text: string): string | number | boolean {
  if (/^(?:0|-?[1-9]\d{0,14})$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
