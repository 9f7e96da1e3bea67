import type { MockResponse } from '../mock-api.ts';
import { unreadableQuery } from './answers.ts';
import type { PlacedRow, SvixList, SvixRow } from './rows.ts';

type Lists = Readonly<Record<SvixList, readonly PlacedRow[]>>;
type Filter = (rows: readonly SvixRow[], lists: Lists) => readonly SvixRow[];

/** What a list does for each flag of its query; `absent` where it is not given or false. */
interface Flag {
  readonly present?: Filter;
  readonly absent?: Filter;
}

const flags: { readonly [List in SvixList]?: Readonly<Record<string, Flag>> } = {
  applications: {
    exclude_apps_with_no_endpoints: {
      present: (rows, lists) => rows.filter((row) => endpointsOf(row, lists).length > 0),
    },
    exclude_apps_with_disabled_endpoints: {
      present: (rows, lists) => rows.filter((row) => !isAllDisabled(endpointsOf(row, lists))),
    },
    // No endpoint here is one of the vendor's playground.
    exclude_apps_with_svix_play_endpoints: {},
  },
  event_types: {
    include_archived: { absent: (rows) => rows.filter((row) => row['archived'] !== true) },
    with_content: { absent: (rows) => rows.map((row) => ({ ...row, schemas: null })) },
  },
};

/** The rows that the flags of a query leave, or the refusal of a flag that is neither true nor false. */
export function filterRows(list: SvixList, lists: Lists, query: URLSearchParams): readonly SvixRow[] | MockResponse {
  let rows: readonly SvixRow[] = lists[list].map(({ row }) => row);
  for (const [name, flag] of Object.entries(flags[list] ?? {})) {
    const text = query.get(name) ?? 'false';
    if (text !== 'true' && text !== 'false')
      return unreadableQuery(`${name}: provided string was not \`true\` or \`false\``);
    const filter = text === 'true' ? flag.present : flag.absent;
    rows = filter?.(rows, lists) ?? rows;
  }
  return rows;
}

function endpointsOf(application: SvixRow, lists: Lists): readonly SvixRow[] {
  return lists.endpoints.filter(({ parent }) => parent === application['id']).map(({ row }) => row);
}

function isAllDisabled(endpoints: readonly SvixRow[]): boolean {
  return endpoints.length > 0 && endpoints.every((endpoint) => endpoint['disabled'] === true);
}
