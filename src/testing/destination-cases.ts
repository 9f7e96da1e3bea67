import type { Capabilities } from '../destinations/destination.ts';
import { aheadCases } from './cases/ahead.ts';
import { appendCases } from './cases/append.ts';
import { bookkeepingCases } from './cases/bookkeeping.ts';
import { byHandCases } from './cases/by-hand.ts';
import { deliveryCases } from './cases/deliveries.ts';
import { deleteInsertHintCases } from './cases/delete-insert-hints.ts';
import { deleteInsertCases } from './cases/delete-insert.ts';
import { evolutionCases } from './cases/evolution.ts';
import { failureCases } from './cases/failures.ts';
import { insertOnlyCases } from './cases/insert-only.ts';
import { loadCases } from './cases/loads.ts';
import { nameCases } from './cases/names.ts';
import { readingCases } from './cases/reading.ts';
import { refreshCases } from './cases/refresh.ts';
import { refusalCases } from './cases/refusals.ts';
import { replaceCases } from './cases/replace.ts';
import { scd2Cases } from './cases/scd2.ts';
import { sizeCases } from './cases/sizes.ts';
import { typeCases } from './cases/types.ts';
import { upsertCases } from './cases/upsert.ts';
import type { ContractCase } from './contract.ts';

/** Everything that a destination with these capabilities must do, and must refuse. */
export function destinationCases(capabilities: Capabilities): readonly ContractCase[] {
  if (capabilities.commit === 'delivery') return [...deliveryCases, ...refusalCases(capabilities)];
  return [
    ...typeCases(capabilities),
    ...appendCases,
    ...replaceCases(capabilities),
    ...deleteInsertCases(capabilities),
    ...deleteInsertHintCases(capabilities),
    ...upsertCases(capabilities),
    ...insertOnlyCases(capabilities),
    ...scd2Cases(capabilities),
    ...refreshCases,
    ...refusalCases(capabilities),
    ...evolutionCases,
    ...nameCases(capabilities),
    ...sizeCases(capabilities),
    ...loadCases,
    ...aheadCases,
    ...failureCases(capabilities),
    ...bookkeepingCases(),
    ...byHandCases(capabilities),
    ...readingCases,
  ];
}
