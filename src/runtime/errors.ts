import { SluiceError } from '../core/error.ts';

/** What the operating system called the failure, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const full = new Set(['ENOSPC', 'EDQUOT']);

/** `disk_full` or `disk_error`, with the system's name of the failure in `details.errno`. */
export function diskError(doing: string, path: string, cause: unknown): SluiceError {
  const errno = errnoOf(cause) ?? 'unknown';
  if (full.has(errno)) {
    return new SluiceError(`Cannot ${doing} ${path}: no space is left on the disk`, {
      code: 'disk_full',
      phase: 'load',
      hint: 'Free some space and run again; what was loaded so far stays, and the next run goes on from there.',
      retryable: true,
      details: { path, errno },
      cause,
    });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SluiceError(`Cannot ${doing} ${path}: ${why}`, {
    code: 'disk_error',
    phase: 'load',
    hint: 'Check that the folder exists, is writable for this user and is on a disk that works.',
    details: { path, errno },
    cause,
  });
}
