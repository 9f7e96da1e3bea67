import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSluiceError } from '../../core/error.ts';
import type { Runtime } from '../../core/runtime.ts';
import { startMockApi, type MockApi } from '../../mock/mock-api.ts';
import { mockApi } from '../../mock/registry.ts';
import type { SharedOptions } from '../options.ts';
import { answerText, endText, introText, showText } from '../render/demo-text.ts';
import { jsonText } from '../render/json.ts';
import { progressFor } from '../render/choose-progress.ts';
import { reportSummary } from '../render/run-report.ts';
import { exitCodes, type CommandContext } from '../terminal.ts';
import { demoShows, type DemoOutcome, type DemoShow } from './demo-shows.ts';
import { openPipeline } from './open-pipeline.ts';
import { untilAsked } from './until-asked.ts';

/** Where a demo leaves what it made. */
export interface DemoPlace {
  readonly file: string;
  readonly pipelinesDir: string;
}

/** `sluice demo`: local APIs, loaded from nothing into one DuckDB file, and a look at what arrived. */
export async function showDemo(options: SharedOptions, context: CommandContext): Promise<number> {
  const { terminal, runtime } = context;
  const { output } = terminal;
  const place = await freshPlace(runtime);
  const say = (text: string): void => {
    if (options.json !== true) output.write(text);
  };
  say(introText(place, output));
  const outcomes: DemoOutcome[] = [];
  for (const show of demoShows) {
    const api = await apiOf(show, context);
    if (api === undefined) continue;
    say(showText(show, output));
    const outcome = await perform(show, api, place, context);
    if (outcome === undefined) return exitCodes.interrupted;
    outcomes.push(outcome);
    say(answerText(outcome, output));
  }
  if (options.json === true) output.write(`${jsonText({ file: place.file, loaded: outcomes.map(outcomeJson) })}\n`);
  say(endText(place, output));
  return exitCodes.done;
}

/** Undefined where it was asked to stop. */
async function perform(
  show: DemoShow,
  api: MockApi,
  { file, pipelinesDir }: DemoPlace,
  context: CommandContext,
): Promise<DemoOutcome | undefined> {
  const mock = await startMockApi(api);
  try {
    const source = await show.source(mock, api, context.runtime);
    const place = { destination: `duckdb:${file}`, dataset: show.name, pipelinesDir };
    const pipeline = await openPipeline(show.name, place, context.runtime);
    const progress = progressFor('auto', context);
    const report = await untilAsked(context.terminal, progress, (stopSoon) =>
      pipeline.run(source, { emit: progress.hear, stopSoon }),
    );
    if (report.outcome === 'interrupted') return undefined;
    return { report, status: await pipeline.status(), sql: show.sql, answer: await pipeline.query(show.sql) };
  } finally {
    await mock.close();
  }
}

/** Undefined, and said, where its rows are not installed. */
async function apiOf(show: DemoShow, { terminal }: CommandContext): Promise<MockApi | undefined> {
  try {
    return await mockApi(show.name);
  } catch (error) {
    if (!show.optional || !isSluiceError(error)) throw error;
    terminal.messages.write(`Left out ${show.name}: ${error.message}\n`);
    return undefined;
  }
}

/** The current folder where it can be written, else one for temporary files. What an earlier demo left is removed. */
async function freshPlace(runtime: Runtime): Promise<DemoPlace> {
  try {
    return await placeIn(runtime.workingFolder, runtime);
  } catch {
    const unique = Buffer.from(runtime.randomBytes(6)).toString('hex');
    return placeIn(join(tmpdir(), `sluice-demo-${unique}`), runtime);
  }
}

async function placeIn(folder: string, { files }: Runtime): Promise<DemoPlace> {
  const place = { file: join(folder, 'sluice-demo.duckdb'), pipelinesDir: join(folder, '.sluice', 'demo') };
  for (const old of [place.pipelinesDir, place.file, `${place.file}.wal`]) await files.remove(old);
  await files.makeFolder(place.pipelinesDir);
  return place;
}

function outcomeJson({ report, status, sql, answer }: DemoOutcome): unknown {
  const tables = status.tables.map(({ name, rowCount }) => ({ name, rows: Number(rowCount) }));
  return { ...reportSummary(report), tables, query: sql, answer };
}
