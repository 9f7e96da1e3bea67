import { restApi } from '../../sources/rest-api/index.ts';
import type { RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import type { Source } from '../../sources/source.ts';
import type { Connector } from '../connector.ts';
import { svixBaseUrl, svixConfig } from './config.ts';

export interface SvixOptions {
  /** Of an environment, such as `sk_….eu`. */
  readonly token: string;
  /** For a server of one's own. @default the host of the region that the token names */
  readonly baseUrl?: string | undefined;
}

/** Everything that Svix lists of an environment. @throws `config_invalid` */
export function svix({ token, baseUrl }: SvixOptions): Source {
  return restApi(svixConfig(baseUrl ?? svixBaseUrl(token), token), { name: 'svix' });
}

/** Svix on the command line. */
export const svixConnector: Connector = {
  name: 'svix',
  description: 'Svix: webhooks as a service',
  keys: [
    { key: 'token', isSecret: true, isRequired: true, description: 'Token of an environment; `api_key` is read, too' },
    { key: 'base_url', isSecret: false, isRequired: false, description: 'For a server of one’s own' },
  ],
  async source({ change, values }) {
    const secret = values.secret('svix', 'token') ?? values.secret('svix', 'api_key');
    if (secret === undefined) throw values.missing('svix', 'token');
    const baseUrl = values.get('svix', 'base_url')?.value ?? svixBaseUrl(secret.reveal());
    // restApi() checks what it is given, whatever its type says.
    const config = change(svixConfig(baseUrl, secret)) as RestApiConfig;
    return restApi(config, { name: 'svix', redactor: values.redactor });
  },
};
