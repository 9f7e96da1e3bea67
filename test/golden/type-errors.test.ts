import { afterAll, describe, expect, test } from 'vitest';
import { openEditor } from './editor.ts';
import { testGolden } from './golden-file.ts';

const editor = openEditor(`
import { restApi } from '../../../src/sources/rest-api/index.ts';
import type { RestApiConfig } from '../../../src/sources/rest-api/vocabulary.ts';
const client = { base_url: 'https://api.example.com' } as const;
declare const dynamic: RestApiConfig;
declare const text: string;
declare const names: readonly string[];
declare const flag: boolean;
declare function anything(): any;
export { client, dynamic, text, names, flag, anything, restApi };
`);
afterAll(() => editor[Symbol.dispose]());

const said = (code: string): string => editor.mistakesIn(code).join('\n') || 'nothing';
testGolden('type-errors.md', said);
testGolden('type-accepted.md', said);

describe('the editor offers', () => {
  const endpoint = (written: string): string =>
    `restApi({ client, resources: ['users', 'teams', { name: 'orders', endpoint: ${written} }] });`;

  test.each<[string, string, readonly string[]]>([
    ['names of resources in a path', endpoint(`'{resources.¦'`), ['{resources.teams.', '{resources.users.']],
    [
      'names of resources in a body, and keeps what stands around',
      endpoint(`{ json: { a: ['x {resources.¦} y'] } }`),
      ['x {resources.teams.id} y', 'x {resources.users.id} y'],
    ],
    [
      'names of resources in place of one that is none',
      endpoint(`{ params: { a: '{resources.usr¦.name}' } }`),
      ['{resources.teams.name}', '{resources.users.name}'],
    ],
    [
      'names of resources to resolve',
      endpoint(`{ path: '{id}', params: { id: { type: 'resolve', resource: '¦', field: 'id' } } }`),
      ['teams', 'users'],
    ],
    ['methods', endpoint(`{ method: '¦' }`), ['GET', 'POST']],
    ['keys of the paginator that was chosen', endpoint(`{ paginator: { type: 'json_link', ¦ } }`), ['next_url_path?']],
    ['keys of an endpoint', endpoint(`{ path: 'x', pag¦ }`), ['paginator?']],
    [
      'keys of a resource',
      `restApi({ client, resources: [{ name: 'orders', ¦ }] });`,
      ['endpoint?', 'primary_key?', 'columns?'],
    ],
  ])('%s', (_, code, offered) => {
    expect(editor.offeredAt(code)).toEqual(expect.arrayContaining([...offered]));
    expect(editor.offeredAt(code)).not.toContain('{resources.orders.');
  });
});

describe('200 resources', () => {
  const child = (index: number): string => `{
    name: 'r${index}', table_name: 't${index}', write_disposition: 'merge', include_from_parent: ['id'],
    columns: { a: { data_type: 'bigint' }, b: { data_type: 'timestamp', nullable: true } },
    endpoint: {
      path: 'a/{resources.r${index >> 1}.id}/b', params: { x: '{resources.r${index >> 1}.name}', y: 1 },
      json: { query: 'query {{ a {{ b }} }}', variables: { id: '{resources.r0.id}', list: [1, { a: 'b' }] } },
      paginator: { type: 'offset', limit: 100 }, headers: { 'X-A': 'b' },
    },
  },`;
  const children = Array.from({ length: 199 }, (_, index) => child(index + 1)).join('\n');

  function checkedWithinMs(code: string): number {
    const before = performance.now();
    expect(editor.mistakesIn(code)).toEqual([]);
    return performance.now() - before;
  }

  test('are checked in less than 2 s more than none', () => {
    const none = checkedWithinMs('restApi({ client, resources: [] });');
    const many = checkedWithinMs(`restApi({ client, resources: ['r0', ${children}] });`);
    expect(many - none).toBeLessThan(2000);
  });
});
