import type { RunCommandOptions } from '../options.ts';
import { jsonText } from '../render/json.ts';
import { guideText } from '../render/guide-text.ts';
import { planJson } from '../render/plan-json.ts';
import { planText } from '../render/plan-text.ts';
import { loadSource } from '../sources/load-source.ts';
import { exitCodes, type CommandContext } from '../terminal.ts';
import { openPipeline } from './open-pipeline.ts';

/** `sluice plan`: what `run` with the same options would do. Sends nothing and changes nothing, and needs no credentials. */
export async function planSource(
  text: string,
  options: RunCommandOptions,
  { terminal, runtime }: CommandContext,
): Promise<number> {
  const { name, source, unset, guide } = await loadSource(text, options.set ?? [], runtime, 'stand_in');
  const pipeline = await openPipeline(options.pipeline ?? name, options, runtime);
  const plan = await pipeline.plan(source, {
    select: options.select,
    exclude: options.exclude,
    pageLimit: options.limit,
    writeDisposition: options.writeDisposition,
    refresh: options.refresh,
  });
  const { output } = terminal;
  if (options.json === true) output.write(`${jsonText(planJson(plan, unset, guide), 2)}\n`);
  else output.write(planText(plan, unset, output) + (guide === undefined ? '' : guideText(guide, output)));
  return exitCodes.done;
}
