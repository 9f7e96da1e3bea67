// As doomed.mjs, into files: in a folder, or in a bucket, where each request to the store is a step as well.
import { writeSync } from 'node:fs';
import { filesystem } from '../../dist/destinations/filesystem/index.js';
import { pipeline } from '../../dist/pipeline/pipeline.js';
import { nodeRuntime } from '../../dist/runtime/node-runtime.js';
import { restApi } from '../../dist/sources/rest-api/index.js';
import { killBefore, pass, stepCount, watchedRuntime } from './steps.mjs';

const { folder, config, packageBytes, killAt, url, format } = JSON.parse(process.argv[2]);
killBefore(killAt);

if (url.startsWith('s3:')) {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const send = Reflect.get(S3Client.prototype, 'send');
  S3Client.prototype.send = function request(command, ...others) {
    pass(`s3.${command.constructor.name}`);
    return send.call(this, command, ...others);
  };
}

const runtime = watchedRuntime(nodeRuntime(), folder);
const options = { name: 'crash', destination: filesystem({ url, format }), runtime, limits: { packageBytes } };
const report = await pipeline(options).run(restApi(config, { name: 'crash' }));
const { outcome, resumed, loadIds } = report;
writeSync(1, JSON.stringify({ steps: stepCount(), outcome, resumed, loads: loadIds.length }));
process.exit(0);
