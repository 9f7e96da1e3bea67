/** Columns of a terminal that a text takes; the text must be printable already. */
export function widthOf(text: string): number {
  if (plainText.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

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

const plainText = /^[ -~]*$/;
const wideCharacter =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

function widthOfCharacter(character: string): number {
  if (/\p{Mark}/u.test(character)) return 0;
  return wideCharacter.test(character) ? 2 : 1;
}
