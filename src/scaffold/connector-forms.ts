import type { Reading } from './readings.ts';

/** How the source of one connector is written. */
export interface ConnectorForm {
  /** What its module exports. */
  readonly callee: string;
  /** Members of its options, and comments, as prettier leaves them. */
  readonly lines: readonly string[];
  /** What the lines read. */
  readonly readings: readonly Pick<Reading, 'key' | 'kind'>[];
  /** What the test asks for, where a whole run would wait for a limit of requests. @default the first pages of all */
  readonly select?: readonly string[] | undefined;
  /** Where the test finds the API on this machine: a key, and what stands behind `api.url`. */
  readonly address: readonly [key: string, path: string];
}

/** By the name of the connector: its credentials, its address and the options that people look for first. */
export const connectorForms: ReadonlyMap<string, ConnectorForm> = new Map([
  [
    'svix',
    {
      callee: 'svix',
      lines: [
        '// Ends in the region that it belongs to: sk_….eu',
        'token: values.secret("token", "api_key"),',
        '// For a server of your own.',
        'baseUrl: values.get("base_url"),',
      ],
      readings: [
        { key: 'token', kind: 'secret' },
        { key: 'base_url', kind: 'optional' },
      ],
      address: ['base_url', '/'],
    },
  ],
  [
    'lightdash',
    {
      callee: 'lightdash',
      lines: [
        'baseUrl: values.required("base_url", "https://bi.example.com"),',
        '// A personal access token, or one of a service account.',
        'token: values.secret("token"),',
        '// charts: "on_dashboards" asks for those only that a dashboard shows.',
        'charts: "all",',
      ],
      readings: [
        { key: 'base_url', kind: 'required' },
        { key: 'token', kind: 'secret' },
      ],
      address: ['base_url', ''],
    },
  ],
  [
    'dbt-cloud',
    {
      callee: 'dbtCloud',
      lines: [
        '// Of a service account or a person.',
        'token: values.secret("token", "api_key"),',
        '// The access URL of the account, such as ab123.us1.dbt.com',
        'host: values.get("host"),',
        '// Where the first load of runs begins, such as 2026-01-01T00:00:00Z',
        'startDate: values.get("start_date"),',
        '// Service tokens often cannot list accounts: accountIds: [1001]',
      ],
      readings: [
        { key: 'token', kind: 'secret' },
        { key: 'host', kind: 'optional' },
        { key: 'start_date', kind: 'optional' },
      ],
      address: ['host', ''],
    },
  ],
  [
    'persistiq',
    {
      callee: 'persistiq',
      lines: [
        'apiKey: values.secret("api_key", "access_token"),',
        '// Where the first load of leads begins, such as 2026-01-01T00:00:00Z',
        'startDate: values.get("start_date"),',
        '// For a server of your own.',
        'baseUrl: values.get("base_url"),',
      ],
      readings: [
        { key: 'api_key', kind: 'secret' },
        { key: 'start_date', kind: 'optional' },
        { key: 'base_url', kind: 'optional' },
      ],
      select: ['users', 'leads', 'campaigns'],
      address: ['base_url', '/v1/'],
    },
  ],
  [
    'ruddr',
    {
      callee: 'ruddr',
      lines: [
        '// API key of a workspace.',
        'token: values.secret("token", "api_token"),',
        '// Another server than www.ruddr.io.',
        'baseUrl: values.get("base_url"),',
      ],
      readings: [
        { key: 'token', kind: 'secret' },
        { key: 'base_url', kind: 'optional' },
      ],
      address: ['base_url', ''],
    },
  ],
] satisfies readonly (readonly [string, ConnectorForm])[]);
