import type { Secret } from '../../config/secret.ts';
import { restApi, type RestApiOptions } from '../../sources/rest-api/index.ts';
import type { RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import type { Source, SourceRemark } from '../../sources/source.ts';
import type { Connector } from '../connector.ts';
import { dbtCloudConfig } from './config.ts';
import { dbtCloudOrigin, sharedHost } from './host.ts';
import { scopeOf, type DbtCloudOptions } from './options.ts';
import { readOptions, keys } from './read-options.ts';

export type { DbtCloudPlace } from './host.ts';
export type { DbtCloudOptions } from './options.ts';
export type { RunsBy } from './runs.ts';
export type * from './rows.ts';

/**
 * What dbt Cloud's administrative API lists: accounts, environments, jobs, connections, runs and more.
 * @throws `config_invalid`
 */
export function dbtCloud({ token, ...options }: DbtCloudOptions): Source {
  return sourceOf(configOf(options, token), options, {});
}

function configOf(options: Omit<DbtCloudOptions, 'token'>, token: string | Secret): RestApiConfig {
  return dbtCloudConfig(dbtCloudOrigin(options), token, scopeOf(options));
}

/** The source, with what is remarkable about how it was asked for. */
function sourceOf(
  config: RestApiConfig,
  options: Omit<DbtCloudOptions, 'token'>,
  more: Pick<RestApiOptions, 'redactor'>,
): Source {
  const source = restApi(config, { name: 'dbt_cloud', ...more });
  const own = [...hostRemarks(config.client.base_url), ...pageRemarks(options)];
  // What is merely good to know of a configuration is for those who write one.
  const others = (source.remarks ?? []).filter(({ kind }) => kind !== 'note');
  return { ...source, remarks: [...own, ...others] };
}

function hostRemarks(baseUrl: string): readonly SourceRemark[] {
  if (!URL.canParse(baseUrl) || new URL(baseUrl).hostname !== sharedHost) return [];
  return [
    {
      path: 'host',
      kind: 'risk',
      message: `${sharedHost} ends in November 2026; it may answer 401 or lead to another host, which gets no token`,
      hint: 'Set host to the access URL that the settings of the account show, such as ab123.us1.dbt.com',
    },
  ];
}

function pageRemarks({
  pageSize = 100,
  singleTenant = false,
}: Omit<DbtCloudOptions, 'token'>): readonly SourceRemark[] {
  if (pageSize <= 100 || singleTenant) return [];
  return [
    {
      path: 'page_size',
      kind: 'note',
      message: `${pageSize} rows a page are more than multi-tenant servers give; 100 are asked for`,
      hint: 'Set single_tenant to true if the server is your own',
    },
  ];
}

/** dbt Cloud on the command line. */
export const dbtCloudConnector: Connector = {
  name: 'dbt-cloud',
  description: 'dbt Cloud: accounts, jobs, runs and what belongs to them',
  keys,
  async source({ change, values }) {
    const secret = values.secret('dbt_cloud', 'token') ?? values.secret('dbt_cloud', 'api_key');
    if (secret === undefined) throw values.missing('dbt_cloud', 'token');
    const options = readOptions(values);
    // restApi() checks what it is given, whatever its type says.
    const config = change(configOf(options, secret)) as RestApiConfig;
    return sourceOf(config, options, { redactor: values.redactor });
  },
};
