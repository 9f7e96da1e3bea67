import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lightdash, type LightdashOptions } from '../src/connectors/lightdash/index.ts';
import {
  lightdashMock,
  lightdashMockLogin,
  lightdashMockToken,
  type LightdashMock,
  type LightdashMockOptions,
} from '../src/mock/lightdash/index.ts';
import type { MockOptions } from '../src/mock/mock-api.ts';
import type { RunOptions } from '../src/pipeline/options.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import { ConnectorBed, textsOf } from './connector-bed.ts';

let bed: ConnectorBed;
beforeEach(() => {
  bed = new ConnectorBed();
});
afterEach(() => bed.close());

async function serve(options: LightdashMockOptions = {}, running: MockOptions = {}): Promise<LightdashMock> {
  const api = lightdashMock(options);
  await bed.serve(api, running);
  return api;
}

async function run(options: RunOptions = {}, more: Partial<LightdashOptions> = {}): Promise<RunReport> {
  // What is given has either a token or a login.
  const all = { token: lightdashMockToken, baseUrl: bed.mock.url, ...more } as LightdashOptions;
  return bed.run(lightdash(all), options);
}

const keys = [
  ['projects', 'projectUuid', 'project_uuid'],
  ['project_details', 'projectUuid', 'project_uuid'],
  ['project_tables_configuration', 'projectUuid', 'project_uuid'],
  ['project_dashboards', 'uuid', 'uuid'],
  ['dashboards', 'uuid', 'uuid'],
  ['saved_charts', 'uuid', 'uuid'],
  ['users', 'userUuid', 'user_uuid'],
  ['charts', 'uuid', 'uuid'],
  ['spaces', 'uuid', 'uuid'],
  ['explores', 'name', 'name'],
  ['groups', 'uuid', 'uuid'],
  ['schedulers', 'schedulerUuid', 'scheduler_uuid'],
  ['scheduler_runs', 'runId', 'run_id'],
  ['metrics_catalog', 'catalogSearchUuid', 'catalog_search_uuid'],
] as const;

async function expectAll(api: LightdashMock, streams: readonly string[] = keys.map(([stream]) => stream)): Promise<void> {
  for (const [stream, field, column] of keys.filter(([name]) => streams.includes(name))) {
    expect(await bed.texts(`select ${column} from raw.${stream}`), stream).toEqual(textsOf(api.rows(stream), field));
  }
}

/** One request for each hundred rows of a list, and for each project, dashboard and chart that may be there. */
function fewestRequests(api: LightdashMock): number {
  const pages = (stream: string): number => Math.ceil(api.rows(stream).length / 100);
  const projects = textsOf(api.rows('projects'), 'projectUuid');
  const inProjects = ['metrics_catalog', 'schedulers', 'scheduler_runs'].flatMap((stream) =>
    projects.map((uuid) => Math.max(1, Math.ceil(api.rows(stream).filter((row) => row['projectUuid'] === uuid).length / 100))),
  );
  const drawn = api.rows('charts').filter((row) => row['source'] !== 'sql').length;
  const fixed = 2 + pages('users') + pages('groups');
  return fixed + projects.length * 6 + inProjects.reduce((sum, count) => sum + count, 0) + api.rows('project_dashboards').length + drawn;
}

describe('lightdash(), loaded from an API that behaves like it', () => {
  test('every stream arrives, and nothing is asked that need not be', async () => {
    const api = await serve();
    const report = await run();
    expect(report.outcome).toBe('done');
    await expectAll(api);
    console.log(bed.mock.requests.length, fewestRequests(api), report.resources.map((r) => `${r.name} ${r.rows} ${r.requests} ${r.end?.verdict} ${r.end?.ignoredWalks ?? 0}`).join('\n'));
  });
});
