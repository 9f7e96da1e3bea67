import { fileTokens } from '../../config/token-store.ts';
import { defaultPipelinesFolder, workingFolder } from '../../pipeline/working-folder.ts';
import { schemaNameFrom } from '../../schema/schema.ts';
import { connectors } from '../../connectors/registry.ts';
import { checkLive, proveCredentials, remarksOf, type LiveOptions, type ResourceCheck } from '../../pipeline/check.ts';
import type { Source, SourceRemark } from '../../sources/source.ts';
import { isSluiceError } from '../../core/error.ts';
import type { Emit } from '../../core/event.ts';
import { printable } from '../../core/printable.ts';
import type { CheckCommandOptions } from '../options.ts';
import { checkJson, checkText, credentialsLine, isBad, liveLine } from '../render/check-text.ts';
import { guideText } from '../render/guide-text.ts';
import { jsonText } from '../render/json.ts';
import { loadSource } from '../sources/load-source.ts';
import type { UnsetSecret } from '../sources/stand-ins.ts';
import { exitCodes, type CommandContext } from '../terminal.ts';

/**
 * `sluice check`: what is remarkable in a source, without asking anybody; with `--live`, whether its API answers. Ends
 * with 1 where something contradicts itself, or where the API did not answer as it should.
 */
export async function checkSource(
  text: string,
  options: CheckCommandOptions,
  context: CommandContext,
): Promise<number> {
  const { terminal, runtime } = context;
  const { name, source, unset, guide } = await loadSource(text, options.set ?? [], runtime, 'stand_in');
  const remarks = [...unset.map(unsetRemark), ...remarksOf(source, options)];
  if (options.json !== true) {
    terminal.output.write(checkText({ name, source, remarks }, terminal.output));
    if (guide !== undefined) terminal.output.write(guideText(guide, terminal.output));
  }
  const live = options.live === true ? await askAll({ text, source, unset }, options, context) : undefined;
  if (options.json === true)
    terminal.output.write(`${jsonText(checkJson({ name, source, remarks, live, guide }), 2)}\n`);
  const hasContradiction =
    remarks.some(({ kind }) => kind === 'contradiction') ||
    guide?.findings.some(({ kind }) => kind === 'contradictory') === true;
  const hasFailed = live !== undefined && (unset.length > 0 || live.some(isBad));
  return hasContradiction || hasFailed ? exitCodes.failed : exitCodes.done;
}

function unsetRemark({ key, places }: UnsetSecret): SourceRemark {
  return { path: key, kind: 'risk', message: 'is not set anywhere', hint: `Set ${places.join(', or ')}` };
}

/** Undefined, and said, where there is no credential to ask with. */
async function askAll(
  { text, source, unset }: Looked,
  options: CheckCommandOptions,
  { terminal, runtime }: CommandContext,
): Promise<readonly ResourceCheck[]> {
  if (unset.length > 0) {
    terminal.messages.write(`Nothing was asked: ${unset.map(({ key }) => key).join(', ')} not set.\n`);
    return [];
  }
  const stop = new AbortController();
  const stopListening = terminal.onStop(() => stop.abort());
  const { select, exclude, json } = options;
  const checks: ResourceCheck[] = [];
  try {
    const emit: Emit = (event) => {
      if (event.kind !== 'request-retried') return;
      terminal.messages.write(`${printable(`${event.resource} is asked again: ${event.reason}`, 500)}\n`);
    };
    const { tokens: folder } = workingFolder(runtime, defaultPipelinesFolder, schemaNameFrom(source.name));
    const tokens = fileTokens({ files: runtime.files, folder });
    const live = { runtime, select, exclude, signal: stop.signal, emit, tokens };
    const refusal = await provenFirst({ text, source, unset }, live, json === true ? undefined : terminal.output);
    if (refusal !== undefined) return [refusal];
    for await (const check of checkLive(source, live)) {
      checks.push(check);
      if (json !== true) terminal.output.write(liveLine(check, terminal.output));
    }
  } catch (error) {
    if (!stop.signal.aborted || isSluiceError(error)) throw error;
    terminal.messages.write('Stopped; nothing was loaded.\n');
    terminal.exitNow(exitCodes.stoppedAtOnce);
  } finally {
    stopListening();
  }
  return checks;
}

/** What was looked at, and under which name. */
interface Looked {
  readonly text: string;
  readonly source: Source;
  readonly unset: readonly UnsetSecret[];
}

/** A connector says what proves its credentials; where they are refused, nothing else needs to be asked. */
async function provenFirst(
  { text, source }: Looked,
  live: LiveOptions,
  output: CommandContext['terminal']['output'] | undefined,
): Promise<ResourceCheck | undefined> {
  const by = connectors.get(text)?.check;
  if (by === undefined) return undefined;
  const proof = await proveCredentials(source, by, live);
  output?.write(credentialsLine(proof, output));
  const { check } = proof;
  return check.kind === 'asked' && check.error?.code === 'http_unauthorized' ? check : undefined;
}
