import { describe, expect, test } from 'vitest';
import { lightdashMockLogin, lightdashMockToken } from '../src/mock/lightdash/index.ts';
import { ruddrMockToken } from '../src/mock/ruddr/index.ts';
import { inFolder, sluice, startSluice } from './cli/sluice.ts';

/** A local API by the command line, for as long as it is used. */
async function withMock(name: string, use: (url: string, folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const running = startSluice(['mock', name, '--json'], folder);
    try {
      const { url } = JSON.parse(await running.shows(/\n/)) as { readonly url: string };
      await use(url, folder);
    } finally {
      running.process.kill('SIGTERM');
      await running.ended;
    }
  });
}

describe.each(['lightdash', 'ruddr'])('sluice %s without any key', (name) => {
  test('plan shows every request, check finds no contradiction, run says what to set', async () => {
    await inFolder(async (folder) => {
      const plan = await sluice(['plan', name], folder);
      expect([plan.exitCode, plan.output]).toEqual([0, expect.stringContaining('nothing is sent')]);
      const check = await sluice(['check', name], folder);
      expect(check.output).not.toContain('contradiction');
      expect(check.exitCode).toBe(0);
      const run = await sluice(['run', name], folder);
      expect(run.messages).toContain(`SOURCES__${name.toUpperCase()}__TOKEN`);
      expect(run.exitCode).toBe(2);
    });
  });
});

describe('sluice lightdash', () => {
  test('asks for the address when only the token is set, and takes it from --set client.base_url, too', async () => {
    await withMock('lightdash', async (url, folder) => {
      const environment = { SOURCES__LIGHTDASH__TOKEN: lightdashMockToken };
      const without = await sluice(['run', 'lightdash'], folder, environment);
      expect(without.messages).toContain('SOURCES__LIGHTDASH__BASE_URL');
      const words = ['run', 'lightdash', '--set', `client.base_url=${url}/`, '--select', 'projects,users'];
      expect(await sluice(words, folder, environment)).toMatchObject({ exitCode: 0 });
      const count = await sluice(['query', 'lightdash', 'select count(*) as n from users', '--csv'], folder);
      expect(count.output).toBe('n\n257\n');
    });
  }, 60_000);

  test('logs in where an email is set; check --live asks who that is first, and the password is not shown', async () => {
    await withMock('lightdash', async (url, folder) => {
      const { email, password } = lightdashMockLogin;
      const environment = {
        SOURCES__LIGHTDASH__BASE_URL: `${url}/api/v1`,
        SOURCES__LIGHTDASH__EMAIL: email,
        SOURCES__LIGHTDASH__PASSWORD: password,
      };
      const check = await sluice(['check', 'lightdash', '--live'], folder, environment);
      expect([check.exitCode, check.output]).toEqual([0, expect.stringMatching(/✓ current_user: status 200; 1 row/)]);
      const run = await sluice(['run', 'lightdash', '--select', 'dashboards'], folder, environment);
      expect([run.exitCode, run.output]).toEqual([0, expect.stringContaining('3 walks ended like this')]);
      for (const ended of [check, run]) expect(ended.output + ended.messages).not.toContain(password);
    });
  }, 60_000);
});

describe('sluice ruddr', () => {
  test('check --live asks for the workspace first; run loads, and replaces where it is told to', async () => {
    await withMock('ruddr', async (url, folder) => {
      const environment = { SOURCES__RUDDR__API_TOKEN: ruddrMockToken, SOURCES__RUDDR__BASE_URL: url };
      const check = await sluice(['check', 'ruddr', '--live'], folder, environment);
      expect([check.exitCode, check.output]).toEqual([0, expect.stringMatching(/✓ workspace: status 200; 1 row/)]);
      const words = ['run', 'ruddr', '--select', 'clients,holidays'];
      const runs = [await sluice(words, folder, environment)];
      await fetch(`${url}/__advance`, { method: 'POST' });
      runs.push(await sluice([...words, '--write-disposition', 'replace'], folder, environment));
      expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
      for (const { output, messages } of runs) expect(output + messages).not.toContain(ruddrMockToken);
      const there = (await fetch(`${url}/api/workspace/holidays?limit=100`, {
        headers: { authorization: `Bearer ${ruddrMockToken}` },
      }).then((answer) => answer.json())) as { readonly results: readonly unknown[] };
      const count = await sluice(['query', 'ruddr', 'select count(*) as n from holidays', '--csv'], folder);
      expect(count.output).toBe(`n\n${there.results.length}\n`);
    });
  }, 60_000);
});
