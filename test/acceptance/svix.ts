import { mockToken, svixMock, type SvixMock } from '../../src/mock/svix/index.ts';
import type { SvixList } from '../../src/mock/svix/rows.ts';
import { childPages, pages } from './pages.ts';
import { table, type Truth } from './truth.ts';
import type { Vendor } from './vendors.ts';

const lists = [
  'applications',
  'tokens',
  'endpoints',
  'integrations',
  'ingest_source',
  'ingest_source_endpoint',
  'webhook_endpoint',
] as const;

export const svixVendor: Vendor = {
  name: 'svix',
  caps: ['reject'],
  world() {
    const api = svixMock({ applications: 60, guidePaths: true });
    const listed = (): Truth => Object.fromEntries(lists.map((list) => [list, table(api.rows(list))]));
    // Archived ones come only to those who ask for them.
    const current = () => api.rows('event_types').filter(({ archived }) => archived !== true);
    return {
      api,
      secret: mockToken,
      guide: {
        settings: (url) => [`client.base_url=${url}/`],
        environment: { SOURCES__SVIX__API_KEY: mockToken },
        truth: () => ({ ...listed(), event_types: { ...table(current(), 'name'), isReplaced: true } }),
        fewest: () => fewest(api, 50, current().length),
      },
      connector: {
        settings: (url) => [`client.base_url=${url}/`],
        environment: { SOURCES__SVIX__TOKEN: mockToken },
        truth: () => ({ ...listed(), event_types: table(api.rows('event_types'), 'name') }),
        // The environment is asked for once.
        fewest: () => fewest(api, 250, api.rows('event_types').length) + 1,
      },
    };
  },
};

function fewest(api: SvixMock, pageSize: number, eventTypes: number): number {
  const roots = (['applications', 'tokens', 'ingest_source', 'webhook_endpoint'] as const).map((list) =>
    pages(api.rows(list).length, pageSize),
  );
  const below = (parent: SvixList, list: SvixList): number => {
    const ids = api.rows(parent).map(({ id }) => id);
    return childPages(ids, (id) => api.placedRows(list).filter((placed) => placed.parent === id).length, pageSize);
  };
  return (
    roots.reduce((sum, count) => sum + count, pages(eventTypes, pageSize)) +
    below('applications', 'endpoints') +
    below('applications', 'integrations') +
    below('ingest_source', 'ingest_source_endpoint')
  );
}
