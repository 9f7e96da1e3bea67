import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { nearest } from '../core/nearest.ts';
import { datasetPackageMissing, mockNotFound } from './errors.ts';
import type { MockApi } from './mock-api.ts';

export interface MockEntry {
  readonly description: string;
  /** Imports the API and makes its rows. */
  make(): Promise<MockApi>;
}

/** The only list of local APIs, by name. Nothing of one is loaded before it is made. */
export const mocks: ReadonlyMap<string, MockEntry> = new Map([
  [
    'svix',
    {
      description: 'the Svix API: applications, endpoints, event types and more',
      make: async () => (await import('./svix/index.ts')).svixMock({ guidePaths: true }),
    },
  ],
  [
    'lightdash',
    {
      description: 'the Lightdash API: projects, dashboards, charts, users and more',
      make: async () => (await import('./lightdash/index.ts')).lightdashMock(),
    },
  ],
  [
    'ruddr',
    {
      description: 'the Ruddr API: clients, projects, time, expenses, invoices and more',
      make: async () => (await import('./ruddr/index.ts')).ruddrMock(),
    },
  ],
  [
    'dbt-cloud',
    {
      description: 'the dbt Cloud API: accounts, environments, jobs, runs and more',
      make: async () => (await import('./dbt-cloud/index.ts')).dbtCloudMock(),
    },
  ],
  [
    'persistiq',
    {
      description: 'the PersistIQ API: users, leads, campaigns and more',
      make: async () => (await import('./persistiq/index.ts')).persistIqMock(),
    },
  ],
  ['movies', vegaEntry('movies', 'movies.json', '3,201 films, with fields of mixed types')],
  ['flights', vegaEntry('flights', 'flights-200k.json', '231,083 flights')],
]);

/**
 * A local API by its name, ready for `startMockApi`.
 * @throws `source_not_found` for an unknown name, and where the package with the rows is not installed
 */
export async function mockApi(name: string): Promise<MockApi> {
  const entry = mocks.get(name);
  if (entry === undefined) throw mockNotFound(name, [...mocks.keys()], nearest(name, mocks.keys()));
  return entry.make();
}

function vegaEntry(name: string, fileName: string, description: string): MockEntry {
  return {
    description,
    async make() {
      const { datasetMock } = await import('./dataset/index.ts');
      return datasetMock({ name, description, file: vegaFile(name, fileName) });
    },
  };
}

const vegaPackage = 'vega-datasets';

/** The package shows only its door; the files lie beside the folder that the door is in. */
function vegaFile(name: string, fileName: string): string {
  try {
    const door = createRequire(import.meta.url).resolve(vegaPackage);
    const file = join(dirname(door), '..', 'data', fileName);
    if (existsSync(file)) return file;
  } catch (cause) {
    throw datasetPackageMissing(name, vegaPackage, cause);
  }
  throw datasetPackageMissing(name, vegaPackage, undefined);
}
