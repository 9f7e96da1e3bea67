/**
 * What rows say, in the order in which they say it, until their columns are made. An entry has 16 bytes: its column and
 * the number of its row there, then the value, or the place and the length of its bytes. That of a row that begins has
 * an odd number first, then the count of its id, that of the row around it and its place in the list.
 */
import {
  columnBytes,
  columnCount,
  columnKind,
  kindBits,
  kindBytes,
  kindFixed8,
  nextIdCount,
  sideStart,
  tableRows,
  tapeStart,
} from '../../src/normalize/json-rows/layout';

/** Where the next entry goes, and the next bytes that are not in the input. */
export let tape: i32 = tapeStart;
export let side: i32 = sideStart;

export function useSide(end: i32): void {
  side = end;
}

export function putBytes(column: i32, row: i32, start: i32, length: i32): void {
  put(column, row, 4 + length);
  store<i32>(tape, start, 8);
  store<i32>(tape, length, 12);
  tape += 16;
}

/** A value of 4 or 16 bytes that stands somewhere else. */
export function putFixed(column: i32, row: i32, start: i32, length: i32): void {
  put(column, row, length);
  store<i32>(tape, start, 8);
  store<i32>(tape, length, 12);
  tape += 16;
}

export function putInteger(column: i32, row: i32, value: i64): void {
  put(column, row, 8);
  store<i64>(tape, value, 8);
  tape += 16;
}

export function putDouble(column: i32, row: i32, value: f64): void {
  put(column, row, 8);
  store<f64>(tape, value, 8);
  tape += 16;
}

export function putBool(column: i32, row: i32, value: i32): void {
  put(column, row, 0);
  store<i32>(tape, value, 8);
  tape += 16;
}

/** Gives the count of the id of the row. */
export function putRow(table: i32, parent: i32, index: i32): i32 {
  const count = load<i32>(nextIdCount);
  store<i32>(nextIdCount, count + 1);
  store<i32>(table, load<i32>(table, tableRows) + 1, tableRows);
  store<i32>(tape, table | 1);
  store<i32>(tape, count, 4);
  store<i32>(tape, parent, 8);
  store<i32>(tape, index, 12);
  tape += 16;
  return count;
}

/** As if nothing had been put since `mark`, what the tape was then. */
export function undo(mark: i32): void {
  while (tape > mark) {
    tape -= 16;
    const first = load<i32>(tape);
    if ((first & 1) == 1) {
      store<i32>(first - 1, load<i32>(first - 1, tableRows) - 1, tableRows);
      store<i32>(nextIdCount, load<i32>(nextIdCount) - 1);
    } else {
      store<i32>(first, load<i32>(first, columnCount) - 1, columnCount);
      store<i32>(first, load<i32>(first, columnBytes) - byteCount(first), columnBytes);
    }
  }
}

export function rewind(): void {
  tape = tapeStart;
  side = sideStart;
}

function put(column: i32, row: i32, byteCount: i32): void {
  store<i32>(column, load<i32>(column, columnCount) + 1, columnCount);
  store<i32>(column, load<i32>(column, columnBytes) + byteCount, columnBytes);
  store<i32>(tape, column);
  store<i32>(tape, row, 4);
}

/** Of the entry at the end of the tape. */
function byteCount(column: i32): i32 {
  const kind = load<i32>(column, columnKind);
  if (kind == kindFixed8) return 8;
  if (kind == kindBits) return 0;
  return load<i32>(tape, 12) + (kind == kindBytes ? 4 : 0);
}
