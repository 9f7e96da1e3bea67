import { notInThisVersion } from '../errors.ts';
import type { RunCommandOptions } from '../options.ts';
import { reportJson, summaryText } from '../render/run-report.ts';
import { progressFor } from '../render/choose-progress.ts';
import { loadSource } from '../sources/load-source.ts';
import { exitCodes, type CommandContext } from '../terminal.ts';
import { openPipeline } from './open-pipeline.ts';
import { untilAsked } from './until-asked.ts';

/** `sluice run`: loads a source, or goes on with a run that was interrupted. */
export async function runSource(text: string, options: RunCommandOptions, context: CommandContext): Promise<number> {
  if (options.refresh !== undefined) throw notInThisVersion('option --refresh');
  const { terminal, runtime } = context;
  const { name, source } = await loadSource(text, options.set ?? [], runtime);
  const limits = options.packageSize === undefined ? {} : { packageBytes: options.packageSize };
  const pipeline = await openPipeline(options.pipeline ?? name, options, runtime, limits);
  const progress = progressFor(options.progress, context);
  const report = await untilAsked(terminal, progress, (stopSoon) =>
    pipeline.run(source, {
      select: options.select,
      exclude: options.exclude,
      pageLimit: options.limit,
      writeDisposition: options.writeDisposition,
      emit: progress.hear,
      stopSoon,
    }),
  );
  terminal.output.write(options.json === true ? reportJson(report) : summaryText(report, options, terminal.output));
  return report.outcome === 'done' ? exitCodes.done : exitCodes.interrupted;
}
