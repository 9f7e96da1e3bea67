import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { errorText } from '../../src/cli/render/error-text.ts';
import { loadSource } from '../../src/cli/sources/load-source.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { recordedOutput } from '../cli/recording-terminal.ts';
import { inFolder } from '../cli/sluice.ts';
import { recordingApi, walkAll, type Answer, type Recorded, type RecordingApi } from '../recording-api.ts';
import { testGolden } from './golden-file.ts';

let api: RecordingApi;
beforeAll(async () => {
  api = await recordingApi(answerTo);
});
afterAll(() => api.close());

testGolden('cli-errors.md', printedFor);

function answerTo({ path }: Recorded): Answer {
  if (path === '/missing') return { status: 404, body: { error: 'no such path' } };
  if (path === '/private') return { status: 401 };
  if (path === '/page') return { headers: { 'Content-Type': 'text/html' }, body: '<h1>Hello</h1>' };
  return { body: { data: [{ id: 1 }], cursors: { next: 'c' } } };
}

/** What is printed about a file that is read, and then walked. */
async function printedFor(yaml: string): Promise<string> {
  let printed = 'nothing';
  await inFolder(async (folder) => {
    await writeFile(join(folder, 'shop.yaml'), yaml.replaceAll('https://api.test', api.url));
    try {
      const { source } = await loadSource('shop.yaml', [], nodeRuntime({ workingFolder: folder }));
      await walkAll(source);
    } catch (error) {
      printed = errorText(error, false, recordedOutput()).trimEnd().replaceAll(api.url, 'https://api.test');
    }
  });
  expect(printed).not.toContain('canary');
  return printed;
}
