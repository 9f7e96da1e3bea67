import { mockApiKey, persistIqMock, type PersistIqMock } from '../../src/mock/persistiq/index.ts';
import type { PersistIqList } from '../../src/mock/persistiq/rows.ts';
import { childPages, pages } from './pages.ts';
import { table, type Truth } from './truth.ts';
import type { Vendor } from './vendors.ts';

const wholeLists: readonly PersistIqList[] = ['users', 'lead_fields', 'lead_statuses'];
const pagedLists: readonly PersistIqList[] = ['leads', 'campaigns', 'tags', 'dnc_domains'];
const ofCampaign: readonly PersistIqList[] = ['campaign_leads', 'replies'];

export const persistIqVendor: Vendor = {
  name: 'persistiq',
  // The size of a page is not for the client to choose.
  caps: ['reject'],
  world() {
    const api = persistIqMock();
    const truthOf = (lists: readonly PersistIqList[]): Truth =>
      Object.fromEntries(lists.map((list) => [list, table(api.rows(list))]));
    return {
      api,
      secret: mockApiKey,
      guide: {
        settings: (url) => [`client.base_url=${url}/v1/`],
        environment: { SOURCES__PERSISTIQ__ACCESS_TOKEN: mockApiKey },
        truth: () => truthOf(['users', 'leads', 'campaigns']),
        fewest: () => 1 + pages(api.rows('leads').length, 100) + pages(api.rows('campaigns').length, 100),
      },
      connector: {
        settings: (url) => [`client.base_url=${url}/v1/`],
        environment: { SOURCES__PERSISTIQ__API_KEY: mockApiKey, SOURCES__PERSISTIQ__REQUESTS_PER_MINUTE: '60000' },
        truth: () => truthOf([...wholeLists, ...pagedLists, ...ofCampaign, 'events']),
        fewest: () => fewestOfAll(api),
      },
    };
  },
};

function fewestOfAll(api: PersistIqMock): number {
  const campaigns = api.rows('campaigns').map(({ id }) => id);
  const children = ofCampaign.map((list) =>
    childPages(campaigns, (id) => api.rows(list).filter((row) => row['campaign_id'] === id).length, 100),
  );
  const roots = pagedLists.map((list) => pages(api.rows(list).length, 100));
  return [...children, ...roots, wholeLists.length, pages(api.rows('events').length, 500)].reduce(
    (sum, count) => sum + count,
    0,
  );
}
