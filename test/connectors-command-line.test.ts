import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { valueResolver, type ValueResolver } from '../src/config/resolve.ts';
import { connectors } from '../src/connectors/registry.ts';
import { startMockApi, type RunningMock } from '../src/mock/mock-api.ts';
import { mockApi } from '../src/mock/registry.ts';
import { checkLive, type ResourceCheck } from '../src/pipeline/check.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import type { Source } from '../src/sources/source.ts';

let folder = '';
let mock: RunningMock | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-keys-'));
});
afterEach(async () => {
  await mock?.close();
  mock = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** As if each key had been given with `--set`. */
async function values(set: Readonly<Record<string, string>>): Promise<ValueResolver> {
  const runtime = { ...nodeRuntime({ workingFolder: folder }), environment: {} };
  return valueResolver({ runtime, set: new Map(Object.entries(set)) });
}

async function source(name: string, set: Readonly<Record<string, string>>): Promise<Source> {
  const connector = connectors.get(name);
  if (connector === undefined) throw new Error(`no connector ${name}`);
  return connector.source({ change: (config) => config, values: await values(set) });
}

const urls = ({ requests }: Source): readonly string[] => (requests ?? []).map(({ url }) => url);

describe('dbt-cloud by its keys', () => {
  test('account_ids, job_ids and all others', async () => {
    const made = await source('dbt-cloud', {
      token: 'secret',
      account_prefix: 'ab123',
      region: 'eu1',
      account_ids: '1001, 1002',
      job_ids: '[5, 6]',
      runs_by: 'finished_only',
      run_details: 'true',
      connections: 'v2',
      single_tenant: 'true',
      page_size: '500',
    });
    expect(made.resources.map(({ name }) => name)).toEqual(expect.arrayContaining(['run_steps', 'run_artifacts']));
    const runs = urls(made).find((url) => url.includes('job_definition_id'));
    expect(runs).toMatch(
      /^https:\/\/ab123\.eu1\.dbt\.com\/api\/v2\/accounts\/\{resources\.job_ids\.account_id\}\/runs\//,
    );
    expect(runs).toContain('limit=500');
    expect(urls(made).some((url) => url.includes('/api/v2/accounts/{resources.account_ids.id}/connections/'))).toBe(
      true,
    );
    expect(JSON.stringify(made.requests)).not.toContain('secret');
  });

  test.each([
    ['account_ids', 'all'],
    ['account_ids', '1001,-3'],
    ['runs_by', 'id'],
    ['single_tenant', 'yes'],
    ['page_size', '0'],
    ['connections', 'v4'],
  ])('%s %s is config_invalid and named', async (key, value) => {
    const refused = source('dbt-cloud', { token: 'secret', [key]: value });
    await expect(refused).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(key) as string,
    });
  });

  test('without a token it says where one is looked for', async () => {
    await expect(source('dbt-cloud', {})).rejects.toMatchObject({ code: 'config_value_missing' });
  });
});

describe('persistiq by its keys', () => {
  test('access_token is the name of the guide', async () => {
    const made = await source('persistiq', { access_token: 'secret', base_url: 'http://127.0.0.1:1/v1/' });
    expect(urls(made)[0]).toBe('http://127.0.0.1:1/v1/users?page=1');
    await expect(source('persistiq', {})).rejects.toMatchObject({ code: 'config_value_missing' });
    await expect(source('persistiq', { api_key: 'x', requests_per_minute: '0' })).rejects.toThrow(
      /requests_per_minute/,
    );
  });
});

describe('the check call of the vendors’ own choice', () => {
  test.each([
    { name: 'dbt-cloud', key: 'host', path: '', select: 'accounts', target: '/api/v2/accounts/?' },
    { name: 'persistiq', key: 'base_url', path: '/v1/', select: 'users', target: '/v1/users?page=1' },
  ])('$name: one request, and the key is accepted or refused', async ({ name, key, path, select, target }) => {
    const api = await mockApi(name);
    mock = await startMockApi(api);
    const place = { [key]: `${mock.url}${path}` };
    const [secret = ''] = Object.keys(api.keys ?? {});
    const right = await source(name, { ...place, [secret]: api.keys?.[secret] ?? '' });
    expect(await checked(right, select)).toMatchObject([{ kind: 'asked', resource: select, credentials: 'accepted' }]);
    const wrong = await source(name, { ...place, [secret]: 'wrong' });
    expect(await checked(wrong, select)).toMatchObject([{ resource: select, status: 401, credentials: 'refused' }]);
    expect(mock.requests.map((request) => `${request.path}?${request.query}`)).toEqual([target, target]);
  });
});

async function checked(made: Source, select: string): Promise<readonly ResourceCheck[]> {
  const checks: ResourceCheck[] = [];
  const options = {
    runtime: nodeRuntime({ workingFolder: folder }),
    select: [select],
    signal: new AbortController().signal,
  };
  for await (const check of checkLive(made, options)) checks.push(check);
  return checks;
}
