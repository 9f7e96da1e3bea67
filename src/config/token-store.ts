/**
 * Where tokens live that an API hands out and that are needed again after the end of this process: refresh tokens that
 * the other side changes at every use. What was written is on the disk when the promise resolves (F2.10).
 */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Files } from '../core/runtime.ts';
import { Secret } from './secret.ts';

export interface TokenStore {
  /** Undefined where none was written, or where what is there is no token. */
  read(name: string): Promise<Secret | undefined>;
  /** On the disk, for its owner only, when the promise resolves: a token may be used from then on (F2.10). */
  write(name: string, token: Secret): Promise<void>;
}

export interface TokenFolder {
  readonly files: Files;
  /** Absolute; made when the first token is written, for the owner only. */
  readonly folder: string;
}

/**
 * One file for each token, readable by the owner only, with the token and nothing else in it.
 * @throws `disk_full`, `disk_error` from both
 */
export function fileTokens(place: TokenFolder): TokenStore {
  let before: Promise<void> = Promise.resolve();
  return {
    async read(name) {
      const bytes = await place.files.read(pathOf(place, name));
      return bytes === undefined ? undefined : tokenIn(bytes);
    },
    write(name, token) {
      const mine = before.then(() => replaceFile(place, pathOf(place, name), token));
      before = mine.catch(() => undefined);
      return mine;
    },
  };
}

const longestToken = 65_536;

/** A file that was torn or changed is as good as none. */
function tokenIn(bytes: Uint8Array): Secret | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  const isToken = text !== '' && bytes.byteLength <= longestToken && !/[\p{Cc}\uFFFD]/u.test(text);
  return isToken ? new Secret(text) : undefined;
}

async function replaceFile({ files, folder }: TokenFolder, path: string, token: Secret): Promise<void> {
  const draft = `${path}.draft`;
  await files.makeFolder(folder);
  await files.remove(draft);
  try {
    const file = await files.open(draft, 'create');
    try {
      await file.write([Buffer.from(token.reveal(), 'utf8')]);
      await file.flush();
    } finally {
      await file.close();
    }
    await files.rename(draft, path);
  } catch (error) {
    // Half a token is a secret too.
    await files.remove(draft).catch(() => undefined);
    throw error;
  }
  await files.flushFolder(folder);
  await files.flushFolder(dirname(folder));
}

/** A name that is no plain file name on every system gets its hash (S4). */
function pathOf({ folder }: TokenFolder, name: string): string {
  if (/^[a-z0-9_-]{1,64}$/.test(name)) return join(folder, `${name}.token`);
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return join(folder, `${name.replaceAll(/[^a-z0-9_-]/g, '_').slice(0, 40)}-${hash}.token`);
}
