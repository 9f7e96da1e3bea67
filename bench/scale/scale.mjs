/**
 * Loads of unusual size: their time and memory, each in a process of its own.
 *
 *     npm run build && node bench/scale/scale.mjs resources 100,1000
 *     node bench/scale/scale.mjs parents 10000,100000
 *     node bench/scale/scale.mjs page 10000000,100000000
 *
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { withFolder } from '../child.mjs';

const [shape = 'resources', counts = '1000'] = process.argv.slice(2);

for (const count of counts.split(',').map(Number)) {
  const { child: server, said } = await start('serve.mjs', { count });
  try {
    await withFolder(async (folder) => {
      const { child, said: measured } = await start('load.mjs', { shape, count, folder, ...said });
      if (child.exitCode === null) await once(child, 'exit');
      console.log(JSON.stringify(measured));
    });
  } finally {
    server.disconnect();
    await once(server, 'exit');
  }
}

/** Starts a file of this folder and waits for its first message. */
async function start(file, asked) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(asked)], {
    execArgv: file === 'load.mjs' ? (process.env.PROF ?? '').split(' ').filter(Boolean) : [],
  });
  const said = await Promise.race([
    once(child, 'message').then(([message]) => message),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${code} and said nothing`))),
  ]);
  return { child, said };
}
