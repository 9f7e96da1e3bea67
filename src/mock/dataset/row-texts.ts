/**
 * The elements of a JSON list as slices of its own text: `7.10`, `1e3` and twenty digits stay what they are, which
 * reading and printing them again would not do. Undefined when the text is not one list.
 */
export function rowTexts(json: string): readonly string[] | undefined {
  const text = json.trim();
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined;
  const rows: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') at = endOfString(text, at);
    else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') depth -= 1;
    if (depth > 1 || (depth === 1 && letter !== ',')) continue;
    const row = text.slice(start, at).trim();
    if (row !== '') rows.push(row);
    start = at + 1;
    if (depth === 0) return start === text.length ? rows : undefined;
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
