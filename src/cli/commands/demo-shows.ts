import type { MockApi, RunningMock } from '../../mock/mock-api.ts';
import { restApi } from '../../sources/rest-api/index.ts';
import type { EndpointConfig } from '../../sources/rest-api/vocabulary.ts';
import type { Runtime } from '../../core/runtime.ts';
import type { QueryResult } from '../../destinations/destination.ts';
import type { PipelineStatus, RunReport } from '../../pipeline/report.ts';
import type { Source } from '../../sources/source.ts';
import { loadSource } from '../sources/load-source.ts';

/** One API of the demo: what it shows, how it is loaded, and what is asked afterwards. */
export interface DemoShow {
  /** Of the local API, the pipeline and the dataset. */
  readonly name: string;
  readonly about: string;
  /** Rows of these exist nowhere but in a package for development: without it the show is left out. */
  readonly optional: boolean;
  readonly sql: string;
  source(mock: RunningMock, api: MockApi, runtime: Runtime): Promise<Source>;
}

/** What one show loaded, and what it answers. */
export interface DemoOutcome {
  readonly report: RunReport;
  readonly status: PipelineStatus;
  readonly sql: string;
  readonly answer: QueryResult;
}

export const demoShows: readonly DemoShow[] = [
  {
    name: 'svix',
    about: 'parents and children, cursors that never end by themselves, nested objects',
    optional: false,
    sql: `select a.name as application, count(e.id) as endpoints
from applications a left join endpoints e on e._applications_id = a.id
group by all order by endpoints desc, application limit 5`,
    async source(mock, { keys = {} }, runtime) {
      const settings = [
        `client.base_url=${mock.url}/`,
        ...Object.entries(keys).map(([key, value]) => `${key}=${value}`),
      ];
      return (await loadSource('svix', settings, runtime)).source;
    },
  },
  {
    name: 'movies',
    about: '3,201 films with messy types, by page number',
    optional: true,
    sql: `select major_genre, count(*) as films, round(avg(imdb_rating), 2) as rating
from movies where major_genre is not null group by all order by films desc limit 5`,
    source: (mock) =>
      listSource(mock, 'movies', {
        path: 'movies',
        params: { style: 'page_number', per_page: 500 },
        paginator: { type: 'page_number', base_page: 1, total_path: 'total_pages' },
        data_selector: 'data',
      }),
  },
  {
    name: 'flights',
    about: '231,083 flights, by cursor',
    optional: true,
    sql: `select cast(floor(distance / 500) * 500 as integer) as miles_from, count(*) as flights, round(avg(delay), 1) as delay
from flights group by all order by miles_from`,
    source: (mock) =>
      listSource(mock, 'flights', {
        path: 'flights',
        params: { style: 'cursor', limit: 1000 },
        paginator: { type: 'cursor', cursor_path: 'cursors.next', cursor_param: 'cursor' },
        data_selector: 'data',
      }),
  },
];

async function listSource(mock: RunningMock, name: string, endpoint: EndpointConfig): Promise<Source> {
  return restApi(
    { client: { base_url: mock.url }, resources: [{ name, endpoint, write_disposition: 'replace' }] },
    { name },
  );
}
