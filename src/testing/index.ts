/** The door for authors of destinations: `docs/destinations-authors.md` tells how it is used. */
export { destinationCases } from './destination-cases.ts';
export type { Alteration, ContractCase, ContractWorld, Delivered, LosingMoment } from './contract.ts';
