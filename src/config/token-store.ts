import type { Secret } from './secret.ts';

/** Where tokens live that an API hands out and that are needed again after the end of this process. */
export interface TokenStore {
  read(name: string): Promise<Secret | undefined>;
  /** On the disk, for its owner only, when the promise resolves: a token may be used from then on (F2.10). */
  write(name: string, token: Secret): Promise<void>;
}
