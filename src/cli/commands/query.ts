import { wrongUse } from '../errors.ts';
import type { QueryCommandOptions } from '../options.ts';
import { csvText } from '../render/csv.ts';
import { countOf } from '../render/figures.ts';
import { jsonText } from '../render/json.ts';
import { queryTable } from '../render/query-table.ts';
import { exitCodes, type CommandContext } from '../terminal.ts';
import { reopenPipeline } from './open-pipeline.ts';

export interface Question {
  readonly name: string;
  readonly sql: string;
  readonly options: QueryCommandOptions;
}

/** `sluice query`: rows of one statement that only reads; that there are more is told on standard error. */
export async function queryPipeline({ name, sql, options }: Question, context: CommandContext): Promise<number> {
  if (options.json === true && options.csv === true) throw wrongUse('--json and --csv exclude each other');
  const { terminal, runtime } = context;
  const pipeline = await reopenPipeline(name, options, runtime);
  const result = await pipeline.query(sql, { maxRows: options.limit, timeoutMs: options.timeout });
  if (options.json === true) terminal.output.write(`${jsonText(result)}\n`);
  else if (options.csv === true) terminal.output.write(csvText(result, terminal.output));
  else terminal.output.write(queryTable(result, terminal.output));
  if (result.truncated)
    terminal.messages.write(`Only the first ${countOf(options.limit, 'row')} shown; ask for more with --limit.\n`);
  return exitCodes.done;
}
