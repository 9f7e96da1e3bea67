import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { noteWriter, readNote, type RunNote } from './run-note.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-note-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const noteOf = (attemptStartedAt: string): RunNote => ({
  outcome: 'running',
  run: { id: 'run', startedAt: '2024-05-01T10:30:00.000Z' },
  attemptStartedAt,
  base: null,
  progress: {},
  target: { destination: 'duckdb:x.duckdb', dataset: 'raw', schemaName: 'shop' },
});

test('notes of a seal and of a commit at the same moment do not meet: the one taken last stays', async () => {
  const runtime = nodeRuntime();
  const path = join(folder, 'last-run.json');
  const write = noteWriter(runtime, path);
  await Promise.all(Array.from({ length: 20 }, (_, index) => write(noteOf(String(index)))));
  expect(await readNote(runtime, path)).toEqual(noteOf('19'));
  expect(readdirSync(folder)).toEqual(['last-run.json']);
});

test('a note that could not be written does not keep the next one', async () => {
  const runtime = nodeRuntime();
  const files = { ...runtime.files, open: refuseOnce(runtime.files.open.bind(runtime.files)) };
  const path = join(folder, 'after-failure.json');
  const write = noteWriter({ ...runtime, files }, path);
  const [first, second] = await Promise.allSettled([write(noteOf('first')), write(noteOf('second'))]);
  expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  expect(await readNote(runtime, path)).toEqual(noteOf('second'));
});

function refuseOnce<Arguments extends unknown[], Result>(
  open: (...values: Arguments) => Promise<Result>,
): (...values: Arguments) => Promise<Result> {
  let isFirst = true;
  return (...values) => {
    if (!isFirst) return open(...values);
    isFirst = false;
    return Promise.reject(new Error('the disk is full'));
  };
}
