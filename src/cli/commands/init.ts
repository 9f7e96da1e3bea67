import { join, resolve } from 'node:path';
import { connectors } from '../../connectors/registry.ts';
import type { Runtime } from '../../core/runtime.ts';
import { printable } from '../../core/printable.ts';
import type { GuideConfig } from '../../guides/guide.ts';
import { connectorScaffold } from '../../scaffold/connector-scaffold.ts';
import { filesInTheWay } from '../../scaffold/errors.ts';
import { fileName } from '../../scaffold/file-names.ts';
import { restScaffold } from '../../scaffold/rest-scaffold.ts';
import type { Scaffold, ScaffoldFile } from '../../scaffold/scaffold.ts';
import { sourceIsCode } from '../errors.ts';
import type { InitCommandOptions } from '../options.ts';
import { initJson, initText } from '../render/init-text.ts';
import { loadSource } from '../sources/load-source.ts';
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

/** Read and checked as `plan` does it: what has mistakes is not written. */
async function scaffoldFor(text: string, runtime: Runtime): Promise<Named> {
  const ofConnector = connectors.has(text) ? connectorScaffold(text) : undefined;
  if (ofConnector !== undefined) return { name: text, scaffold: ofConnector };
  const { name, guide, config } = await loadSource(text, [], runtime, 'stand_in');
  if (guide !== undefined) {
    const { findings, standIn } = guide;
    return { name, scaffold: restScaffold({ name, origin: text, config: guide.config, findings, standIn }) };
  }
  if (config === undefined) throw sourceIsCode(text);
  // It was checked to be one when the source was made; what is code in it is refused.
  const described = { name, origin: text, config: config as GuideConfig, findings: [] };
  return { name, scaffold: restScaffold(described) };
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
