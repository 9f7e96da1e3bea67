/**
 * Sources for particular vendors: a configuration that is right against the real API, under a name. A connector is data
 * and a little knowledge of its vendor; asking, paging and loading are done by the REST source like for any other.
 */
import type { ValueResolver } from '../config/resolve.ts';
import type { Source } from '../sources/source.ts';

export interface Connector {
  /** As the command line takes it, and as the section of its keys is called. */
  readonly name: string;
  readonly description: string;
  readonly keys: readonly ConnectorKey[];
  /** What `sluice check --live` asks first. */
  readonly check?: CredentialCheck | undefined;
  /** @throws `config_value_missing` for a secret that is set nowhere, `config_invalid` */
  source(wish: ConnectorWish): Promise<Source>;
}

/** The cheapest request that proves whether the credentials are good: the first one of a resource without a parent. */
export interface CredentialCheck {
  readonly resource: string;
  /** Field of its first row that says whose credentials they are. @default nothing says it */
  readonly as?: string | undefined;
}

/** A value that the user sets, by `SOURCES__<NAME>__<KEY>` or one of the files. */
export interface ConnectorKey {
  readonly key: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  readonly description: string;
}

export interface ConnectorWish {
  /** Puts the user's own settings over the configuration, before it is checked. */
  readonly change: (config: unknown) => unknown;
  /** Where keys are looked up, in the section of the connector's name. */
  readonly values: ValueResolver;
}
