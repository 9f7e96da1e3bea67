import type { Emit } from '../../core/event.ts';
import type { ProgressKind } from '../options.ts';
import type { CommandContext } from '../terminal.ts';
import { jsonText } from './json.ts';
import { liveProgress } from './live-progress.ts';
import { plainProgress } from './plain-progress.ts';
import type { Progress } from './progress.ts';

/** `auto`: a live view for a person at a terminal, plain lines for a file, a pipe or a CI machine. */
export function progressFor(kind: ProgressKind, context: CommandContext): Progress {
  const { terminal, runtime } = context;
  if (kind === 'off') return silentProgress(context);
  if (kind === 'json') return jsonProgress(context);
  const { CI: machine, TERM: screen } = runtime.environment;
  const isDrawable = terminal.messages.interactive && (machine ?? '') === '' && screen !== 'dumb';
  return kind === 'auto' && isDrawable ? liveProgress(context) : plainProgress(context);
}

function silentProgress({ terminal }: CommandContext): Progress {
  return { hear: () => undefined, say: (message) => terminal.messages.write(`${message}\n`), end: () => undefined };
}

/** One JSON object a line: the event, and when it was heard. */
function jsonProgress({ terminal, runtime }: CommandContext): Progress {
  const hear: Emit = (event) => {
    const time = new Date(runtime.clock.now()).toISOString();
    terminal.messages.write(`${jsonText({ time, ...event })}\n`);
  };
  return { hear, say: (message) => hear({ kind: 'notice', message }), end: () => undefined };
}
