#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

// The parser of answers is WebAssembly, and one large function. V8 in Node.js 20 takes that for hot after its first answer and
// optimizes it, for 80 ms of the processor that a small run never gets back; so it waits for some hundred megabytes.
if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString('--wasm-tiering-budget=1000000000');

const main = new URL('../dist/cli/main.js', import.meta.url);

if (existsSync(main)) {
  const { start } = await import(main.href);
  await start();
} else {
  process.stderr.write('Error  Cannot start sluice: it is not built\n       → Run `npm run build` in its folder\n');
  process.exitCode = 1;
}
