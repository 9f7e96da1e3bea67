import { timestampOf } from './ids.ts';
import { svixRow, type PlacedRow, type SvixList, type SvixRow } from './rows.ts';

export interface LaterRows {
  readonly seed: number;
  /** From 1. */
  readonly moment: number;
}

/**
 * One moment later, as `advancedRows` has it: of about seven rows one has changed, of thirteen one is gone and its
 * children with it, for each thirty there is a new one, and each ninth parent has a new child.
 */
export function laterRows(
  lists: Readonly<Record<SvixList, readonly PlacedRow[]>>,
  when: LaterRows,
): Record<SvixList, PlacedRow[]> {
  const root = (list: SvixList): PlacedRow[] => [...left(lists[list], when), ...born(list, lists[list], when)];
  const [applications, sources] = [root('applications'), root('ingest_source')];
  const child = (list: SvixList, parents: readonly PlacedRow[]): PlacedRow[] => [
    ...left(lists[list], when).filter(({ parent }) => parents.some(({ row }) => row['id'] === parent)),
    ...bornBelow(list, parents, when),
  ];
  return {
    applications,
    event_types: root('event_types'),
    tokens: root('tokens'),
    endpoints: child('endpoints', applications),
    integrations: child('integrations', applications),
    ingest_source: sources,
    ingest_source_endpoint: child('ingest_source_endpoint', sources),
    webhook_endpoint: root('webhook_endpoint'),
  };
}

function left(rows: readonly PlacedRow[], { moment }: LaterRows): readonly PlacedRow[] {
  return rows
    .filter(({ index }) => index % 13 !== (moment * 5) % 13)
    .map((placed) => (placed.index % 7 === moment % 7 ? { ...placed, row: changed(placed, moment) } : placed));
}

function changed({ row, index }: PlacedRow, moment: number): SvixRow {
  const text = 'description' in row ? 'description' : 'name';
  const at = 'updatedAt' in row ? { updatedAt: timestampOf(500_000 + moment * 1440 + (index % 1000)) } : {};
  return { ...row, [text]: `Changed ${moment}`, ...at };
}

function born(list: SvixList, rows: readonly PlacedRow[], { seed, moment }: LaterRows): readonly PlacedRow[] {
  if (rows.length === 0) return [];
  // Numbers of rows that are gone are not given again: those of a moment are its own.
  const first = firstLater + moment * mostOfMoment;
  return Array.from({ length: Math.ceil(rows.length / 30) }, (_, offset) => {
    const index = first + offset;
    return { index, row: svixRow(list, index, seed) };
  });
}

/** Over the numbers of all rows that are there in the beginning. */
const firstLater = 10_000;
const mostOfMoment = 1000;

function bornBelow(list: SvixList, parents: readonly PlacedRow[], { seed, moment }: LaterRows): readonly PlacedRow[] {
  return parents
    .filter(({ index }) => index % 9 === moment % 9)
    .map(({ row, index: parentIndex }) => {
      const index = parentIndex * 1000 + 900 + moment;
      return { parent: String(row['id']), index, row: svixRow(list, index, seed) };
    });
}
