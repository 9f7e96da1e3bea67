/** What the guides write, word for word, against the local APIs: where it is right, and where a connector must know better. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lightdashMock, lightdashMockToken } from '../src/mock/lightdash/index.ts';
import { ruddrMock, ruddrMockToken } from '../src/mock/ruddr/index.ts';
import { restApi } from '../src/sources/rest-api/index.ts';
import type { ResourceConfig, RestApiConfig } from '../src/sources/rest-api/vocabulary.ts';
import { ConnectorBed, textsOf } from './connector-bed.ts';

let bed: ConnectorBed;
beforeEach(() => {
  bed = new ConnectorBed();
});
afterEach(() => bed.close());

describe('the words of the Lightdash guide (vendors 1.4)', () => {
  async function load(resources: readonly ResourceConfig[]): Promise<void> {
    const config: RestApiConfig = {
      client: {
        base_url: `${bed.mock.url}/api/v1/`,
        auth: { type: 'api_key', name: 'Authorization', api_key: lightdashMockToken, format: 'ApiKey {token}' },
        paginator: { type: 'json_link', next_url_path: '$.next_page' },
      },
      resource_defaults: { endpoint: { data_selector: '$.results[*]' } },
      resources,
    };
    await bed.run(restApi(config, { name: 'guide' }));
  }

  test('a link to the next page that is never sent means that there is one page', async () => {
    const api = lightdashMock();
    await bed.serve(api);
    await load([{ name: 'projects', endpoint: '/org/projects' }]);
    expect(await bed.texts('select project_uuid from raw.projects')).toEqual(
      textsOf(api.rows('projects'), 'projectUuid'),
    );
    expect(bed.mock.requests).toHaveLength(1);
  });

  test('$.results[*] of an object is the object, one row, and not its values', async () => {
    const api = lightdashMock();
    await bed.serve(api);
    const endpoint = { path: '/projects/{resources.projects.projectUuid}', data_selector: '$.results[*]' };
    await load([
      { name: 'projects', endpoint: '/org/projects' },
      { name: 'details', max_table_nesting: 0, endpoint },
    ]);
    expect(await bed.texts('select project_uuid from raw.details')).toEqual(
      textsOf(api.rows('projects'), 'projectUuid'),
    );
  });

  test('$.results[*] of the users is one row, of data and pagination: the connector must know better', async () => {
    await bed.serve(lightdashMock());
    await load([
      {
        name: 'users',
        max_table_nesting: 0,
        endpoint: { path: '/org/users', params: { page: 1, pageSize: 100 }, paginator: 'single_page' },
      },
    ]);
    expect(await bed.texts('select count(*) from raw.users')).toEqual(['1']);
  });
});

describe('the words of the Ruddr guide (vendors 5.4)', () => {
  test('limit in the paginator, no cursor path and a condition in Python load every row, a hundred a page', async () => {
    const api = ruddrMock();
    await bed.serve(api);
    const config: RestApiConfig = {
      client: { base_url: bed.mock.url, auth: { type: 'bearer', token: ruddrMockToken } },
      resource_defaults: { primary_key: 'id', write_disposition: 'merge' },
      resources: [
        {
          name: 'clients',
          endpoint: {
            path: '/api/workspace/clients',
            data_selector: 'results',
            paginator: {
              type: 'cursor',
              limit: 100,
              cursor_param: 'startingAfter',
              stop_condition: "not response.get('hasMore', False)",
            },
          },
        },
      ],
    };
    await bed.run(restApi(config, { name: 'guide' }));
    expect(await bed.texts('select id from raw.clients')).toEqual(textsOf(api.rows('clients'), 'id'));
    expect(bed.mock.requests).toHaveLength(3);
  });
});
