import type { Clock, Runtime } from '../../src/core/runtime.ts';
import type { Terminal, TextOutput } from '../../src/cli/terminal.ts';

export interface RecordedOutput extends TextOutput {
  /** Everything that was written. */
  text(): string;
}

export interface RecordingTerminal extends Terminal {
  readonly output: RecordedOutput;
  readonly messages: RecordedOutput;
  readonly exits: readonly number[];
  /** As Ctrl-C does. */
  askToStop(): void;
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** A terminal that writes down; with a size it is one that a person looks at. */
export function recordingTerminal(screen?: ScreenSize): RecordingTerminal {
  const listeners = new Set<() => void>();
  const exits: number[] = [];
  return {
    output: recordedOutput(screen),
    messages: recordedOutput(screen),
    exits,
    onStop(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exitNow: (exitCode) => exits.push(exitCode),
    askToStop: () => listeners.forEach((listener) => listener()),
  };
}

export function recordedOutput(screen?: ScreenSize): RecordedOutput {
  const written: string[] = [];
  return {
    write: (text) => written.push(text),
    text: () => written.join(''),
    interactive: screen !== undefined,
    size: () => screen ?? { columns: 80, rows: 24 },
    style: (_format, text) => (screen === undefined ? text : `\u001B[1m${text}\u001B[22m`),
  };
}

export interface SteppedClock extends Clock {
  /** Lets time pass, and lets those go on who slept so long. */
  step(durationMs: number): Promise<void>;
}

export function steppedClock(): SteppedClock {
  let now = 0;
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  return {
    now: () => 1_700_000_000_000 + now,
    monotonicMs: () => now,
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => reject(signal.reason);
        const wake = (): void => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        sleepers.add({ untilMs: now + durationMs, wake });
        signal.addEventListener('abort', stop, { once: true });
      }),
    async step(durationMs) {
      now += durationMs;
      for (const sleeper of sleepers) {
        if (sleeper.untilMs > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
      // What was woken runs before this goes on.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** A runtime of which only clock and environment are there: what the rendering may use. */
export function clockOnly(clock: Clock, environment: Readonly<Record<string, string>> = {}): Runtime {
  // The parts that are left out throw when they are touched, which fails the test that touches them.
  return { clock, environment } as unknown as Runtime;
}

/** What a screen shows after the text was written to it: enough of a terminal for what the live view uses. */
export function screenAfter(text: string, { columns, rows }: ScreenSize): readonly string[] {
  const lines: string[] = [''];
  let [row, column] = [0, 0];
  const sequence = /\r|\n|\p{Cc}\[(\?25)?(\d*)([A-Za-z])|[^\p{Cc}]+/gu;
  for (const [whole, isPrivate, count, letter] of text.matchAll(sequence)) {
    if (isPrivate !== undefined || letter === 'm') continue;
    if (letter === 'A') {
      if (Number(count) > rows - 1 || Number(count) > row) throw new RangeError(`cursor goes up ${count} lines`);
      row -= Number(count);
    } else if (letter === 'K') lines[row] = (lines[row] ?? '').slice(0, column);
    else if (letter === 'J') {
      lines[row] = (lines[row] ?? '').slice(0, column);
      lines.length = row + 1;
    } else if (whole === '\r') column = 0;
    else if (whole === '\n') {
      row += 1;
      column = 0;
      lines[row] ??= '';
    } else {
      const line = (lines[row] ?? '').padEnd(column);
      lines[row] = line.slice(0, column) + whole + line.slice(column + whole.length);
      column += whole.length;
      if (column >= columns) throw new RangeError(`line is too long: ${whole}`);
    }
  }
  return lines;
}
