import { join } from 'node:path';
import { cellTypes } from '../../schema/cell.ts';
import type { Capabilities, DatasetReader, Destination, JobClient, LoadStep, Target } from '../destination.ts';
import type { CallbackOptions, Receive } from './delivery.ts';
import { DeliveryClient } from './delivery-client.ts';
import { readRecord, restoredFrom, type DeliveryRecord } from './delivery-record.ts';
import { batchRowsInvalid, nothingToRead } from './errors.ts';

export type { CallbackOptions, DeliveredBatch, DeliveredColumn, DeliveredRow, Receive } from './delivery.ts';

/**
 * Delivers rows to a function, batch by batch, at least once: a batch comes again when a run ends before its load is
 * recorded. Row by row in the order of their files, one batch at a time.
 * @param options the options, or only the function
 * @throws `config_invalid`
 */
export function callback(options: Receive | CallbackOptions): Destination {
  const given: CallbackOptions = typeof options === 'function' ? { receive: options } : options;
  const { batchRows = 1000, folder = join('.sluice', 'callback') } = given;
  if (!Number.isSafeInteger(batchRows) || batchRows < 1) throw batchRowsInvalid(batchRows);
  const capabilities = capabilitiesOf(given);
  return {
    name: 'callback',
    location: 'a function',
    capabilities,
    connect(target: Target): Promise<JobClient> {
      const path = recordPath(folder, target);
      return Promise.resolve(new DeliveryClient({ ...given, batchRows, path, dltType: capabilities.dltType, target }));
    },
    async read(target: Target): Promise<DatasetReader | undefined> {
      const record = await readRecord(target.runtime, recordPath(folder, target));
      return record && recordReader(record, target);
    },
    describe: (step) => [described(step)],
  };
}

function capabilitiesOf({ empty }: CallbackOptions): Capabilities {
  return {
    formats: ['parquet'],
    dltType: 'dlt.destinations.destination',
    commit: 'delivery',
    dispositions: empty === undefined ? ['append', 'merge'] : ['append', 'replace', 'merge'],
    mergeStrategies: ['delete-insert', 'upsert', 'insert-only'],
    types: cellTypes,
    maxIdentifierLength: 65_536,
    decimal: { precision: 38, scale: 9 },
    weiPrecision: 38,
  };
}

/** Names of pipelines and datasets are parts of a path only after they were made harmless. */
function recordPath(folder: string, { runtime, pipeline, dataset, schemaName }: Target): string {
  const parts = [pipeline, dataset, schemaName].map((name) => `_${encodeURIComponent(name)}`);
  return join(runtime.workingFolder, folder, ...parts, 'delivered.json');
}

function recordReader(record: DeliveryRecord, target: Target): DatasetReader {
  return {
    tables: () =>
      Promise.resolve(
        [...(restoredFrom(record, target).schema?.tables.values() ?? [])]
          .filter(({ seenData }) => seenData)
          .map(({ name, columns }) => ({
            name,
            rowCount: record.rowCounts[name] ?? 0n,
            columns: [...columns.values()].map((column) => ({ name: column.name, type: column.dataType ?? '' })),
          })),
      ),
    restore: () => Promise.resolve(restoredFrom(record, target)),
    query: () => Promise.reject(nothingToRead()),
    rows: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(nothingToRead()) }) }),
    close: () => Promise.resolve(),
  };
}

function described(step: LoadStep): string {
  switch (step.kind) {
    case 'copy':
      return `deliver the rows of ${step.files.length} files of ${step.table.name}`;
    case 'truncate':
      return step.into === 'final' ? `ask to empty ${step.tables.join(', ')}` : 'do nothing for staging tables';
    case 'drop':
      return step.into === 'final' ? `ask to empty ${step.tables.join(', ')}` : 'do nothing for staging tables';
    case 'save_schema':
    case 'save_state':
    case 'record_load':
      return 'record schema, state and load in a file';
    case 'migrate':
    case 'merge':
    case 'swap':
      return 'do nothing: this is up to the function';
  }
}
