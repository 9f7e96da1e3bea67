import { recordingApi, type Recorded, type RecordingApi } from '../recording-api.ts';

/** What the API has from a turn on: rows as JSON text, so that both engines read the very same characters. */
interface Published {
  readonly turn: number;
  readonly cursor: string;
  readonly row: string;
}

const event = (turn: number, id: number, day: number, rest: string): Published => {
  const cursor = `2024-01-0${day}T00:00:00Z`;
  return { turn, cursor, row: `{"id":${id},"ts":"${cursor}",${rest}}` };
};

/** Rows of one cursor in several turns, an older one that comes late, new columns and lists. */
const events: readonly Published[] = [
  event(0, 1, 1, `"kind":"a","tags":["x","y"]`),
  event(0, 2, 2, `"kind":"b","tags":[]`),
  event(0, 3, 2, `"kind":"b"`),
  event(1, 4, 2, `"kind":"late, of the same day"`),
  event(1, 9, 1, `"kind":"too late"`),
  event(1, 5, 3, `"kind":"c","tags":["z"],"extra":{"note":"é😀"}`),
  event(2, 6, 3, `"kind":7,"tags":["of the same day"]`),
  event(2, 7, 4, `"kind":"d"`),
];

/** Without a key, so that whole rows are hashed: numbers in every spelling, keys out of order, odd letters. */
const readings: readonly Published[] = [
  { turn: 0, cursor: '1', row: `{"seq":1,"b":1.0,"a":{"ü":"x","n":[1,{"k":null}]}}` },
  { turn: 0, cursor: '2', row: `{"seq":2,"b":1e-7,"a":{"ü":"\\"\\n","n":[]}}` },
  { turn: 1, cursor: '2', row: `{"seq":2,"b":12345678901234567,"z":true}` },
  { turn: 1, cursor: '3', row: `{"seq":3,"b":0.1,"z":false}` },
  { turn: 2, cursor: '3', row: `{"seq":3,"b":2.50}` },
  { turn: 2, cursor: '4', row: `{"seq":4}` },
];

/** All rows of a table, turn by turn. */
const whole: Readonly<Record<string, readonly string[]>> = {
  '/users': [
    `[{"id":1,"name":"a","orders":[{"no":1,"lines":[{"sku":"x"},{"sku":"y"}]}]},{"id":2,"name":"b","orders":[{"no":2}]}]`,
    `[{"id":2,"name":"b2","orders":[{"no":3,"lines":[{"sku":"z"}]}]},{"id":3,"name":"c","mail":"c@example.org"}]`,
    `[{"id":1,"name":"a3","orders":[{"no":4,"lines":[{"sku":"w","n":2}]}]},{"id":3,"name":5}]`,
  ],
  '/prices': [
    `[{"sku":"x","price":1.5,"sizes":[1,2]},{"sku":"y","price":2.0}]`,
    `[{"sku":"x","price":1.75,"sizes":[1]},{"sku":"y","price":2.0},{"sku":"z","price":3}]`,
    `[{"sku":"x","price":1.5,"sizes":[1,2]},{"sku":"z","price":3}]`,
  ],
  '/stock': [
    `[{"sku":"x","places":[{"id":"A","count":1}]},{"sku":"y","places":[]}]`,
    `[{"sku":"x","places":[{"id":"A","count":2},{"id":"B","count":5}]}]`,
    `[{"sku":"y","places":[{"id":"C","count":1}],"note":"new"}]`,
  ],
};

/** The cursor that an API takes for numbers and texts alike. */
function since(rows: readonly Published[], turn: number, start: string | null): string {
  const isNew = ({ cursor }: Published): boolean => start === null || cursor >= start;
  return `[${rows
    .filter((row) => row.turn <= turn && isNew(row))
    .map(({ row }) => row)
    .join(',')}]`;
}

export interface RelayApi extends RecordingApi {
  /** From here on the API has what is published in this turn. */
  begin(turn: number): void;
}

/** An API that gets new rows with every turn, and filters by the cursor that it is asked for. */
export async function relayApi(): Promise<RelayApi> {
  let turn = 0;
  const body = ({ path, query }: Recorded): string => {
    if (path === '/events') return since(events, turn, query.get('since'));
    if (path === '/readings') return since(readings, turn, query.get('after'));
    return whole[path]?.[turn] ?? '[]';
  };
  const api = await recordingApi((request) => ({ body: body(request) }));
  return { ...api, begin: (next) => void (turn = next) };
}

/** The configuration of a turn, which is the same for both engines. */
export function relayConfig(url: string, turn: number): object {
  const endpoint = { data_selector: '$', paginator: 'single_page' };
  const from = (cursor_path: string, start_param: string, initial_value: unknown): object => ({
    ...endpoint,
    incremental: { cursor_path, start_param, initial_value },
  });
  const boundary_timestamp = `2024-0${turn + 1}-01T00:00:00Z`;
  return {
    client: { base_url: `${url}/` },
    resource_defaults: { endpoint },
    resources: [
      { name: 'events', primary_key: 'id', endpoint: from('ts', 'since', '2024-01-01T00:00:00Z') },
      { name: 'readings', endpoint: from('seq', 'after', 0) },
      { name: 'old_readings', endpoint: { ...from('$.seq', 'after', 0), path: 'readings' } },
      { name: 'users', primary_key: 'id', write_disposition: 'merge' },
      { name: 'prices', write_disposition: { disposition: 'merge', strategy: 'scd2', boundary_timestamp } },
      { name: 'stock', primary_key: 'sku', write_disposition: { disposition: 'merge', strategy: 'upsert' } },
    ],
  };
}
