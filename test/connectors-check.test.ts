import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectors } from '../src/connectors/registry.ts';
import { AcceptanceBed } from './acceptance/bed.ts';
import { vendors } from './acceptance/vendors.ts';

let bed: AcceptanceBed;
beforeEach(() => {
  bed = new AcceptanceBed();
});
afterEach(() => bed.close());

const whose: Readonly<Record<string, RegExp>> = {
  lightdash: /credentials: ok \(as user-0@example\.com\)/,
  'dbt-cloud': /credentials: ok \(as .+\)/,
  persistiq: /credentials: ok\n/,
  svix: /credentials: ok\n/,
  ruddr: /credentials: ok \(as Ünïcode Studio\)/,
};

describe.each(vendors)('sluice check $name --live', (vendor) => {
  const { name } = vendor;

  test('good credentials are told first, by one request, and whose they are', async () => {
    const { api, connector, secret } = vendor.world('reject');
    await bed.serve(api);
    const set = connector.settings(bed.mock.url).flatMap((setting) => ['--set', setting]);
    const said = await bed.sluice(['check', name, '--live', ...set], connector.environment);
    expect(said.exitCode, said.messages).toBe(0);
    expect(said.output).toMatch(whose[name] ?? /never/);
    expect(said.output.indexOf('credentials: ok')).toBeLessThan(said.output.indexOf('status 200'));
    expect(bed.whereIs(secret)).toEqual([]);
  });

  test('wrong credentials are one request and a clear error', async () => {
    const { api, connector, secret } = vendor.world('reject');
    await bed.serve(api);
    const set = connector.settings(bed.mock.url).flatMap((setting) => ['--set', setting]);
    const entries = Object.entries(connector.environment);
    const wrong = entries.map(([key, value]) => [key, value === secret ? 'wrong0canary0secret' : value]);
    const said = await bed.sluice(['check', name, '--live', ...set], Object.fromEntries(wrong));
    expect(said.exitCode).toBe(1);
    expect(said.output).toMatch(/credentials: refused\n {2}Cannot .*401[\s\S]*→/);
    expect(bed.mock.requests).toHaveLength(1);
    expect(bed.whereIs('wrong0canary0secret')).toEqual([]);
  });
});

test('every connector names a request that proves its credentials', () => {
  for (const [name, { check }] of connectors) expect(check, name).toBeDefined();
});
