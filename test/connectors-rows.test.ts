import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isRow, type Row } from '../src/core/value.ts';
import { lightdashMock, lightdashMockToken } from '../src/mock/lightdash/index.ts';
import { ruddrMock } from '../src/mock/ruddr/index.ts';
import { ruddrLists } from '../src/mock/ruddr/lists.ts';
import { complaints, type OpenApi } from './open-api.ts';
import { misfits, readShapes } from './row-shapes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('the row types of ruddr', () => {
  const shapes = readShapes(`${root}src/connectors/ruddr`);
  const api = ruddrMock();
  api.advance();
  const rowOf = shapes.get('RuddrRows') ?? new Map<string, { readonly type: string }>();

  test('name every list', () => expect([...rowOf.keys()]).toEqual(['workspace', ...ruddrLists.keys()]));

  test.each([...ruddrLists.keys()])('%s: rows are what is declared', (list) => {
    const shape = rowOf.get(list)?.type ?? '';
    const found = api.rows(list).flatMap((row) => misfits(shapes, shape, row));
    expect([...new Set(found)].slice(0, 10)).toEqual([]);
  });

  test('a row that is not what is declared is seen', () => {
    const [client] = api.rows('clients');
    expect(misfits(shapes, 'RuddrClient', { ...client, isInternal: 'no', emails: [1], more: 1 })).toEqual([
      'RuddrClient.more is not declared',
      'RuddrClient.emails[0] is no string',
      'RuddrClient.isInternal is no boolean',
    ]);
  });
});

describe('the row types of lightdash', () => {
  const shapes = readShapes(`${root}src/connectors/lightdash`);
  const api = lightdashMock();
  api.advance();
  const rowOf = shapes.get('LightdashRows') ?? new Map<string, { readonly type: string }>();
  const withProject = new Set(['explores', 'metrics_catalog', 'scheduler_runs']);
  const streams = [...rowOf.keys()].filter((stream) => stream !== 'current_user');

  test.each(streams)('%s: rows are what is declared', (stream) => {
    const shape = rowOf.get(stream)?.type ?? '';
    const rows = api.rows(stream).map((row) => (withProject.has(stream) ? { ...row, projectUuid: '' } : row));
    expect(rows.length).toBeGreaterThan(0);
    expect([...new Set(rows.flatMap((row) => misfits(shapes, shape, row)))].slice(0, 10)).toEqual([]);
  });
});

/** The vendor's document is not part of the package; where it is at hand, `SLUICE_OPENAPI` names its folder. */
const document = `${process.env['SLUICE_OPENAPI'] ?? `${root}../shared/reference/openapi`}/lightdash.json`;

describe.skipIf(!existsSync(document))('the local Lightdash against the vendor’s OpenAPI document', () => {
  const openApi = existsSync(document) ? (JSON.parse(readFileSync(document, 'utf8')) as OpenApi) : undefined;
  const api = lightdashMock();
  const ask = (path: string): unknown => {
    const headers = { authorization: `ApiKey ${lightdashMockToken}` };
    const query = new URLSearchParams({ page: '1', pageSize: '100', includeMembers: '1' });
    const answer = api.handle({ method: 'GET', path, query, headers, body: '', origin: '' });
    expect(answer.status, path).toBe(200);
    return JSON.parse(answer.body) as unknown;
  };
  const uuids = (stream: string, field: string): readonly string[] => api.rows(stream).map((row) => String(row[field]));
  const projects = uuids('projects', 'projectUuid');

  test.each([
    ['/api/v1/user', ['']],
    ['/api/v1/org/projects', ['']],
    ['/api/v1/org/users', ['']],
    ['/api/v1/org/groups', ['']],
    ['/api/v2/content', ['']],
    ['/api/v1/projects/{projectUuid}', projects],
    ['/api/v1/projects/{projectUuid}/charts', projects],
    ['/api/v1/projects/{projectUuid}/chart-summaries', projects],
    ['/api/v1/projects/{projectUuid}/dashboards', projects],
    ['/api/v1/projects/{projectUuid}/spaces', projects],
    ['/api/v1/projects/{projectUuid}/explores', projects],
    ['/api/v1/projects/{projectUuid}/dataCatalog/metrics', projects],
    ['/api/v1/schedulers/{projectUuid}/list', projects],
    ['/api/v1/schedulers/{projectUuid}/runs', projects],
    ['/api/v2/projects/{projectUuid}/dashboards/{dashboardUuidOrSlug}', uuids('dashboards', 'uuid')],
    ['/api/v2/projects/{projectUuid}/saved/{chartUuidOrSlug}', uuids('saved_charts', 'uuid')],
  ] as const)('%s', (path, names) => {
    const found = names.flatMap((name) => {
      const filled = path.replace(/\{(?:dashboard|chart)UuidOrSlug\}/, name).replace('{projectUuid}', name);
      return openApi === undefined ? [] : complaints(openApi, path, ask(filled));
    });
    expect([...new Set(found)].slice(0, 10)).toEqual([]);
  });

  test('an answer that is not what the document says is seen', () => {
    // What was just asked for is an object with a list in it.
    const body = ask('/api/v1/org/projects') as { readonly results: readonly Row[] };
    const [project] = body.results;
    const wrong = { ...body, results: [{ ...(isRow(project ?? null) ? project : {}), name: null, type: 'OTHER' }] };
    expect(openApi && complaints(openApi, '/api/v1/org/projects', wrong)).toEqual([
      '$.results[0].type is not one of DEFAULT, PREVIEW',
      '$.results[0].name is null',
    ]);
  });
});
