#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);

if (existsSync(main)) {
  const { start } = await import(main.href);
  await start();
} else {
  process.stderr.write('Error  Cannot start sluice: it is not built\n       → Run `npm run build` in its folder\n');
  process.exitCode = 1;
}
