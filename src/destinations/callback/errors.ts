import { SluiceError } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';

/** The package stays, so the next run delivers the same batches again. */
export function deliveryFailed(table: string, batchId: string | undefined, cause: unknown): SluiceError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const doing =
    batchId === undefined ? `Cannot empty ${printable(table, 120)}` : `Cannot deliver rows of ${printable(table, 120)}`;
  return new SluiceError(`${doing}: the function that receives them says "${printable(said, 300)}"`, {
    code: 'destination_refused',
    phase: 'load',
    retryable: true,
    hint: 'Correct the function and run again: the same batches come again, with the same batchId',
    details: { table, batchId },
    cause,
  });
}

export function interrupted(cause?: unknown): SluiceError {
  return new SluiceError('Cannot finish the delivery: it was asked to stop', {
    code: 'interrupted',
    phase: 'load',
    retryable: true,
    hint: 'Run again: the batches of this load come again, with the same batchId',
    cause,
  });
}

export function batchRowsInvalid(batchRows: number): SluiceError {
  return new SluiceError(`Cannot deliver batches of ${batchRows} rows: it is no whole number above 0`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Set batchRows to a whole number such as 1000',
  });
}

export function recordUnreadable(path: string, cause: unknown): SluiceError {
  return new SluiceError(
    `Cannot read what was delivered from ${printable(path, 300)}: it is not what was written there`,
    {
      code: 'state_unreadable',
      phase: 'load',
      hint: 'Restore the file from a copy, or remove it to deliver everything from the beginning',
      details: { path },
      cause,
    },
  );
}

export function nothingToRead(): SluiceError {
  return new SluiceError('Cannot read rows: they were delivered to a function, and nothing here keeps them', {
    code: 'query_refused',
    phase: 'load',
    hint: 'Read the rows where the function put them',
  });
}
