import { SluiceError } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';

export function locationInvalid(text: string, why: string): SluiceError {
  return new SluiceError(`Cannot load into "${printable(text, 200)}": ${why}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Name a folder, such as filesystem:data, or a bucket, such as s3://bucket/prefix',
  });
}

export function optionInvalid(option: string, why: string): SluiceError {
  return new SluiceError(`Cannot use the destination filesystem: ${option} ${why}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: `Correct ${option}; docs/destinations/filesystem.md lists what it takes`,
    details: { option },
  });
}

/** Case S4: a name that would be a path of its own, or none at all. */
export function nameNotPath(kind: string, name: string): SluiceError {
  return new SluiceError(
    `Cannot keep the ${kind} "${printable(name, 120)}" in files: its name is no name of a folder`,
    {
      code: 'schema_conflict',
      phase: 'load',
      hint: `Rename the ${kind}, or use the naming convention snake_case`,
      details: { [kind]: name },
    },
  );
}

export function newerStorage(location: string, version: unknown): SluiceError {
  return new SluiceError(
    `Cannot load into ${printable(location, 300)}: its init file says storage version ${printable(String(version), 20)}, and only 1 and 2 are known`,
    {
      code: 'destination_format',
      phase: 'load',
      hint: 'Use the version of dlt or sluice that wrote it, or load into another dataset with --dataset',
      details: { location, version },
    },
  );
}

export function documentDamaged(location: string, why: string, cause?: unknown): SluiceError {
  return new SluiceError(`Cannot read ${printable(location, 300)}: ${why}`, {
    code: 'destination_format',
    phase: 'load',
    hint: 'Restore the file from a copy, or load into another dataset with --dataset',
    details: { location },
    cause,
  });
}

/** Case F3.6: rows that wait for the end of their run were there, and are not there any more. */
export function stagedFileGone(location: string, table: string): SluiceError {
  return new SluiceError(
    `Cannot replace ${printable(table, 120)}: the file ${printable(location, 300)} with a part of its rows was deleted or changed`,
    {
      code: 'schema_conflict',
      phase: 'load',
      hint: 'Restore the file, or delete the working folder of the pipeline and load into another dataset with --dataset',
      details: { location, table },
    },
  );
}

export function mergeInFiles(): SluiceError {
  return new SluiceError('Cannot merge into files: rows that are there cannot be changed', {
    code: 'config_invalid',
    phase: 'load',
    hint: 'Use append or replace, or load into DuckDB or Postgres',
  });
}

export function interrupted(): SluiceError {
  return new SluiceError('Cannot finish the load: it was asked to stop', {
    code: 'interrupted',
    phase: 'load',
    retryable: true,
    hint: 'Run again: it goes on from the newest load that was committed',
  });
}

/** What DuckDB says while it makes a Parquet file. */
export function conversionFailed(path: string, cause: unknown): SluiceError {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (/INTERRUPT Error/.test(said)) return interrupted();
  const first = printable(said.split('\n', 1)[0] ?? '', 300);
  const isFull = /No space left on device|ENOSPC|max_temp_directory_size|Disk quota/i.test(said);
  const isMissing = /No files found|No such file/i.test(said);
  return new SluiceError(
    `Cannot write ${printable(path, 300)}: ${isFull ? 'no space is left on the disk' : `DuckDB says "${first}"`}`,
    {
      code: isFull ? 'disk_full' : isMissing ? 'package_damaged' : 'destination_refused',
      phase: 'load',
      retryable: true,
      hint: isFull
        ? 'Free space on the disk of the dataset and of the working folder, then run again'
        : 'See that this user may write there, then run again',
      details: { path, said },
      cause,
    },
  );
}

export function datasetMoved(dataset: string): SluiceError {
  return new SluiceError(`Cannot read ${printable(dataset, 200)}: loads came faster than it could be looked at`, {
    code: 'destination_refused',
    phase: 'load',
    retryable: true,
    hint: 'Read again',
    details: { dataset },
  });
}

/** A file that the views name cannot be read as what it is called. */
export function fileChanged(dataset: string, cause: unknown): SluiceError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new SluiceError(
    `Cannot read the files of ${printable(dataset, 200)}: one cannot be read, "${printable(said.split('\n', 1)[0] ?? '', 400)}"`,
    {
      code: 'destination_format',
      phase: 'load',
      hint: 'Restore the file from a copy or delete it, or read again when a load has just replaced it',
      details: { dataset, said },
      cause,
    },
  );
}

export function tooMuchToFetch(location: string, byteCount: number, limitBytes: number): SluiceError {
  return new SluiceError(
    `Cannot read ${printable(location, 300)}: its files have ${byteCount} bytes, and at most ${limitBytes} are fetched`,
    {
      code: 'query_refused',
      phase: 'load',
      hint: 'Ask for tables that are smaller, or raise readLimitBytes of the destination',
      details: { location, byteCount, limitBytes },
    },
  );
}

/** Two names that a query could not tell apart, or one that it could not spell. */
export function columnUnfit(table: string, column: string, why: string): SluiceError {
  return new SluiceError(`Cannot load into ${printable(table, 120)}: its column "${printable(column, 120)}" ${why}`, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Rename the column, or use the naming convention snake_case',
    details: { table, column },
  });
}
