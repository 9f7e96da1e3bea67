import { join, resolve } from 'node:path';
import { connectors } from '../../connectors/registry.ts';
import { isSluiceError } from '../../core/error.ts';
import type { Runtime } from '../../core/runtime.ts';
import { printable } from '../../core/printable.ts';
import { connectorScaffold } from '../../scaffold/connector-scaffold.ts';
import { filesInTheWay } from '../../scaffold/errors.ts';
import { fileName } from '../../scaffold/file-names.ts';
import { restScaffold } from '../../scaffold/rest-scaffold.ts';
import type { Scaffold, ScaffoldFile } from '../../scaffold/scaffold.ts';
import { mistakesIn, sourceIsCode } from '../errors.ts';
import type { InitCommandOptions } from '../options.ts';
import { initJson, initText } from '../render/init-text.ts';
import { atLines } from '../sources/guide-source.ts';
import { readContent } from '../sources/load-source.ts';
import { exitCodes, type CommandContext } from '../terminal.ts';

/** `sluice init`: a connector, a guide or a configuration as code that people own, with a test. Asks nobody. */
export async function initSource(
  text: string,
  given: string | undefined,
  options: InitCommandOptions,
  { terminal, runtime }: CommandContext,
): Promise<number> {
  const { name, scaffold } = await scaffoldFor(text, runtime);
  const folder = given ?? fileName(name);
  await writeFiles(scaffold.files, folder, options.force === true, runtime);
  const written = { name, folder, ...scaffold };
  terminal.output.write(options.json === true ? initJson(written) : initText(written, terminal.output));
  return exitCodes.done;
}

interface Named {
  readonly name: string;
  readonly scaffold: Scaffold;
}

/** What has mistakes is not written. */
async function scaffoldFor(text: string, runtime: Runtime): Promise<Named> {
  const ofConnector = connectors.has(text) ? connectorScaffold(text) : undefined;
  if (ofConnector !== undefined) return { name: text, scaffold: ofConnector };
  const content = await readContent(text, runtime);
  if (content.kind === 'code') throw sourceIsCode(text);
  const { name } = content;
  const guide = content.kind === 'guide' ? content.guide : undefined;
  const config = content.kind === 'guide' ? content.guide.config : content.config;
  const { findings = [], standIn } = guide ?? {};
  try {
    return { name, scaffold: restScaffold({ name, origin: text, config, findings, standIn }) };
  } catch (error) {
    if (!isSluiceError(error) || error.code !== 'config_invalid') throw error;
    throw atLines(mistakesIn(text, error), guide);
  }
}

/** All or none: what is there is seen before anything is written. */
async function writeFiles(
  files: readonly ScaffoldFile[],
  folder: string,
  overwrites: boolean,
  runtime: Runtime,
): Promise<void> {
  const root = resolve(runtime.workingFolder, folder);
  const there = new Set(await runtime.files.list(root));
  const inTheWay = files.map(({ name }) => name).filter((name) => there.has(name));
  if (inTheWay.length > 0 && !overwrites) throw filesInTheWay(printable(folder, 200), inTheWay);
  await runtime.files.makeFolder(root);
  for (const { name, text } of files) {
    const path = join(root, name);
    if (there.has(name)) await runtime.files.remove(path);
    const file = await runtime.files.open(path, 'create');
    try {
      await file.write([Buffer.from(text, 'utf8')]);
    } finally {
      await file.close();
    }
  }
}
