import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { fileTokens } from '../../src/config/token-store.ts';
import { nodeFiles } from '../../src/runtime/node-files.ts';
import type { RefreshTokenConfig } from '../../src/sources/rest-api/auth/vocabulary.ts';
import { authDesk, plainGet } from '../auth-desk.ts';
import { LoginApi, type Ending } from './login-api.ts';

const doomed = fileURLToPath(new URL('./doomed-refresh.mjs', import.meta.url));

interface Outcome {
  readonly signal: NodeJS.Signals | null;
  /** How the step is called before which it was killed. */
  readonly killedAt: string;
  readonly steps?: number;
  readonly status?: number;
}

interface Machine {
  readonly api: LoginApi;
  /** One request in a process of its own, with this refresh token in the configuration. */
  spawn(token: string, killAt?: number): Promise<Outcome>;
  /** The same in this process, which knows nothing but what is on the disk. @returns the status */
  ask(token: string): Promise<number>;
  /** What is on the disk. */
  kept(): readonly string[];
  close(): Promise<void>;
}

const open: Machine[] = [];
afterEach(async () => {
  for (const machine of open.splice(0)) await machine.close();
});

async function newMachine(ending: Ending): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-refresh-'));
  const api = new LoginApi(ending);
  await api.start();
  const machine: Machine = {
    api,
    spawn: (token, killAt) => run({ folder, url: api.url, config: configOf(api.url, token), killAt }),
    async ask(token) {
      const tokens = fileTokens({ files: nodeFiles, folder: join(folder, 'tokens') });
      const send = authDesk(configOf(api.url, token), api.url, { tokens }).open();
      return (await send(plainGet(`${api.url}/items`), new AbortController().signal)).status;
    },
    kept: () => readdirSync(join(folder, 'tokens')).map((name) => readFileSync(join(folder, 'tokens', name), 'utf8')),
    close: async () => {
      await api.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  open.push(machine);
  return machine;
}

function configOf(url: string, token: string): RefreshTokenConfig {
  return { type: 'oauth2_refresh_token', token_url: `${url}/token`, client_id: 'client', refresh_token: token };
}

function run(order: object): Promise<Outcome> {
  const child = spawn(process.execPath, [doomed, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      // Printed by the process itself.
      const told = stdout === '' ? {} : (JSON.parse(stdout) as Partial<Outcome>);
      resolve({ signal, killedAt: stderr.trim(), ...told });
    });
  });
}

type Check = (machine: Machine, token: string, killed: Outcome) => Promise<void>;

/** Killed before each of its steps, each time on a new machine, two at a time. @returns how many steps there were */
async function killedEverywhere(ending: Ending, earlierRuns: number, check: Check): Promise<number> {
  const { machine, token } = await usedMachine(ending, earlierRuns);
  const { steps = 0 } = await machine.spawn(token);
  const kills = Array.from({ length: steps }, (_, index) => index + 1);
  const killInTurn = async (): Promise<void> => {
    for (let killAt = kills.shift(); killAt !== undefined; killAt = kills.shift()) {
      const { machine, token } = await usedMachine(ending, earlierRuns);
      const killed = await machine.spawn(token, killAt);
      expect(killed.signal).toBe('SIGKILL');
      await check(machine, token, killed);
    }
  };
  await Promise.all([killInTurn(), killInTurn()]);
  return steps;
}

/** One on which the token was refreshed so many times already. */
async function usedMachine(
  ending: Ending,
  earlierRuns: number,
): Promise<{ readonly machine: Machine; readonly token: string }> {
  const machine = await newMachine(ending);
  const token = machine.api.logIn();
  for (let runs = 0; runs < earlierRuns; runs += 1) expect(await machine.ask(token)).toBe(200);
  return { machine, token };
}

describe('F2.10: a process that dies while it refreshes its token', () => {
  test.each([0, 1])(
    'can refresh when it comes back, at whatever step it died, after %s refreshes',
    async (earlierRuns) => {
      const ending = 'with the first use of what replaced it';
      const steps = await killedEverywhere(ending, earlierRuns, async (machine, token, { killedAt }) => {
        expect(await machine.ask(token), killedAt).toBe(200);
        expect(machine.kept()).toContain(machine.api.newest);
      });
      expect(steps).toBeGreaterThan(10);
    },
    120_000,
  );

  test('says how to log in again where the server took the old token back at once, and goes on from there', async () => {
    let lost = 0;
    await killedEverywhere('at once', 1, async (machine, token, { killedAt }) => {
      const next: unknown = await machine.ask(token).catch((thrown: unknown) => thrown);
      if (next === 200) return;
      lost += 1;
      expect(next, killedAt).toMatchObject({
        code: 'http_unauthorized',
        message: expect.stringMatching(/^Cannot refresh the token: /) as string,
        hint: expect.stringMatching(/^Log in to the API again and set refresh_token /) as string,
      });
      expect(await machine.ask(machine.api.logIn()), 'after a new login').toBe(200);
    });
    // From the moment that the server has answered to the one that the file has its name.
    expect(lost).toBe(8);
  }, 120_000);
});
