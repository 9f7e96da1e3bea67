import { afterEach, expect, test } from 'vitest';
import { recordingApi, walkAll, type RecordingApi } from '../../../../test/recording-api.ts';
import { restApi } from '../index.ts';
import type { RestApiConfig } from '../vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

test('L1: spellings of guides are taken for the keys that they mean, and remarked on', async () => {
  const api = await recordingApi(({ query }) => ({
    body: { leads: query.get('page') === '1' ? [{ id: 1 }] : [], hasMore: query.get('page') === '1' },
  }));
  open.push(api);
  const config: unknown = {
    client: { base_url: api.url },
    resources: [
      {
        name: 'leads',
        endpoint: {
          data_selector: 'leads',
          pagination: { type: 'page_number', base_page: 1, page_param: 'page' },
          incremental: { cursor_path: 'id', param_name: 'since', initial_value: 1709251200, format: 'iso' },
        },
      },
    ],
  };
  // What a guide says is no configuration to the compiler.
  const source = restApi(config as RestApiConfig);
  await walkAll(source);
  expect(api.targets()[0]).toBe('/leads?since=2024-03-01T00%3A00%3A00Z&page=1');
  expect(source.remarks?.map(({ path, message }) => `${path} ${message}`)).toEqual(
    expect.arrayContaining([
      'resources[0].endpoint.pagination is taken for paginator',
      'resources[0].endpoint.incremental.param_name is taken for start_param',
      'resources[0].endpoint.incremental.format is taken for value_format',
    ]),
  );
});
