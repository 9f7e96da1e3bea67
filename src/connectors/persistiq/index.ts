import { configError } from '../../config/problem.ts';
import { restApi } from '../../sources/rest-api/index.ts';
import type { RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import type { Source } from '../../sources/source.ts';
import type { Connector } from '../connector.ts';
import { persistIqConfig, type PersistIqScope } from './config.ts';

export type * from './rows.ts';

export interface PersistIqOptions {
  /** Of the company; it has no scopes. */
  readonly apiKey: string;
  /** Where the first load of leads begins: ISO 8601. @default with the first of all */
  readonly startDate?: string | undefined;
  /** What the vendor documents is 100; `x-ratelimit-limit` of its answers may say more. @default 90 */
  readonly requestsPerMinute?: number | undefined;
  /** For a server of one's own. @default the vendor's */
  readonly baseUrl?: string | undefined;
}

const vendorsUrl = 'https://api.persistiq.com/v1/';
const usualPerMinute = 90;

/** Everything that PersistIQ lists of a company. @throws `config_invalid` */
export function persistiq({ apiKey, baseUrl, startDate, requestsPerMinute }: PersistIqOptions): Source {
  const scope: PersistIqScope = { startDate, requestsPerMinute: requestsPerMinute ?? usualPerMinute };
  return restApi(persistIqConfig(baseUrl ?? vendorsUrl, apiKey, scope), { name: 'persistiq' });
}

/** PersistIQ on the command line. */
export const persistIqConnector: Connector = {
  name: 'persistiq',
  description: 'PersistIQ: leads, campaigns and what happens in them',
  keys: [
    {
      key: 'api_key',
      isSecret: true,
      isRequired: true,
      description: 'Key of the company; `access_token` is read, too',
    },
    { key: 'start_date', isSecret: false, isRequired: false, description: 'Where the first load of leads begins' },
    { key: 'requests_per_minute', isSecret: false, isRequired: false, description: 'At most; 90 without it' },
    { key: 'base_url', isSecret: false, isRequired: false, description: 'For a server of one’s own' },
  ],
  async source({ change, values }) {
    const secret = values.secret('persistiq', 'api_key') ?? values.secret('persistiq', 'access_token');
    if (secret === undefined) throw values.missing('persistiq', 'api_key');
    const text = (key: string): string | undefined => values.get('persistiq', key)?.value;
    const scope = { startDate: text('start_date'), requestsPerMinute: perMinuteIn(text('requests_per_minute')) };
    // restApi() checks what it is given, whatever its type says.
    const config = change(persistIqConfig(text('base_url') ?? vendorsUrl, secret, scope)) as RestApiConfig;
    return restApi(config, { name: 'persistiq', redactor: values.redactor });
  },
};

function perMinuteIn(text: string | undefined): number {
  if (text === undefined) return usualPerMinute;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  const problem = { path: 'requests_per_minute', message: 'must be a whole number from 1', found: text };
  throw configError('persistiq', [problem]);
}
