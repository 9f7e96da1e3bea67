/** The door for authors of destinations (`docs/destinations-authors.md`), and for tests of sources (`sluice init`). */
export { destinationCases } from './destination-cases.ts';
export type { Alteration, ContractCase, ContractWorld, Delivered, LosingMoment } from './contract.ts';
export { givenValues } from '../config/source-values.ts';
export { answeringApi, type MockAnswer } from '../mock/answering-api.ts';
export { startMockApi, type MockApi, type MockOptions, type RunningMock } from '../mock/mock-api.ts';
export { mockApi } from '../mock/registry.ts';
