import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadPackage, loadRows, newWorld, packageOf, rowsOf, withClient, type World } from './loaded-rows.test.ts';

/** Runs TypeScript on every supported Node. */
const jiti = join(createRequire(import.meta.url).resolve('jiti/package.json'), '../lib/jiti-cli.mjs');
const at = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));

type Child = ChildProcessByStdio<null, Readable, null>;

/** Another process with a client of the same file. */
async function start(world: World, doing: string): Promise<Child> {
  const script = join(world.folder, 'child.mts');
  const target = JSON.stringify(world.target);
  await writeFile(
    script,
    `import { duckdb } from ${at('./index.ts')};
    import { planLoad } from ${at('../../load/plan-load.ts')};
    import { load } from ${at('../../load/load.ts')};
    import { packageStore } from ${at('../../load-package/package-store.ts')};
    import { nodeRuntime } from ${at('../../runtime/node-runtime.ts')};
    const { signal } = new AbortController();
    const destination = duckdb(${JSON.stringify(world.path)});
    const client = await destination.connect({ ...${target}, signal });
    ${doing}
    await client.close();`,
  );
  return spawn(process.execPath, [jiti, script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('F3.12: a file that another process holds is told within a second, with the process', async () => {
  const world = await newWorld();
  const holder = await start(
    world,
    "console.log('open'); setInterval(() => undefined, 1000);await new Promise(() => undefined);",
  );
  try {
    await once(holder.stdout, 'data');
    const begun = performance.now();
    const locked = { code: 'destination_locked', message: expect.stringContaining(`process ${holder.pid} holds it`) };
    await expect(world.destination.connect(world.target)).rejects.toMatchObject(locked);
    await expect(world.destination.read(world.target)).rejects.toMatchObject(locked);
    expect(performance.now() - begun).toBeLessThan(1000);
  } finally {
    holder.kill('SIGKILL');
  }
});

test('a closed client lets another process open the file at once, and its own process end', async () => {
  const world = await newWorld();
  await loadRows(world, { rows: [{ id: 1 }] });
  const other = await start(world, 'console.log(JSON.stringify(await client.restore()));');
  const [exit] = await Promise.all([once(other, 'exit'), once(other.stdout, 'data')]);
  expect(exit[0]).toBe(0);
  await loadRows(world, { rows: [{ id: 2 }] });
});

const killAfterMs = [0, 20, 60, 120, 200, 300, 450, 700];

test('P10: killed at any moment of a commit, a load is there or it is not, and then it loads', async () => {
  const world = await newWorld();
  const hints = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
  const rows = (version: number) =>
    Array.from({ length: 60_000 }, (_, id) => ({ id, version, text: `row ${id} of version ${version}`, l: [version] }));
  await loadRows(world, { hints, rows: rows(0) });
  let version = 0;
  for (const delayMs of killAfterMs) {
    version += 1;
    const sealed = await packageOf(world, {
      hints,
      rows: rows(version),
      state: { resources: { r: { values: { version } } } },
    });
    const child = await start(
      world,
      `const store = packageStore({ folder: ${JSON.stringify(join(world.folder, 'packages'))}, runtime: nodeRuntime() });
      const sealed = (await store.ready()).find(({ id }) => id === '${sealed.id}');
      const options = { signal, emit: () => undefined, clock: nodeRuntime().clock };
      console.log('commit');
      await load(planLoad(sealed, destination.capabilities), sealed, client, options);`,
    );
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    // The moment is what varies here; whichever it is, the outcome must be whole.
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    child.kill('SIGKILL');
    await ended;
    const { newestLoad, state } = await withClient(world, (client) => client.restore());
    const found = newestLoad === sealed.id ? version : version - 1;
    expect(state?.resources['r']?.values['version'] ?? 0).toBe(found);
    expect(await rowsOf(world, 'select version, count(*) from t group by 1')).toEqual([`${found}|60000`]);
    expect(await rowsOf(world, 'select value, count(*) from t__l group by 1')).toEqual([`${found}|60000`]);
    const again = await withClient(world, (client) => loadPackage(world, client, sealed));
    expect(again).toBe(found === version ? 'already_committed' : 'committed');
    expect(await rowsOf(world, 'select version, count(*) from t group by 1')).toEqual([`${version}|60000`]);
  }
}, 120_000);
