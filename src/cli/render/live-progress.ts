import type { CommandContext } from '../terminal.ts';
import { liveLines } from './live-lines.ts';
import { printable } from '../../core/printable.ts';
import type { Progress } from './progress.ts';
import { keepFigures } from './run-figures.ts';

const redrawMs = 100;

/**
 * A view that is drawn over itself, at most ten times a second. Each picture is one write that overwrites line by line
 * and clears only what is left over, so that it does not flicker; it is never higher than the screen, since lines that
 * scrolled away cannot be drawn again.
 */
export function liveProgress({ terminal, runtime }: CommandContext): Progress {
  const { clock } = runtime;
  const screen = terminal.messages;
  const keeper = keepFigures(() => clock.monotonicMs());
  const ended = new AbortController();
  let drawnLines = 0;
  const draw = (above = ''): void => {
    const now = clock.monotonicMs();
    const lines = liveLines(keeper.at(now), now, screen);
    screen.write(picture({ lines, above, drawnLines }));
    drawnLines = lines.length;
  };
  screen.write(hideCursor);
  void redraw(draw, (signal) => clock.sleep(redrawMs, signal), ended.signal);
  return {
    hear(event) {
      keeper.hear(event);
      if (event.kind === 'notice') draw(`${printable(event.message, 500)}\n`);
    },
    say: (message) => draw(`${printable(message, 500)}\n`),
    end() {
      if (ended.signal.aborted) return;
      ended.abort();
      draw();
      screen.write(showCursor);
    },
  };
}

/** Draws until it is ended; a sleep that is cut short ends it too. */
async function redraw(
  draw: () => void,
  pause: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    draw();
    await pause(signal).catch(() => undefined);
  }
}

interface Picture {
  readonly lines: readonly string[];
  /** Lines that stay on the screen, above the view. */
  readonly above: string;
  readonly drawnLines: number;
}

function picture({ lines, above, drawnLines }: Picture): string {
  const back = drawnLines === 0 ? '' : `${escape}[${drawnLines}A\r`;
  const kept = above.replaceAll('\n', `${clearLine}\n`);
  return `${back}${kept}${lines.map((line) => `${line}${clearLine}\n`).join('')}${clearBelow}`;
}

const escape = '\u001B';
const hideCursor = `${escape}[?25l`;
const showCursor = `${escape}[?25h`;
const clearLine = `${escape}[K`;
const clearBelow = `${escape}[J`;
