import { Command, Option } from 'commander';
import { byteCount, duration, nameList, portNumber, positiveCount, rateLimit, setting } from './option-values.ts';
import {
  progressKinds,
  refreshModes,
  writeDispositions,
  type CheckCommandOptions,
  type InitCommandOptions,
  type MockCommandOptions,
  type PlaceOptions,
  type QueryCommandOptions,
  schemaFormats,
  type RunCommandOptions,
  type SchemaCommandOptions,
  type SharedOptions,
} from './options.ts';
import type { CommandContext, Terminal } from './terminal.ts';

/** Runs one command and keeps its exit code. */
export type Launch = (command: (context: CommandContext) => Promise<number>) => Promise<void>;

/** The commands and their options, light enough for `--help`: what they do is imported when one is launched. */
export function programFor(terminal: Terminal, version: string, launch: Launch): Command {
  const program = new Command('sluice')
    .description('Loads APIs into tables: streamed, typed, exact, resumable, exactly once.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      // Mistakes are thrown as well; they are printed once, by main().
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(terminal.output.size().columns, 120),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', examples);
  addLoading(program, launch);
  addLooking(program, launch);
  addLocal(program, launch);
  return program;
}

const examples = `
Exit codes: 0 done, 1 failed, 2 wrong use, 3 interrupted and resumable.

Examples:
  sluice demo
  sluice check svix --live
  sluice plan svix
  sluice run svix --destination duckdb:svix.duckdb --dataset raw
  sluice query svix "select count(*) from applications"`;

function addLoading(program: Command, launch: Launch): void {
  withRunOptions(program.command('run <source>').description('load a source into a destination'))
    .option('--record <folder>', 'write requests and answers there, without credentials')
    .option('--replay <folder>', 'take the answers from there, without the network')
    .action((source: string, options: RunCommandOptions) =>
      launch(async (context) => (await import('./commands/run.ts')).runSource(source, options, context)),
    );
  withRunOptions(
    program.command('plan <source>').description('show requests, tables, keys and SQL; send nothing'),
  ).action((source: string, options: RunCommandOptions) =>
    launch(async (context) => (await import('./commands/plan.ts')).planSource(source, options, context)),
  );
  withSource(withShared(program.command('check <source>').description('find contradictions and risks; send nothing')))
    .option('--live', 'send the first request of each resource, to see whether it answers')
    .action((source: string, options: CheckCommandOptions) =>
      launch(async (context) => (await import('./commands/check.ts')).checkSource(source, options, context)),
    );
  withShared(program.command('init <source> [folder]').description('write a source as TypeScript, with a test'))
    .option('--force', 'overwrite files that are there')
    .action((source: string, folder: string | undefined, options: InitCommandOptions) =>
      launch(async (context) => (await import('./commands/init.ts')).initSource(source, folder, options, context)),
    );
}

function addLooking(program: Command, launch: Launch): void {
  withPlace(program.command('status [pipeline]').description('show runs, verdicts, packages, tables, rows')).action(
    (name: string | undefined, options: PlaceOptions) =>
      launch(async (context) => (await import('./commands/status.ts')).showStatus(name, options, context)),
  );
  withPlace(program.command('schema <pipeline>').description('print what is known of the tables'))
    .addOption(new Option('--format <kind>', 'how').choices(schemaFormats).default('yaml'))
    .action((name: string, options: SchemaCommandOptions) =>
      launch(async (context) => (await import('./commands/schema.ts')).showSchema(name, options, context)),
    );
  withPlace(program.command('query <pipeline> <sql>').description('ask what was loaded, in SQL'))
    .option('--csv', 'rows as CSV on standard output')
    .option('--limit <rows>', 'most rows to show', positiveCount, 1000)
    .option('--timeout <time>', 'longest time for an answer, such as 30s', duration, 60_000)
    .action((name: string, sql: string, options: QueryCommandOptions) =>
      launch(async (context) => (await import('./commands/query.ts')).queryPipeline({ name, sql, options }, context)),
    );
}

function addLocal(program: Command, launch: Launch): void {
  withShared(program.command('mock <name>').description('serve a local API to try things with, until Ctrl-C'))
    .option('--port <number>', 'where to listen on 127.0.0.1; 0 takes any free port', portNumber, 0)
    .option('--fail-every <count>', 'one request in so many gets 503', positiveCount)
    .option('--drop-every <count>', 'one answer in so many is cut half way', positiveCount)
    .option('--refuse-every <count>', 'one request in so many gets 429, without Retry-After', positiveCount)
    .option('--garble-every <count>', 'one answer in so many has a body that is no JSON', positiveCount)
    .option('--close-every <count>', 'one connection in so many is closed without an answer', positiveCount)
    .option('--expire-every <count>', 'before one request in so many all sessions end', positiveCount)
    .option('--repeat-every <count>', 'one further page in so many is the page before it once more', positiveCount)
    .option('--shuffle-every <count>', 'one page in so many has its rows in another order', positiveCount)
    .option('--delay <time>', 'wait before every answer, such as 200ms', duration)
    .option('--rate-limit <requests/time>', 'refuse with 429 what is over, such as 100/1s', rateLimit)
    .option('--seed <number>', 'choose which of so many is struck', positiveCount)
    .action((name: string, options: MockCommandOptions) =>
      launch(async (context) => (await import('./commands/mock.ts')).serveMock(name, options, context)),
    );
  withShared(program.command('demo').description('start local APIs, load them, and show what arrived')).action(
    (options: SharedOptions) =>
      launch(async (context) => (await import('./commands/demo.ts')).showDemo(options, context)),
  );
}

function withShared(command: Command): Command {
  return command
    .option('--json', 'the result as one JSON object on standard output')
    .option('--debug', 'show code, details and stack of an error');
}

function withPlace(command: Command): Command {
  return withShared(command)
    .option('--destination <destination>', 'such as duckdb:<file>; default duckdb:<pipeline>.duckdb')
    .option('--dataset <name>', 'default <pipeline>_dataset')
    .option('--pipelines-dir <folder>', 'where working folders are; default .sluice/pipelines');
}

function withRunOptions(command: Command): Command {
  return withSource(withPlace(command))
    .option('--pipeline <name>', 'default: the name of the connector or file')
    .addOption(new Option('--write-disposition <kind>', 'instead of what resources say').choices(writeDispositions))
    .option('--limit <pages>', 'most pages of each root resource, for a first look', positiveCount)
    .addOption(new Option('--progress <kind>', 'on standard error').choices(progressKinds).default('auto'))
    .option('--package-size <bytes>', 'commit after so much, such as 32MB', byteCount)
    .addOption(new Option('--refresh <mode>', 'forget what was loaded before it begins').choices(refreshModes));
}

function withSource(command: Command): Command {
  return command
    .option('--select <names>', 'only these resources, with commas between them', nameList)
    .option('--exclude <names>', 'all but these resources', nameList)
    .option('--set <key.path=value>', 'a value of the configuration; repeatable', setting);
}
