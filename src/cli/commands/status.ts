import { join, resolve } from 'node:path';
import { readNote } from '../../pipeline/run-note.ts';
import { defaultPipelinesFolder } from '../../pipeline/working-folder.ts';
import type { PlaceOptions } from '../options.ts';
import { jsonText } from '../render/json.ts';
import { pipelineListJson, statusJson } from '../render/status-json.ts';
import { pipelineList, statusText, type ListedPipeline } from '../render/status-text.ts';
import { exitCodes, type CommandContext } from '../terminal.ts';
import { reopenPipeline } from './open-pipeline.ts';

/** `sluice status`: one pipeline, or a list of those that ever ran from this folder. */
export async function showStatus(
  name: string | undefined,
  options: PlaceOptions,
  context: CommandContext,
): Promise<number> {
  const { terminal, runtime } = context;
  if (name === undefined) return listPipelines(options, context);
  const status = await (await reopenPipeline(name, options, runtime)).status();
  const { output } = terminal;
  output.write(options.json === true ? `${jsonText(statusJson(status), 2)}\n` : statusText(status, options, output));
  return exitCodes.done;
}

async function listPipelines(options: PlaceOptions, { terminal, runtime }: CommandContext): Promise<number> {
  const folder = resolve(runtime.workingFolder, options.pipelinesDir ?? defaultPipelinesFolder);
  const listed: ListedPipeline[] = [];
  for (const name of await runtime.files.list(folder)) {
    const note = await readNote(runtime, join(folder, name, 'last-run.json'));
    if (note !== undefined) listed.push({ name, outcome: note.outcome, startedAt: note.run.startedAt, ...note.target });
  }
  const { output } = terminal;
  output.write(
    options.json === true ? `${jsonText(pipelineListJson(listed))}\n` : pipelineList(listed, folder, output),
  );
  return exitCodes.done;
}
