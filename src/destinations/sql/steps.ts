import type { TableName } from '../../core/names.ts';
import type { LoadStep, Target } from '../destination.ts';
import { forgetSchemas, recordLoad, saveSchema, saveState, type LoadFacts } from './bookkeeping.ts';
import { createSchema, dropping, migration, type Catalogue } from './ddl.ts';
import { comparable, type SqlDataset, type Statement } from './dialect.ts';
import { merge } from './merge.ts';
import { swap, truncation } from './replace.ts';
import { copyParts, type CopyPart } from './widen.ts';

/** What a step must know of the load that it is part of, and of the destination. */
export interface StepFacts extends LoadFacts {
  /** Of the area that the step writes to. */
  readonly catalogue: Catalogue;
}

/**
 * The statements of a step, in order.
 * @throws `schema_conflict` when the tables cannot be made to fit
 */
export function stepStatements(dataset: SqlDataset, step: LoadStep, facts: StepFacts): readonly Statement[] {
  switch (step.kind) {
    case 'migrate':
      return [...createSchema(dataset, step.into), ...migration(dataset, step.into, step.tables, facts.catalogue)];
    case 'truncate':
      return truncation(dataset, step.into, present(dataset, step.tables, facts));
    case 'drop':
      return dropping(dataset, step.into, present(dataset, step.tables, facts));
    case 'copy':
      if (step.files.length === 0) return [];
      return copyParts(dataset, step).map((part) => describePart(dataset, part));
    case 'merge':
      return merge(dataset, step.tables, step.boundary);
    case 'swap':
      return swap(dataset, step.tables);
    case 'save_schema':
      return [
        ...(step.forgets === true ? [forgetSchemas(dataset, step.schema)] : []),
        saveSchema(dataset, step.schema),
      ];
    case 'save_state':
      return saveState(dataset, step, facts);
    case 'record_load':
      return [recordLoad(dataset, step.schema, facts)];
  }
}

function describePart({ dialect }: SqlDataset, part: CopyPart): Statement {
  return part.kind === 'run' ? part.statement : { text: dialect.describeCopy(part.table.name, part.files) };
}

function present(
  { dialect }: SqlDataset,
  tables: readonly TableName[],
  { catalogue }: StepFacts,
): readonly TableName[] {
  return tables.filter((name) => catalogue.has(comparable(dialect, name)));
}

/** The same for people, as if nothing were there yet; parameters stand as `$1`. */
export function describeStep(dataset: SqlDataset, step: LoadStep, target: Target, dltType: string): readonly string[] {
  const there = step.kind === 'truncate' || step.kind === 'drop' ? step.tables : [];
  const catalogue: Catalogue = new Map(there.map((name) => [comparable(dataset.dialect, name), new Map()]));
  const facts = { loadId: '<load id>', target, dltType, catalogue };
  return stepStatements(dataset, step, facts).map(({ text }) => text);
}
