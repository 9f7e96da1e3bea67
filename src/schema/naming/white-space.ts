/** The text without the white space around it, by Python's `str.strip`: other characters than JavaScript's `trim`. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** True for the empty text and for text of white space only. */
export function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (!isSpace(text.charCodeAt(i))) return false;
  return true;
}

/** Unicode white space by its bidirectional class or category, which has U+001C to U+001F and U+0085 and lacks U+FEFF. */
function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code >= 0x1c;
  if (code < 0x85) return false;
  return spacesBeyondAscii.has(code) || (code >= 0x2000 && code <= 0x200a);
}

const spacesBeyondAscii: ReadonlySet<number> = new Set([0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);
