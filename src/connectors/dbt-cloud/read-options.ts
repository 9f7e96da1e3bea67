import { configError } from '../../config/problem.ts';
import type { ValueResolver } from '../../config/resolve.ts';
import type { ConnectorKey } from '../connector.ts';
import type { DbtCloudOptions } from './options.ts';
import { runsByNames } from './runs.ts';

/** Keys of the command line, by the names of the options. */
export const keys: readonly ConnectorKey[] = [
  { key: 'token', isSecret: true, isRequired: true, description: 'Service or personal token; `api_key` is read, too' },
  ...[
    ['host', 'Access URL of the account, such as ab123.us1.dbt.com'],
    ['account_prefix', 'Instead of host: its first part, such as ab123'],
    ['region', 'With account_prefix: us1, us2, us3, eu1, eu2 or au1'],
    ['account_ids', 'Numbers with commas between them; without it all accounts that the token can list'],
    ['job_ids', 'Runs of these jobs only; needs account_ids'],
    ['runs_by', 'created_at, finished_at or finished_only'],
    ['start_date', 'Where the first load of runs begins'],
    ['page_size', 'Rows a page; more than 100 only with single_tenant'],
    ['single_tenant', 'true for a server of one’s own'],
    ['connections', 'v3 or v2'],
    ['connection_details', 'false leaves out how warehouses are reached'],
    ['run_details', 'true loads steps and artifacts of runs, too'],
  ].map(([key = '', description = '']) => ({ key, isSecret: false, isRequired: false, description })),
];

/**
 * The options of the connector from texts.
 * @throws `config_invalid` for a text that is no value of its option
 */
export function readOptions(values: ValueResolver): Omit<DbtCloudOptions, 'token'> {
  const text = (key: string): string | undefined => values.get('dbt_cloud', key)?.value;
  return {
    host: text('host'),
    accountPrefix: text('account_prefix'),
    region: text('region'),
    accountIds: numbersIn('account_ids', text('account_ids')),
    jobIds: numbersIn('job_ids', text('job_ids')),
    runsBy: oneOf('runs_by', runsByNames, text('runs_by')),
    startDate: text('start_date'),
    pageSize: numbersIn('page_size', text('page_size'))?.[0],
    singleTenant: flagIn('single_tenant', text('single_tenant')),
    connections: oneOf('connections', ['v3', 'v2'], text('connections')),
    connectionDetails: flagIn('connection_details', text('connection_details')),
    runDetails: flagIn('run_details', text('run_details')),
  };
}

/** `1001, 1002`, or a JSON list as a list of TOML is given. */
function numbersIn(path: string, text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const parts = text.replaceAll(/^\s*\[|\]\s*$/g, '').split(',');
  const numbers = parts.map((part) =>
    /^\s*"?\d{1,15}"?\s*$/.test(part) ? Number(part.replaceAll('"', '')) : Number.NaN,
  );
  if (numbers.every((number) => number > 0)) return numbers;
  throw configError('dbt-cloud', [{ path, message: 'must be whole numbers with commas between them', found: text }]);
}

function flagIn(path: string, text: string | undefined): boolean | undefined {
  const flag = oneOf(path, ['true', 'false'], text);
  return flag === undefined ? undefined : flag === 'true';
}

function oneOf<Name extends string>(path: string, names: readonly Name[], text: string | undefined): Name | undefined {
  if (text === undefined) return undefined;
  const known = names.find((name) => name === text);
  if (known !== undefined) return known;
  throw configError('dbt-cloud', [{ path, message: `must be one of ${names.join(', ')}`, found: text }]);
}
