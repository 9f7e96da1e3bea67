import { ruddrMock, ruddrMockToken } from '../../src/mock/ruddr/index.ts';
import { ruddrLists, type RuddrList } from '../../src/mock/ruddr/lists.ts';
import { pages } from './pages.ts';
import { table } from './truth.ts';
import type { Side, Vendor } from './vendors.ts';

const ofGuide: readonly RuddrList[] = [
  'clients',
  'projects',
  'project_members',
  'project_tasks',
  'expense_reports',
  'expense_items',
  'expense_categories',
  'project_expense',
  'project_budget_expenses',
  'workspace_members',
  'opportunity_stages',
  'invoices',
  'holidays',
];

export const ruddrVendor: Vendor = {
  name: 'ruddr',
  caps: ['reject', 'clamp'],
  world(capMode) {
    const api = ruddrMock({ capMode });
    const side = (lists: readonly RuddrList[]): Pick<Side, 'truth' | 'fewest'> => ({
      truth: () => Object.fromEntries(lists.map((list) => [list, table(api.rows(list))])),
      fewest: () => lists.reduce((sum, list) => sum + pages(api.rows(list).length, 100), 0),
    });
    const all = side([...ruddrLists.keys()]);
    return {
      api,
      secret: ruddrMockToken,
      guide: {
        settings: (url) => [`client.base_url=${url}/`],
        environment: { SOURCES__RUDDR__API_TOKEN: ruddrMockToken },
        ...side(ofGuide),
      },
      connector: {
        settings: (url) => [`client.base_url=${url}/`, 'client.rate_limit.requests=1000'],
        environment: { SOURCES__RUDDR__TOKEN: ruddrMockToken },
        truth: () => ({ ...all.truth(), workspace: table([api.workspace]) }),
        fewest: () => all.fewest() + 1,
      },
    };
  },
};
