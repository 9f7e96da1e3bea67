import { afterEach } from 'vitest';
import type { Row } from '../src/core/value.ts';
import { restApi } from '../src/sources/rest-api/index.ts';
import type { EndpointConfig, ResourceConfig } from '../src/sources/rest-api/vocabulary.ts';
import type { Kept } from '../src/sources/source.ts';
import { recordingApi, walkAll, type Recorded, type RecordingApi, type Walked } from './recording-api.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

/** What the API has in one of the runs. */
export type Serve = readonly Row[] | ((request: Recorded) => readonly Row[]);

/** One of several runs. */
export interface Run extends Walked {
  readonly targets: readonly string[];
  readonly bodies: readonly string[];
  readonly headers: readonly Recorded['headers'][];
}

/** One run after the other of resource `items`, each with what the one before kept. */
export async function runs(
  endpoint: EndpointConfig,
  served: readonly Serve[],
  more: Partial<ResourceConfig> = {},
): Promise<readonly Run[]> {
  const results: Run[] = [];
  let kept: Readonly<Record<string, Kept>> = {};
  for (const serve of served) {
    const api = await recordingApi((request) => ({ body: typeof serve === 'function' ? serve(request) : serve }));
    open.push(api);
    const source = restApi({ client: { base_url: api.url }, resources: [{ name: 'items', ...more, endpoint }] });
    const walked = await walkAll(source, { kept });
    const { requests } = api;
    results.push({
      ...walked,
      targets: api.targets(),
      bodies: requests.map(({ body }) => body),
      headers: requests.map(({ headers }) => headers),
    });
    kept = walked.kept;
  }
  return results;
}

/** Ids of the rows of a run, or their cursors. */
export const ids = (run: Run | undefined): readonly unknown[] =>
  (run?.rows['items'] ?? []).map((row) => row['id'] ?? row['u']);
/** What `items` keeps of its cursor. */
export const stateOf = (run: Run | undefined): unknown => run?.kept['items']?.['incremental'];
/** Requests that are one page of rows. */
export const single = { paginator: 'single_page', data_selector: '$' } as const;
/** The cursor `u`, from 0. */
export const inc = { cursor_path: 'u', initial_value: 0 } as const;
/** Rows with these cursors. */
export const numbers = (...values: readonly number[]): readonly Row[] => values.map((u) => ({ u }));
