/** The public door: a pipeline, its error, and the types of what goes in and comes out. */
export { pipeline } from './pipeline/pipeline.ts';
export { checkLive, remarksOf, type LiveOptions, type ResourceCheck } from './pipeline/check.ts';
export { isSluiceError, SluiceError } from './core/error.ts';
export { errorCodes, type ErrorCode } from './core/error-codes.ts';
export { ExactNumber, type Row, type Value } from './core/value.ts';
export type { Emit, PipelineEvent } from './core/event.ts';
export type { Page } from './core/page.ts';
export type { Runtime } from './core/runtime.ts';
export type { Verdict, WalkEnd } from './core/verdict.ts';
export type { Destination, QueryLimits, QueryResult } from './destinations/destination.ts';
export type { Pipeline, PipelineLimits, PipelineOptions, RunOptions } from './pipeline/pipeline.ts';
export type { PipelinePlan, PipelineSchema, PipelineStatus, ResourceReport, RunReport } from './pipeline/report.ts';
export type { ContractMode, ContractSetting } from './schema/contract-setting.ts';
export type { TableHints, WriteDisposition } from './schema/table.ts';
export { recordingRuntime, replayingRuntime, type CassetteFolder } from './sources/cassettes.ts';
export { nodeRuntime } from './runtime/node-runtime.ts';
export type { ExtractContext, Resource, Source, SourceRemark } from './sources/source.ts';
