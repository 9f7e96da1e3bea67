// One request with an auth that refreshes its token, killed with SIGKILL just before its n-th step towards the outside: a
// disk operation, a request, an answer. Run from the crash tests, on the built package.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileTokens } from '../../dist/config/token-store.js';
import { retrying } from '../../dist/http/interceptors/retry.js';
import { wireSend } from '../../dist/http/wire-send.js';
import { nodeRuntime } from '../../dist/runtime/node-runtime.js';
import { buildAuth } from '../../dist/sources/rest-api/auth/index.js';
import { killBefore, stepCount, watchedRuntime } from './steps.mjs';

const { folder, url, config, killAt } = JSON.parse(process.argv[2]);
killBefore(killAt);
const runtime = watchedRuntime(nodeRuntime(), folder);
const retry = retrying({ runtime });
const wire = wireSend(runtime);
const interceptor = buildAuth(config, { base_url: url }).open({
  runtime,
  tokens: fileTokens({ files: runtime.files, folder: join(folder, 'tokens') }),
  send: retry(wire),
  remember: (secret) => secret,
  emit: () => undefined,
});
const request = { method: 'GET', url: `${url}/items`, params: [], headers: {} };
const { status } = await retry(interceptor(wire))(request, new AbortController().signal);
writeSync(1, JSON.stringify({ steps: stepCount(), status }));
process.exit(0);
