import { startMockApi, type MockApi, type RunningMock } from '../../mock/mock-api.ts';
import { mockApi } from '../../mock/registry.ts';
import type { MockCommandOptions } from '../options.ts';
import { jsonText } from '../render/json.ts';
import { exitCodes, type CommandContext, type Terminal } from '../terminal.ts';

/** `sluice mock`: serves a local API on 127.0.0.1 until it is asked to stop. */
export async function serveMock(name: string, options: MockCommandOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const api = await mockApi(name);
  const { delay, port, ...faults } = options;
  const mock = await startMockApi(api, { port, faults: { ...faults, delayMs: delay } });
  try {
    const asked = untilStopped(terminal);
    if (options.json === true) terminal.output.write(`${jsonText({ name, url: mock.url, keys: api.keys ?? {} })}\n`);
    else terminal.output.write(welcome(api, mock, terminal));
    await asked;
  } finally {
    await mock.close();
  }
  terminal.messages.write(farewell(mock));
  return exitCodes.done;
}

async function untilStopped(terminal: Terminal): Promise<void> {
  let stopListening = (): void => undefined;
  await new Promise<void>((resolve) => {
    stopListening = terminal.onStop(resolve);
  });
  stopListening();
}

/** The keys of a local API are made up and open nothing: they are meant to be copied. */
function welcome(api: MockApi, mock: RunningMock, { output }: Terminal): string {
  const keys = Object.entries(api.keys ?? {}).map(([key, value]) => `  key ${key} = ${value}\n`);
  return [
    `${output.style('bold', api.name)} is served on ${output.style('cyan', mock.url)} (${api.description})\n`,
    ...keys,
    ...api.paths.slice(0, 10).map((path) => output.style('dim', `  ${mock.url}${path}`) + '\n'),
    'Press Ctrl-C to stop.\n',
  ].join('');
}

function farewell({ requests, strikes }: RunningMock): string {
  const { failed, dropped, limited, refused, ...rarer } = strikes;
  const others = Object.entries(rarer).filter(([, count]) => count > 0);
  const told = others.map(([what, count]) => `, ${count} ${what}`).join('');
  return `Stopped after ${requests.length} requests: ${failed} failed, ${dropped} cut and ${limited + refused} refused on purpose${told}.\n`;
}
