import { describe, expect, test } from 'vitest';
import { svix } from '../../connectors/svix/index.ts';
import type { SourceRemark } from '../source.ts';
import { restApi } from './index.ts';
import type { EndpointConfig, ResourceConfig, RestApiConfig } from './vocabulary.ts';

const quiet = { type: 'cursor', cursor_path: 'next' } as const;

function remarks(config: RestApiConfig): readonly SourceRemark[] {
  return restApi(config, { name: 'shop' }).remarks ?? [];
}

/** Remarks on one resource, in short. */
function said(resource: Partial<ResourceConfig>, client: Partial<RestApiConfig['client']> = {}): readonly string[] {
  const config = {
    client: { base_url: 'https://api.test/', paginator: quiet, ...client },
    resources: [{ name: 'a', ...resource }],
  };
  return remarks(config).map(({ kind, path }) => `${kind} ${path}`);
}

describe('Source.remarks of restApi()', () => {
  test('has none where everything is clear', () => {
    expect(said({ primary_key: 'id', write_disposition: 'merge' })).toEqual([]);
    expect(svix({ token: 'sk_x.eu' }).remarks?.filter(({ kind }) => kind === 'contradiction')).toEqual([]);
  });

  test.each<readonly [string, EndpointConfig, readonly string[]]>([
    ['no paginator', { paginator: 'auto' }, []],
    ['single_page', { paginator: 'single_page' }, ['note resources[0].endpoint.paginator']],
    ['page_number by itself', { paginator: 'page_number' }, ['note resources[0].endpoint.paginator']],
    ['page_number with total', { paginator: { type: 'page_number', total_path: 'pages' } }, []],
    ['offset with a flag', { paginator: { type: 'offset', limit: 5, total_path: null, has_more_path: 'more' } }, []],
    [
      'offset without total',
      { paginator: { type: 'offset', limit: 5, total_path: null } },
      ['note resources[0].endpoint.paginator'],
    ],
    [
      'maximum_page',
      { paginator: { type: 'page_number', total_path: 'pages', maximum_page: 3 } },
      ['risk resources[0].endpoint.paginator.maximum_page'],
    ],
    [
      'a parameter that the paginator sets',
      { params: { limit: 50, offset: 0 }, paginator: { type: 'offset', limit: 5, total_path: 'n' } },
      ['contradiction resources[0].endpoint.params.limit'],
    ],
    [
      'the same value twice',
      { params: { page: 1 }, paginator: { type: 'page_number', base_page: 1, total_path: 'n' } },
      [],
    ],
    [
      'a credential in the query',
      { params: { api_key: 'abcdefgh12345' } },
      ['risk resources[0].endpoint.params.api_key'],
    ],
  ])('%s', (_, endpoint, expected) => expect(said({ endpoint })).toEqual(expected));

  test('the end of a walk that is not proven is told', () => {
    const [remark] = remarks({
      client: { base_url: 'https://api.test/' },
      resources: [{ name: 'a', endpoint: { paginator: { type: 'offset', limit: 5, total_path: '' } } }],
    });
    expect(remark).toMatchObject({ resource: 'a', message: expect.stringContaining('ends at the first empty page') });
  });

  test('no paginator at all: the detector decides', () => {
    expect(remarks({ client: { base_url: 'https://api.test/' }, resources: ['a'] })).toEqual([
      expect.objectContaining({ kind: 'note', message: expect.stringContaining('the detector decides') }),
    ]);
  });

  test.each([
    ['https://api.svix.com/', 300, true],
    ['https://api.eu.svix.com/', 250, false],
    ['https://notsvix.com/', 300, false],
    ['https://ab123.us1.dbt.com/', 5000, true],
  ])('a limit over a known cap: %s %i', (base_url, limit, isOver) => {
    const asParam = said({ endpoint: { params: { limit } } }, { base_url });
    expect(asParam).toEqual(isOver ? ['risk resources[0].endpoint.params.limit'] : []);
    const endpoint = { paginator: { type: 'offset', limit, total_path: 'total' } } as const;
    expect(said({ endpoint }, { base_url })).toEqual(isOver ? ['risk resources[0].endpoint.paginator.limit'] : []);
  });

  test('a merge without a key is a contradiction, however the key is written', () => {
    const write_disposition = 'merge';
    expect(said({ write_disposition })).toEqual(['contradiction resources[0].write_disposition']);
    expect(said({ write_disposition, merge_key: 'day' })).toEqual([]);
    expect(said({ write_disposition, columns: { id: { primary_key: true } } })).toEqual([]);
  });

  test('credentials over http, and in the query', () => {
    const auth = { type: 'api_key', api_key: 'abcdefgh', location: 'query', name: 'k' } as const;
    expect(said({}, { base_url: 'http://api.test/', auth })).toEqual(['risk client.base_url', 'note client.auth']);
    expect(said({}, { base_url: 'http://127.0.0.1:8/', auth: { type: 'bearer', token: 'abcdefgh' } })).toEqual([]);
    expect(said({}, { base_url: 'http://api.test/' })).toEqual([]);
  });

  test('children whose rows do not say their parent, and parents that nobody asks for', () => {
    const client = { base_url: 'https://api.test/', paginator: quiet };
    const child = { name: 'b', endpoint: 'a/{resources.a.id}/b' };
    const found = remarks({
      client,
      resources: [{ name: 'a', selected: false }, child, { name: 'c', selected: false }],
    });
    expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'risk resources[1].include_from_parent',
      'contradiction resources[2].selected',
    ]);
    expect(remarks({ client, resources: ['a', { ...child, include_from_parent: ['id'] }] })).toEqual([]);
    expect(remarks({ client, resources: ['a', { name: 'd', endpoint: 'a/{resources.a.id}' }] })).toEqual([]);
  });

  test('a cursor that no request mentions', () => {
    const incremental = { cursor_path: 'at', initial_value: '2026' };
    expect(said({ endpoint: { incremental } })).toEqual(['risk resources[0].endpoint.incremental']);
    expect(said({ endpoint: { incremental: { ...incremental, start_param: 'since' } } })).toEqual([]);
    expect(said({ endpoint: { incremental, params: { since: '{incremental.start_value}' } } })).toEqual([]);
    expect(said({ endpoint: { params: { since: { type: 'incremental', ...incremental } } } })).toEqual([]);
  });

  test('a resource in code has none', () => {
    const code = { kind: 'root', name: 'c', table: 'c', hints: {}, selected: false, pages: () => none() } as const;
    expect(remarks({ client: { base_url: 'https://api.test/' }, resources: [code] })).toEqual([]);
  });
});

async function* none(): AsyncGenerator<never> {}

test('vendors 18: an incremental parent hides what changed below its rows', () => {
  const incremental = { cursor_path: 'updated_at', start_param: 'since' };
  const found = remarks({
    client: { base_url: 'https://api.test/', paginator: quiet },
    resources: [
      { name: 'boards', endpoint: { path: 'boards', incremental } },
      { name: 'cards', endpoint: 'boards/{resources.boards.id}/cards', include_from_parent: ['id'] },
    ],
  });
  expect(found.map(({ kind, path }) => `${kind} ${path}`)).toContain('risk resources[0].endpoint.incremental');
});
