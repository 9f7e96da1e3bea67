import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dbtCloudMock, mockToken, type DbtCloudMock } from '../src/mock/dbt-cloud/index.ts';
import { mockApiKey, persistIqMock } from '../src/mock/persistiq/index.ts';
import { askMock, readMock } from './asked-mock.ts';
import { openApiDocument, type OpenApiDocument } from './openapi-answers.ts';

type ApiRow = Readonly<Record<string, unknown>>;

const withToken = { authorization: `Token ${mockToken}` };
const withKey = { 'x-api-key': mockApiKey };

const dbtV2 = openApiDocument('dbt-cloud-v2.yaml', 'anywhere');
const dbtV3 = openApiDocument('dbt-cloud-v3.json', 'anywhere');
const persistIqV1 = openApiDocument('persistiq.json', 'as described');

/** A mock at the beginning, and when time has passed. */
function moments<Api extends { advance(): void }>(make: () => Api): readonly Api[] {
  const later = make();
  later.advance();
  later.advance();
  return [make(), later];
}

const v2Lists = [
  'environments',
  'jobs',
  'runs',
  'projects',
  'repositories',
  'users',
  'notifications',
  'invites',
  'licenses',
];
const v2Paths = [
  '',
  ...v2Lists.map((list) => `1001/${list}/`),
  '1001/',
  '1001/runs/70000000/',
  '1001/runs/70000000/artifacts/',
];
const v3Paths = [
  '',
  ...['projects/', 'users/', 'groups/', 'audit-logs/', 'service-tokens/', 'webhooks/subscriptions'].map(
    (list) => `1001/${list}`,
  ),
];

/** Every page of a path is as it is described. */
function expectDescribed(api: DbtCloudMock, document: OpenApiDocument | undefined, path: string): void {
  const schema = document?.answerOf(path);
  expect(schema, path).toBeDefined();
  for (const offset of [0, 100, 400, 10_000]) {
    const answer = readMock(api, `${path}?state=all&offset=${offset}&include_related=["run_steps"]`, withToken);
    expect(document?.complaints(schema ?? {}, answer), `${path} at ${offset}`).toEqual([]);
  }
}

describe.skipIf(dbtV2 === undefined || dbtV3 === undefined)('the local dbt Cloud is as its vendor describes it', () => {
  const apis = moments(() => dbtCloudMock());

  test.each(v2Paths)('/api/v2/accounts/%s', (path) => {
    for (const api of apis) expectDescribed(api, dbtV2, `/api/v2/accounts/${path}`);
  });

  test.each(v3Paths)('/api/v3/accounts/%s', (path) => {
    for (const api of apis) expectDescribed(api, dbtV3, `/api/v3/accounts/${path}`);
  });

  test('/api/v3/accounts/1001/connections/, row by row: the list is described as one of its rows', () => {
    for (const api of apis) {
      const { data } = readMock(api, '/api/v3/accounts/1001/connections/', withToken) as { data: readonly ApiRow[] };
      expect(data.length).toBeGreaterThan(0);
      const schema = dbtV3?.component('AccountConnectionList') ?? {};
      expect(data.flatMap((row) => dbtV3?.complaints(schema, row) ?? ['no document'])).toEqual([]);
    }
  });

  test('the check finds what is wrong', () => {
    const schema = dbtV2?.answerOf('/api/v2/accounts/1001/jobs/') ?? {};
    const answer = readMock(dbtCloudMock(), '/api/v2/accounts/1001/jobs/', withToken) as { data: ApiRow[] };
    const data = [{ ...answer.data[0], id: 'text', execute_steps: [1], job_type: 'unheard' }];
    expect(dbtV2?.complaints(schema, { ...answer, data })).toHaveLength(3);
    expect(dbtV2?.complaints(schema, { data: [] })).toHaveLength(2);
  });
});

describe.skipIf(persistIqV1 === undefined)('the local PersistIQ is as its vendor describes it', () => {
  const apis = moments(() => persistIqMock());
  const lists = ['users', 'leads', 'campaigns', 'events', 'tags', 'dnc_domains', 'lead_fields', 'lead_statuses'];
  const campaign = String(persistIqMock().rows('campaigns')[1]?.['id']);

  test.each([...lists, `campaigns/${campaign}/leads`, `campaigns/${campaign}/replies`])('/v1/%s', (list) => {
    const schema = persistIqV1?.answerOf(`/v1/${list}`);
    expect(schema).toBeDefined();
    for (const api of apis) {
      for (const page of [1, 2, 13, 99]) {
        const answer = readMock(api, `/v1/${list}?page=${page}`, withKey);
        expect(persistIqV1?.complaints(schema ?? {}, answer), `page ${page}`).toEqual([]);
      }
    }
  });

  test('errors are', () => {
    const schema = persistIqV1?.component('error_response') ?? {};
    for (const answer of [askMock(persistIqMock(), '/v1/users', {}), askMock(persistIqMock(), '/v1/none', withKey)]) {
      expect(persistIqV1?.complaints(schema, JSON.parse(answer.body))).toEqual([]);
    }
  });
});

describe('the types of rows', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-row-types-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('fit the rows that are observed', () => {
    const dbt = moments(() => dbtCloudMock());
    const persistIq = moments(() => persistIqMock());
    const run = `/api/v2/accounts/1001/runs/70000000/?include_related=["run_steps"]`;
    const { data } = readMock(dbtCloudMock(), run, withToken) as { data: { run_steps: readonly ApiRow[] } };
    const text = [
      ...Object.entries(dbtTypes).map(([list, type]) =>
        // The keys of the table are lists of the API.
        literal(
          type,
          dbt.flatMap((api) => sample(api.rows(list as keyof typeof dbtTypes))),
        ),
      ),
      literal('DbtCloudRunStep', data.run_steps),
      ...Object.entries(persistIqTypes).map(([list, type]) =>
        literal(
          type,
          persistIq.flatMap((api) => sample(api.rows(list as keyof typeof persistIqTypes))),
        ),
      ),
    ];
    const types = [...Object.values(dbtTypes), 'DbtCloudRunStep'].join(', ');
    const head = [
      `import type { ${types} } from 'sluice/connectors/dbt-cloud';`,
      `import type { ${Object.values(persistIqTypes).join(', ')} } from 'sluice/connectors/persistiq';`,
    ];
    expect(complaints(folder, [...head, ...text].join('\n'))).toBe('');
    expect(complaints(folder, [...head, literal('DbtCloudJob', [{ id: 'x', account_id: 1 }])].join('\n'))).toMatch(
      /'string'/,
    );
    expect(complaints(folder, [...head, literal('PersistIqTag', [{ id: '1', name: '', more: 1 }])].join('\n'))).toMatch(
      /more/,
    );
  }, 60_000);
});

const dbtTypes = {
  accounts: 'DbtCloudAccount',
  environments: 'DbtCloudEnvironment',
  jobs: 'DbtCloudJob',
  connections: 'DbtCloudConnection',
  runs: 'DbtCloudRun',
  projects: 'DbtCloudProject',
  repositories: 'DbtCloudRepository',
  users: 'DbtCloudUser',
  notifications: 'DbtCloudNotification',
  invites: 'DbtCloudInvite',
  licenses: 'DbtCloudLicenses',
  groups: 'DbtCloudGroup',
  audit_logs: 'DbtCloudAuditLog',
  service_tokens: 'DbtCloudServiceToken',
  webhook_subscriptions: 'DbtCloudWebhookSubscription',
} as const;

const persistIqTypes = {
  users: 'PersistIqUser',
  leads: 'PersistIqLead',
  campaigns: 'PersistIqCampaign',
  campaign_leads: 'PersistIqCampaignLead',
  replies: 'PersistIqReply',
  events: 'PersistIqEvent',
  tags: 'PersistIqTag',
  dnc_domains: 'PersistIqDncDomain',
  lead_fields: 'PersistIqLeadField',
  lead_statuses: 'PersistIqLeadStatus',
} as const;

/** Rows from the beginning and the end. */
function sample(rows: readonly ApiRow[]): readonly ApiRow[] {
  return [...rows.slice(0, 30), ...rows.slice(-20)];
}

function literal(type: string, rows: readonly ApiRow[]): string {
  return `export const a${type}: readonly ${type}[] = ${JSON.stringify(rows)};`;
}

/** What the compiler says of a text that imports from this package. */
function complaints(folder: string, text: string): string {
  const from = (path: string): string => join(fileURLToPath(new URL('..', import.meta.url)), path);
  writeFileSync(join(folder, 'rows.mts'), text);
  const compilerOptions = {
    typeRoots: [from('node_modules/@types')],
    paths: { 'sluice/*': [from('src/*/index.ts')] },
    declaration: false,
    noUnusedLocals: false,
    isolatedDeclarations: false,
  };
  const config = { extends: from('tsconfig.json'), compilerOptions, include: [], files: ['rows.mts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = from('node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [compiler, '--noEmit', '--project', folder], { cwd: folder, encoding: 'utf8' });
    return '';
  } catch (error) {
    // What a process that failed had printed.
    const { stdout } = error as { readonly stdout: string };
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('rows.mts'))
      .join('\n')
      .slice(0, 3000);
  }
}
