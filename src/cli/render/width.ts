import { widthOf, widthOfCharacter } from '../../core/text-width.ts';
import type { TextOutput } from '../terminal.ts';

/** The text in exactly so many columns: cut with `…`, or filled with spaces at its end or start. */
export function fitted(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const cut = shortened(text, width);
  const filling = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return align === 'left' ? cut + filling : filling + cut;
}

/** The text in at most so many columns, with `…` where it was cut. */
export function shortened(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += widthOfCharacter(character);
    if (used > width) break;
    kept += character;
  }
  return width < 1 ? '' : `${kept}…`;
}

/**
 * On a screen the text in lines that fit it, broken at blanks and all but the first indented; elsewhere as it is, so that
 * a line stays a line for `grep`. Words that are longer than a line are left to the terminal.
 */
export function wrapped(text: string, to: Pick<TextOutput, 'interactive' | 'size'>, indent: number): string {
  const width = to.interactive ? Math.max(to.size().columns, narrowestLine) : Number.POSITIVE_INFINITY;
  if (widthOf(text) <= width) return text;
  const [lead = ''] = /^ */.exec(text) ?? [];
  const lines: string[] = [];
  let line = lead;
  for (const word of text.slice(lead.length).split(' ')) {
    const isFirst = line.trim() === '';
    const longer = isFirst ? line + word : `${line} ${word}`;
    if (isFirst || widthOf(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    }
  }
  return [...lines, line].join('\n');
}

const narrowestLine = 40;
