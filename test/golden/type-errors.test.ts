import { afterAll, describe, expect, test } from 'vitest';
import { openEditor } from './editor.ts';
import { testGolden } from './golden-file.ts';

const editor = openEditor(`
import { restApi } from '../../../src/sources/rest-api/index.ts';
import type { Resource } from '../../../src/sources/source.ts';
import type { EndpointConfig, ParamConfig, ResourceConfig, RestApiConfig } from '../../../src/sources/rest-api/vocabulary.ts';
const client = { base_url: 'https://api.example.com' } as const;
declare const dynamic: RestApiConfig;
declare const text: string;
declare const names: readonly string[];
declare const flag: boolean;
declare const readyMade: Resource;
declare const resource: ResourceConfig;
declare const endpoint: EndpointConfig;
declare const param: ParamConfig;
declare function anything(): any;
export { client, dynamic, text, names, flag, readyMade, resource, endpoint, param, anything, restApi };
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
