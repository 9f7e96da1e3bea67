import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Client, CreateMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { Files } from '../../core/runtime.ts';
import { diskError } from '../../runtime/errors.ts';
import {
  loadPackage,
  loadRows,
  packageOf,
  rowsOf,
  runtime,
  withClient,
  type World,
} from '../duckdb/loaded-rows.test.ts';
import { newBucketWorld, type BucketWorld } from './bucket-world.test.ts';
import { filesystem } from './index.ts';
import { filesOf, newFileWorld } from './loaded-files.test.ts';
import { locationOf } from './location.ts';

const commit = async (world: World, rows: readonly unknown[] = [{ id: 2 }]) => {
  const sealed = await packageOf(world, { rows });
  return () => withClient(world, (client) => loadPackage(world, client, sealed));
};

test('F3.9: busy answers and cut lines are tried again, and nothing is doubled', { timeout: 60_000 }, async () => {
  const world = await newBucketWorld({ maxAttempts: 6 });
  world.door.rule = (_method, _path, count) => (count % 5 === 0 ? 'busy' : count % 7 === 0 ? 'cut' : 'pass');
  await loadRows(world, { rows: [{ id: 1 }] }, { rows: [{ id: 2 }] });
  world.door.rule = () => 'pass';
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
});

test('F3.2: lost answers to writes are looked up', { timeout: 60_000 }, async () => {
  const world = await newBucketWorld({ maxAttempts: 6 });
  const lost = new Set<string>();
  world.door.rule = (method, path) => {
    if (method !== 'PUT' || lost.has(path)) return 'pass';
    lost.add(path);
    return 'lose';
  };
  const send = await commit(world, [{ id: 1 }]);
  expect(await send()).toBe('committed');
  expect(lost.size).toBeGreaterThan(4);
  expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
});

test('F3.8: a store that makes the same key twice takes one writer, and says so', async () => {
  const world = await newBucketWorld();
  world.door.conditional = false;
  const notices: string[] = [];
  const told = { ...world, target: { ...world.target, notice: (message: string) => void notices.push(message) } };
  await loadRows(told, { rows: [{ id: 1 }] }, { rows: [{ id: 2 }] });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
  expect(notices[0]).toContain('only one run may load there at a time');
});

test(
  'F3.9: large files go in parts, and parts that a dead process left are taken away',
  { timeout: 60_000 },
  async () => {
    const world = await newBucketWorld({ format: 'jsonl', compression: 'none' });
    await loadRows(world, { rows: [{ id: 0 }] });
    const client = clientOf(world);
    const Key = 'lake/ds/t/1600000000.5.s2a97f0c4c8ba_0_1.jsonl';
    await client.send(new CreateMultipartUploadCommand({ Bucket: world.bucket, Key }));
    const uploads = async (): Promise<number> =>
      ((await client.send(new ListMultipartUploadsCommand({ Bucket: world.bucket }))).Uploads ?? []).length;
    const before = await uploads();
    const rows = Array.from({ length: 6000 }, (_, id) => ({ id: id + 1, text: 'x'.repeat(2000) }));
    await loadRows(world, { rows });
    expect(world.door.requests.filter((one) => one.includes('partNumber=')).length).toBeGreaterThan(2);
    expect(await rowsOf(world, 'select count(*), sum(length(text)) from t')).toEqual(['6001|12000000']);
    expect(await uploads()).toBeLessThanOrEqual(Math.max(0, before - 1));
    client.destroy();
  },
);

test.each([
  ['refuse', 'destination_refused', 'may not'],
  ['full', 'disk_full', 'no space'],
  ['busy', 'destination_refused', 'too busy'],
  ['cut', 'destination_unreachable', 'no connection'],
] as const)(
  'a bucket that answers with "%s" is one clear error, and afterwards the load goes on',
  async (deed, code, why) => {
    const world = await newBucketWorld({ maxAttempts: 2 });
    await loadRows(world, { rows: [{ id: 1 }] });
    const send = await commit(world);
    world.door.rule = (method) => (method === 'PUT' ? deed : 'pass');
    await expect(send()).rejects.toMatchObject({ code, message: expect.stringContaining(why) });
    world.door.rule = () => 'pass';
    expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
    expect(await send()).toBe('committed');
    expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
  },
);

test('a bucket that does not exist, and a host that does not', async () => {
  const world = await newBucketWorld();
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' };
  const { endpoint } = world;
  const elsewhere = filesystem({ url: 's3://no-such-bucket/x', ...keys, endpoint });
  const nowhere = filesystem({
    url: 's3://bucket/x',
    ...keys,
    endpoint: 'http://127.0.0.1:1',
    maxAttempts: 1,
  });
  await expect(elsewhere.connect(world.target)).rejects.toMatchObject({
    code: 'destination_unreachable',
    message: expect.stringContaining('no such bucket'),
  });
  await expect(nowhere.connect(world.target)).rejects.toMatchObject({ code: 'destination_unreachable' });
});

test('a query over a bucket fetches no more than it may', async () => {
  const world = await newBucketWorld({ readLimitBytes: 100 });
  await loadRows(world, { rows: [{ id: 1 }] });
  await expect(rowsOf(world, 'select id from t')).rejects.toMatchObject({ code: 'query_refused' });
  const reader = await world.destination.read(world.target);
  expect((await reader?.tables())?.find(({ name }) => name === 't')?.rowCount).toBe(1n);
  await reader?.close();
});

test('F3.5: a disk that is full at any write leaves nothing visible, and the load goes on when there is space', async () => {
  const world = await newFileWorld();
  await loadRows(world, { rows: [{ id: 1 }] });
  const sealed = await packageOf(world, { rows: [{ id: 2 }] });
  for (let fullAt = 1; ; fullAt += 1) {
    const files = fullFrom(runtime.files, fullAt);
    const target = { ...world.target, runtime: { ...runtime, files } };
    const full = { ...world, target };
    const outcome = await withClient(full, (client) => loadPackage(full, client, sealed)).catch(
      (error: unknown) => error,
    );
    if (typeof outcome === 'string') break;
    expect(outcome).toMatchObject({ code: 'disk_full' });
    expect(await rowsOf(world, 'select count(*) from t')).toSatisfy((rows: readonly string[]) =>
      ['1', '2'].includes(rows[0] ?? ''),
    );
    expect(fullAt).toBeLessThan(50);
  }
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
});

/** No space from the n-th write on. */
function fullFrom(files: Files, fullAt: number): Files {
  let writes = 0;
  return {
    ...files,
    async open(path, mode) {
      const file = await files.open(path, mode);
      return {
        write: (parts) => {
          writes += 1;
          if (writes >= fullAt)
            return Promise.reject(diskError('write', path, Object.assign(new Error('full'), { code: 'ENOSPC' })));
          return file.write(parts);
        },
        flush: () => file.flush(),
        close: () => file.close(),
      };
    },
  };
}

test('S15: a query reaches the files of the dataset and nothing else', async () => {
  const world = await newFileWorld();
  await loadRows(world, { rows: [{ id: 1 }] });
  const secret = join(world.folder, 'secret.txt');
  await writeFile(secret, 'secret');
  for (const sql of [
    `select * from read_text('${secret}')`,
    `select * from glob('${world.folder}/*')`,
    `copy (select 1) to '${world.folder}/out.csv'`,
    `attach '${world.folder}/x.db'`,
    'install httpfs',
    'set enable_external_access = true',
    'drop view t',
    'select 1; select 2',
  ]) {
    await expect(rowsOf(world, sql), sql).rejects.toMatchObject({
      code: expect.stringMatching(/^query_(refused|failed)$/),
    });
  }
});

test('a file that somebody damaged is named; when it is mended, or gone, the rest can be read', async () => {
  const world = await newFileWorld();
  await loadRows(world, { rows: [{ id: 1 }] }, { rows: [{ id: 2 }] });
  const [path = ''] = (await filesOf(world)).filter((one) => one.startsWith('ds/t/'));
  const bytes = await readFile(join(world.path, path));
  await writeFile(join(world.path, path), bytes.subarray(0, 20));
  await expect(rowsOf(world, 'select id from t')).rejects.toMatchObject({
    code: 'destination_format',
    message: expect.stringContaining(path),
  });
  await writeFile(join(world.path, path), bytes);
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
});

test('S4: names that would be paths of their own are refused', async () => {
  const world = await newFileWorld();
  for (const dataset of ['..', 'a/b', '', 'a\\b'])
    await expect(world.destination.connect({ ...world.target, dataset }), dataset).rejects.toMatchObject({
      code: 'schema_conflict',
    });
});

test('locations: folders, file URLs and buckets; credentials are not taken from a URL', () => {
  expect(locationOf('file:///data/lake')).toEqual({ kind: 'folder', path: '/data/lake' });
  expect(locationOf('s3://bucket/a/b/?endpoint=http://h:1&region=eu&path_style=false')).toEqual({
    kind: 's3',
    bucket: 'bucket',
    prefix: 'a/b',
    endpoint: 'http://h:1',
    region: 'eu',
    pathStyle: false,
  });
  for (const text of [
    '',
    'gs://bucket',
    's3://key:secret@bucket/x',
    's3://bucket?secret=1',
    's3://',
    's3://b/x?endpoint=h',
  ]) {
    let error: unknown;
    try {
      locationOf(text);
    } catch (caught) {
      error = caught;
    }
    expect(error, text).toMatchObject({ code: 'config_invalid' });
    expect(String(error), text).not.toContain('secret@');
  }
});

function clientOf(world: BucketWorld): S3Client {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new S3Client({ endpoint: world.endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
}
