import { isatty } from 'node:tty';
import { styleText } from 'node:util';
import type { Terminal, TextOutput } from './terminal.ts';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The terminal of a real process. */
export function processTerminal(process: NodeJS.Process): Terminal {
  return {
    output: outputOf(process.stdout),
    messages: outputOf(process.stderr),
    onStop(listener) {
      for (const signal of stopSignals) process.on(signal, listener);
      return () => {
        for (const signal of stopSignals) process.off(signal, listener);
      };
    },
    exitNow: (exitCode) => process.exit(exitCode),
  };
}

function outputOf(stream: NodeJS.Process['stdout'] | NodeJS.Process['stderr']): TextOutput {
  // A reader that went away (EPIPE), a closed terminal (EIO) or a full disk behind it stops the text, not the run.
  let gone = false;
  stream.on('error', () => {
    gone = true;
  });
  return {
    write(text) {
      if (!gone) stream.write(text);
    },
    interactive: isatty(stream.fd),
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
    style: (format, text) => styleText(format, text, { stream }),
  };
}
