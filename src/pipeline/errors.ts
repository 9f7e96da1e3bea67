import { SluiceError } from '../core/error.ts';
import type { LoadId } from '../core/names.ts';
import { printable } from '../core/printable.ts';

export function pipelineLocked(pipeline: string, processId: number, since: string): SluiceError {
  return new SluiceError(`Cannot run pipeline "${pipeline}": process ${processId} has been running it since ${since}`, {
    code: 'pipeline_locked',
    phase: 'config',
    hint: 'Wait until that run has ended, or choose another name with --pipeline.',
    retryable: true,
    details: { pipeline, processId, since },
  });
}

export function neverLoaded(pipeline: string, where: string): SluiceError {
  return new SluiceError(`Cannot look at pipeline "${pipeline}": nothing was ever loaded by it into ${where}`, {
    code: 'pipeline_not_found',
    phase: 'config',
    hint: 'Check the name, --pipelines-dir and --destination, or load something with `sluice run` first.',
    details: { pipeline, where },
  });
}

export function loadFenced(pipeline: string, id: LoadId): SluiceError {
  return new SluiceError(`Cannot commit load ${id} of pipeline "${pipeline}": another run committed first`, {
    code: 'load_fenced',
    phase: 'load',
    hint: 'Run again: it goes on from what the other run committed; nothing of this load was written.',
    retryable: true,
    details: { pipeline, loadId: id },
  });
}

export function otherTarget(pipeline: string, id: LoadId, was: string, is: string): SluiceError {
  return new SluiceError(`Cannot load package ${id} of pipeline "${pipeline}": it was made for ${was}, not for ${is}`, {
    code: 'package_mismatch',
    phase: 'load',
    hint: `Run with the dataset of the package, ${was}, or choose another name with --pipeline.`,
    details: { pipeline, loadId: id, was, is },
  });
}

export function otherNaming(pipeline: string, was: string, is: string): SluiceError {
  return new SluiceError(
    `Cannot run pipeline "${pipeline}" with naming ${is}: the dataset has tables named by ${was}`,
    {
      code: 'schema_conflict',
      phase: 'config',
      hint: `Leave the naming out, or load into another dataset`,
      details: { pipeline, was, is },
    },
  );
}

export function stoppedAtOnce(pipeline: string, cause: unknown): SluiceError {
  return new SluiceError(`Cannot end the run of pipeline "${pipeline}": it was asked to stop at once`, {
    code: 'interrupted',
    phase: 'extract',
    hint: 'Run again: what was committed stays, and the run goes on from there.',
    retryable: true,
    details: { pipeline },
    cause,
  });
}

/** A row has one value under each name. */
export function columnTwice(column: string): SluiceError {
  return new SluiceError(`Cannot read rows: two columns of the result are called "${printable(column, 120)}"`, {
    code: 'query_failed',
    phase: 'load',
    hint: 'Give each column a name of its own with AS',
    details: { column },
  });
}

/** @param destination its kind, such as `duckdb` */
export function cannotWiden(resource: string, destination: string): SluiceError {
  return new SluiceError(`Cannot widen columns of resource "${resource}": ${destination} cannot change their types`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Leave out type_conflicts, so that values which do not fit go to variant columns',
    details: { resource, destination },
  });
}

/** Which tables there are is known from rows only. */
export function emptyTableWithoutName(resource: string): SluiceError {
  return new SluiceError(`Cannot make an empty table for resource "${resource}": its rows choose their tables`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Leave out empty_table, or give the resource one table name',
    details: { resource },
  });
}
