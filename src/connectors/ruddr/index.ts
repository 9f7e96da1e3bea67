import { restApi } from '../../sources/rest-api/index.ts';
import type { RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import type { Source } from '../../sources/source.ts';
import type { Connector } from '../connector.ts';
import { serverRoot } from '../server-root.ts';
import { ruddrApiPath, ruddrConfig, ruddrHost, type RuddrWishes } from './config.ts';

export type * from './rows.ts';

export interface RuddrOptions extends RuddrWishes {
  /** API key of a workspace. */
  readonly token: string;
  /** With or without `/api/workspace`. @default https://www.ruddr.io/ */
  readonly baseUrl?: string | undefined;
}

/**
 * Everything that Ruddr lists of a workspace. Rows that are gone from Ruddr stay in the tables, unless a run replaces
 * them: `run(source, { writeDisposition: 'replace' })`.
 * @throws `config_invalid`
 */
export function ruddr({ token, baseUrl, ...wishes }: RuddrOptions): Source {
  return restApi(ruddrConfig(rootOf(baseUrl), token, wishes), { name: 'ruddr' });
}

/** Ruddr on the command line. */
export const ruddrConnector: Connector = {
  name: 'ruddr',
  description: 'Ruddr: professional services',
  keys: [
    { key: 'token', isSecret: true, isRequired: true, description: 'API key of a workspace; `api_token` is read, too' },
    { key: 'base_url', isSecret: false, isRequired: false, description: 'Another server than www.ruddr.io' },
  ],
  async source({ change, values }) {
    const token = values.secret('ruddr', 'token') ?? values.secret('ruddr', 'api_token');
    if (token === undefined) throw values.missing('ruddr', 'token');
    const baseUrl = rootOf(values.get('ruddr', 'base_url')?.value);
    // restApi() checks what it is given, whatever its type says.
    const config = change(ruddrConfig(baseUrl, token)) as RestApiConfig;
    return restApi(config, { name: 'ruddr', redactor: values.redactor });
  },
};

function rootOf(baseUrl: string | undefined): string {
  return baseUrl === undefined ? ruddrHost : serverRoot(baseUrl, 'ruddr', ruddrApiPath);
}
