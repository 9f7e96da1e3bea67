export type PlainValue = string | number | boolean | null;

/**
 * A value as a terminal or JSON shows it, from the text of the server: a number where a JavaScript number holds it
 * exactly, ISO 8601 for points in time (with `Z` where they have a zone), and the text for everything else.
 * @param type number of the type in the catalogue of every server
 */
export function plainValue(text: string | null, type: number): PlainValue {
  if (text === null) return null;
  return (byType.get(type) ?? ((same: string) => same))(text);
}

const byType: ReadonlyMap<number, (text: string) => PlainValue> = new Map([
  [16, (text) => text === 't'],
  [20, integer],
  [21, integer],
  [23, integer],
  [26, integer],
  [700, double],
  [701, double],
  [1114, (text) => text.replace(' ', 'T')],
  [1184, (text) => text.replace(' ', 'T').replace(/\+00$/, 'Z')],
]);

function integer(text: string): PlainValue {
  return Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

function double(text: string): PlainValue {
  return Number.isFinite(Number(text)) ? Number(text) : text;
}
