import type { RowIds } from '../row-ids.ts';
import type { WriteCell } from '../cell-writers.ts';
import type { Cell } from '../cell.ts';
import { way, type JsonField, type JsonTable } from './json-plan.ts';

/** Entries beyond which a row is none for this way. */
const mostEntries = 1 << 20;

/**
 * What one row of a resource says, with all that is nested in it: noted while it is read, and written when it is known
 * to be understood as a whole. Until then nothing of it is in any column.
 */
export class RowTape {
  count = 0;
  #capacity = 1024;
  #ways = new Uint8Array(this.#capacity);
  #starts = new Int32Array(this.#capacity);
  #ends = new Int32Array(this.#capacity);
  #numbers = new Float64Array(this.#capacity);
  readonly #fields: (JsonField | undefined)[] = [];
  readonly #tables: (JsonTable | undefined)[] = [];
  readonly #writes: (WriteCell | undefined)[] = [];
  readonly #cells: (Cell | undefined)[] = [];
  readonly #open = new OpenRows();

  /** Bytes of the page, without quotes. */
  text(field: JsonField, start: number, end: number): void {
    const at = this.#take(way.text);
    this.#fields[at] = field;
    this.#starts[at] = start;
    this.#ends[at] = end;
  }

  /** An integer, or a moment in microseconds. */
  integer(field: JsonField, value: number): void {
    const at = this.#take(way.integer);
    this.#fields[at] = field;
    this.#numbers[at] = value;
  }

  double(field: JsonField, value: number): void {
    const at = this.#take(way.double);
    this.#fields[at] = field;
    this.#numbers[at] = value;
  }

  bool(field: JsonField, value: boolean): void {
    const at = this.#take(way.bool);
    this.#fields[at] = field;
    this.#numbers[at] = value ? 1 : 0;
  }

  /** A value that is known to fit. */
  cell(write: WriteCell, cell: Cell): void {
    const at = this.#take(way.cell);
    this.#writes[at] = write;
    this.#cells[at] = cell;
  }

  /** What follows is of a row of this table, up to its `end()`. */
  begin(table: JsonTable, index: number): void {
    const at = this.#take(way.begin);
    this.#tables[at] = table;
    this.#numbers[at] = index;
  }

  end(): void {
    this.#take(way.end);
  }

  isTooLong(): boolean {
    return this.count > mostEntries;
  }

  /** Writes what was noted, rows in the order in which they began. */
  play(bytes: Buffer, loadId: Buffer, ids: RowIds): void {
    const open = this.#open;
    let row = 0;
    for (let at = 0; at < this.count; at += 1) {
      const field = this.#fields[at];
      switch (this.#ways[at]) {
        case way.text:
          field?.text?.appendSlice(row, bytes, { start: this.#starts[at] ?? 0, end: this.#ends[at] ?? 0 });
          break;
        case way.integer:
          field?.integer?.appendNumber(row, this.#numbers[at] ?? 0);
          break;
        case way.double:
          field?.double?.append(row, this.#numbers[at] ?? 0);
          break;
        case way.bool:
          field?.bool?.append(row, this.#numbers[at] === 1);
          break;
        case way.begin:
          row = open.begin(this.#tables[at], this.#numbers[at] ?? 0, { loadId, ids });
          break;
        case way.end:
          row = open.end();
          break;
        default:
          this.#playCell(row, at);
      }
    }
  }

  #playCell(row: number, at: number): void {
    const [write, cell] = [this.#writes[at], this.#cells[at]];
    this.#cells[at] = undefined;
    if (cell !== undefined) write?.(row, cell);
  }

  #take(kind: number): number {
    const at = this.count;
    if (at === this.#capacity) this.#grow();
    this.#ways[at] = kind;
    this.count = at + 1;
    return at;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#ways = copied(this.#ways, new Uint8Array(this.#capacity));
    this.#starts = copied(this.#starts, new Int32Array(this.#capacity));
    this.#ends = copied(this.#ends, new Int32Array(this.#capacity));
    this.#numbers = copied(this.#numbers, new Float64Array(this.#capacity));
  }
}

interface Marks {
  readonly loadId: Buffer;
  readonly ids: RowIds;
}

/** The row that is written to now, and those that it is nested in. */
class OpenRows {
  #depth = -1;
  readonly #rows: number[] = [];
  readonly #ids: Buffer[] = [];

  /** Begins a row with what ties it to the one around it; gives its number in its table. */
  begin(table: JsonTable | undefined, index: number, { loadId, ids }: Marks): number {
    if (table === undefined) throw new TypeError('a row began without a table');
    const { rows } = table.plan;
    const row = rows.rowCount;
    this.#depth += 1;
    const id = (this.#ids[this.#depth] ??= Buffer.alloc(ids.byteCount));
    ids.write(id);
    const above = this.#depth === 0 ? undefined : this.#ids[this.#depth - 1];
    if (above === undefined) table.loadId?.appendBytes(row, loadId);
    else {
      const root = this.#ids[0];
      if (root !== undefined) table.rootId?.appendBytes(row, root);
      table.parentId?.appendBytes(row, above);
      table.listIndex?.appendNumber(row, index);
    }
    table.rowId?.appendBytes(row, id);
    rows.rowCount = row + 1;
    table.plan.isNew = false;
    this.#rows[this.#depth] = row;
    return row;
  }

  /** Gives the number of the row around it. */
  end(): number {
    this.#depth -= 1;
    return this.#rows[this.#depth] ?? 0;
  }
}

function copied<Numbers extends Uint8Array | Int32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
