import type { Runtime } from '../../core/runtime.ts';
import { wrongUse } from '../errors.ts';
import type { RunCommandOptions } from '../options.ts';
import { guideWarnings } from '../render/guide-text.ts';
import { reportJson, summaryText } from '../render/run-report.ts';
import { progressFor } from '../render/choose-progress.ts';
import { loadSource } from '../sources/load-source.ts';
import { exitCodes, type CommandContext } from '../terminal.ts';
import { openPipeline } from './open-pipeline.ts';
import { untilAsked } from './until-asked.ts';

/** `sluice run`: loads a source, or goes on with a run that was interrupted. */
export async function runSource(text: string, options: RunCommandOptions, context: CommandContext): Promise<number> {
  if (options.record !== undefined && options.replay !== undefined)
    throw wrongUse('--record and --replay exclude each other');
  const { terminal } = context;
  const missing = options.replay === undefined ? 'refuse' : 'stand_in';
  const { name, source, mask, guide } = await loadSource(text, options.set ?? [], context.runtime, missing);
  if (guide !== undefined && options.progress !== 'off' && options.progress !== 'json')
    terminal.messages.write(guideWarnings(guide, text, terminal.messages));
  const runtime = await onCassette(options, mask, context.runtime);
  const limits = options.packageSize === undefined ? {} : { packageBytes: options.packageSize };
  const pipeline = await openPipeline(options.pipeline ?? name, options, runtime, limits);
  const progress = progressFor(options.progress, context);
  const report = await untilAsked(terminal, progress, (stopSoon) =>
    pipeline.run(source, {
      select: options.select,
      exclude: options.exclude,
      pageLimit: options.limit,
      writeDisposition: options.writeDisposition,
      refresh: options.refresh,
      emit: progress.hear,
      stopSoon,
    }),
  );
  terminal.output.write(
    options.json === true ? reportJson(report, guide) : summaryText(report, options, terminal.output),
  );
  return report.outcome === 'done' ? exitCodes.done : exitCodes.interrupted;
}

async function onCassette(
  { record, replay }: RunCommandOptions,
  mask: (text: string) => string,
  runtime: Runtime,
): Promise<Runtime> {
  if (record === undefined && replay === undefined) return runtime;
  const { recordingRuntime, replayingRuntime } = await import('../../sources/cassettes.ts');
  if (record !== undefined) return recordingRuntime(runtime, { folder: record, mask });
  return replay === undefined ? runtime : replayingRuntime(runtime, { folder: replay, mask });
}
