import { describe, expect, test } from 'vitest';
import { Secret } from '../../config/secret.ts';
import { restApi } from './index.ts';

const client = { base_url: 'http://h' };

describe('restApi() makes', () => {
  test('resources in the order in which they can be asked, with their hints', () => {
    const source = restApi(
      {
        client,
        resource_defaults: {
          primary_key: 'id',
          write_disposition: { disposition: 'merge', strategy: 'delete-insert' },
          columns: [{ name: 'a', data_type: 'text' }],
          max_table_nesting: 1,
        },
        resources: [
          { name: 'c', endpoint: 'p/{resources.p.id}/c', primary_key: ['x', 'y'], columns: { a: { nullable: false } } },
          { name: 'p', table_name: 'parents', selected: false, merge_key: 'k' },
        ],
      },
      { name: 'shop' },
    );
    expect(source.name).toBe('shop');
    expect(source.resources).toMatchObject([
      { kind: 'root', name: 'p', table: 'parents', selected: false, hints: { primaryKey: ['id'], mergeKey: ['k'] } },
      {
        kind: 'child',
        name: 'c',
        table: 'c',
        parent: 'p',
        hints: {
          primaryKey: ['x', 'y'],
          writeDisposition: 'merge',
          columns: [{ name: 'a', dataType: 'text', nullable: false }],
          maxTableNesting: 1,
        },
      },
    ]);
  });

  test('a plan with placeholders and without secrets', () => {
    const source = restApi(
      {
        client: { ...client, auth: { type: 'api_key', location: 'query', name: 'appid' } },
        resources: [
          { name: 'p', endpoint: { paginator: { type: 'offset', limit: 5 } } },
          {
            name: 'c',
            endpoint: {
              path: 'p/{resources.p.id}/c',
              method: 'POST',
              params: { q: '{resources.p.name}', token: 'x' },
              headers: { 'X-Key': 'hunter22' },
              json: { a: '{resources.p.id}' },
              auth: { token: new Secret('sesame') },
            },
          },
        ],
      },
      { secret: (key) => new Secret(`secret of ${key}`) },
    );
    expect(source.requests).toMatchObject([
      {
        resource: 'p',
        parent: undefined,
        method: 'GET',
        url: 'http://h/p?offset=0&limit=5&appid=***',
        headers: {},
        body: undefined,
        paging: 'offset moves by the rows that came, 5 at most',
      },
      {
        resource: 'c',
        parent: 'p',
        method: 'POST',
        url: 'http://h/p/{resources.p.id}/c?q={resources.p.name}&token=***',
        headers: { 'X-Key': '***', Authorization: '***' },
        body: '{"a": "{resources.p.id}"}',
        paging: 'as the first answer shows',
      },
    ]);
  });

  test('an empty list of resources is a source without any', () => {
    expect(restApi({ client, resources: [] }).resources).toEqual([]);
  });
});
