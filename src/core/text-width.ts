/** Columns that a text takes where all characters are as wide as one or two others; the text must be printable already. */
export function widthOf(text: string): number {
  if (plainText.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

const plainText = /^[ -~]*$/;
const wideCharacter =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** 0 for marks, 2 for what fills two columns. */
export function widthOfCharacter(character: string): number {
  if (/\p{Mark}/u.test(character)) return 0;
  return wideCharacter.test(character) ? 2 : 1;
}
