import type { ValueResolver } from '../../config/resolve.ts';
import { Secret } from '../../config/secret.ts';

/** A secret that is set nowhere. */
export interface UnsetSecret {
  readonly key: string;
  /** Where it could be set, the best place first. */
  readonly places: readonly string[];
}

/**
 * The lookup of values with a stand-in for each secret that is nowhere, so that a source can be looked at without its
 * credentials. A stand-in is masked like a secret.
 * @param unset gets every secret that a stand-in is given for
 */
export function withStandIns(values: ValueResolver, unset: UnsetSecret[]): ValueResolver {
  return {
    ...values,
    secret(section, key) {
      const found = values.secret(section, key);
      if (found !== undefined) return found;
      if (unset.every((other) => other.key !== key)) unset.push({ key, places: values.placesFor(section, key) });
      return values.redactor.remember(new Secret(`<${key}: not set>`));
    },
  };
}
