import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchemaOf, type JsonSchema } from '../../scripts/json-schema-of.ts';
import { openEditor } from './editor.ts';
import { fitsSchema } from './fits-schema.ts';

const shipped = fileURLToPath(new URL('../../schema/rest-api.schema.json', import.meta.url));
const editor = openEditor(`import type { RestApiConfig } from '../../../src/sources/rest-api/vocabulary.ts';\n`);
afterAll(() => editor[Symbol.dispose]());

/** The schema as it should be shipped. `UPDATE_GOLDEN=1` writes it. */
async function generated(): Promise<string> {
  const { type, checker } = editor.typeOf('export type Root = RestApiConfig;', 'Root');
  const schema = jsonSchemaOf(type, checker, {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A REST source of sluice',
  });
  const options = await resolveConfig(shipped);
  return format(JSON.stringify(schema), { ...options, parser: 'json' });
}

test('the schema that is shipped says what the vocabulary says', async () => {
  const schema = await generated();
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(shipped, schema);
  expect(readFileSync(shipped, 'utf8')).toBe(schema);
});

describe('a configuration by the schema that is shipped', () => {
  // Written by the test above.
  const schema = JSON.parse(readFileSync(shipped, 'utf8')) as JsonSchema;
  const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
  const yamlFiles = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const endpoint = (text: string): string => `{ client: { base_url: x }, resources: [{ name: a, endpoint: ${text} }] }`;

  test.each(yamlFiles)('examples/%s fits', (name) => {
    expect(fitsSchema(parse(readFileSync(folder + name, 'utf8')), schema)).toBe(true);
  });

  test.each([
    '{ $schema: rest-api.schema.json, client: { base_url: x }, resources: [] }',
    '{ client: { base_url: x }, resources: [a, { name: b }, { name: c, endpoint: d }] }',
    '{ client: { base_url: x, auth: bearer, paginator: json_response }, resources: [] }',
    '{ client: { base_url: x, auth: { token: t }, headers: { A: b } }, resource_defaults: null, resources: [] }',
    '{ client: { base_url: x }, resource_defaults: { primary_key: [a, b], endpoint: { params: { a: 1 } } }, resources: [] }',
    endpoint('{ path: "x/{id}", params: { id: { type: resolve, resource: a, field: id }, list: [1, b, null] } }'),
    endpoint('{ method: POST, json: { deep: { q: [1] } }, headers: { A: null, B: 1 } }'),
    endpoint('{ paginator: { type: offset, limit: 100, total_path: null } }'),
    endpoint('{ auth: null, paginator: null, response_actions: [{ status_code: 404, action: ignore }] }'),
  ])('%s fits', (text) => expect(fitsSchema(parse(text), schema)).toBe(true));

  test.each([
    '[]',
    '{ client: { base_url: x } }',
    '{ client: {}, resources: [] }',
    '{ client: { base_url: x, base_ur: y }, resources: [] }',
    '{ client: { base_url: x, auth: { type: beare } }, resources: [] }',
    '{ client: { base_url: x, auth: { type: api_key, token: t } }, resources: [] }',
    '{ client: { base_url: x }, resource_defaults: { name: a }, resources: [] }',
    '{ client: { base_url: x }, resources: [{ name: a, params: {} }] }',
    '{ client: { base_url: x }, resources: [{ name: a, columns: { x: { data_type: varchar } } }] }',
    endpoint('{ method: get }'),
    endpoint('{ paginator: offset }'),
    endpoint('{ paginator: { type: offset } }'),
    endpoint('{ paginator: { type: json_link, limit: 1 } }'),
    endpoint('{ params: { id: { type: other } } }'),
  ])('%s does not fit', (text) => expect(fitsSchema(parse(text), schema)).toBe(false));
});
