import type { Table, TableRow } from 'mdast';
import { textOf, type Fact } from './facts.ts';

/** What a table says: facts of the section it stands in, or rows that are sections of their own. */
export interface TableParts {
  readonly facts: readonly Fact[];
  readonly rows: readonly { readonly title: string; readonly line: number; readonly facts: Fact[] }[];
}

const keyColumn = /^(?:key|setting|property|parameter|option|field|attribute|name)$/i;
const valueColumn = /^(?:value|setting|description|details?)$/i;
const thingColumn = /^(?:resource|endpoint|stream|table|name|object|entity|collection|list)s?(?: name)?$/i;
const pathColumn = /^(?:path|endpoint|url|uri|route)(?: path)?$/i;

/** Two columns of names and values are facts; a column of paths makes each row a section. */
export function tableParts(table: Table): TableParts {
  const [head, ...rows] = table.children;
  const written = head === undefined ? [] : cellsOf(head).map((text) => text.replaceAll(/[*`]/g, '').trim());
  // Beside a column of paths, one that is called "Endpoint" has names.
  const hasPaths = written.some((title) => pathColumn.test(title) && !/^endpoint/i.test(title));
  const titles = written.map((title) => (hasPaths && /^endpoints?$/i.test(title) ? 'Resource' : title));
  if (titles.some((title) => pathColumn.test(title))) {
    const named = titles.findIndex((title) => thingColumn.test(title) && !pathColumn.test(title));
    const thing = named >= 0 ? named : titles.findIndex((title) => thingColumn.test(title));
    return { facts: [], rows: rows.map((row) => rowSection(row, titles, thing)) };
  }
  const [first = '', second = ''] = titles;
  if (titles.length < 2 || (!keyColumn.test(first) && !valueColumn.test(second))) return { facts: [], rows: [] };
  const facts = rows.map((row): Fact => {
    const [key = '', value = ''] = cellsOf(row);
    return {
      key: key.replaceAll(/[*`]/g, '').trim(),
      value: value.replaceAll('**', ''),
      line: lineIn(row),
      children: [],
    };
  });
  return { facts, rows: [] };
}

function rowSection(row: TableRow, titles: readonly string[], thing: number): TableParts['rows'][number] {
  const cells = cellsOf(row);
  const line = lineIn(row);
  const facts = cells.flatMap((value, index): readonly Fact[] => {
    const key = titles[index] ?? '';
    const isName = index === thing && !pathColumn.test(key);
    return isName || value === '' ? [] : [{ key, value: value.replaceAll('**', ''), line, children: [] }];
  });
  const title = pathColumn.test(titles[thing] ?? '') ? '' : (cells[thing] ?? '');
  return { title: title.replaceAll(/[*`]/g, '').trim(), line, facts };
}

function cellsOf(row: TableRow): readonly string[] {
  return row.children.map((cell) => textOf(cell).trim());
}

function lineIn(row: TableRow): number {
  return row.position?.start.line ?? 1;
}
