/** From the tape to columns: each has its bytes in one piece, in Parquet's plain form, with its validity beside it. */
import {
  columnBytes,
  columnCount,
  columnCursor,
  columnKind,
  columnList,
  columnNext,
  columnTable,
  columnValidity,
  columnValues,
  idPairs,
  idPrefix,
  kindBits,
  kindBytes,
  kindFixed8,
  kindId,
  kindListIndex,
  kindLoadId,
  loadIdLength,
  loadIdText,
  outputStart,
  tableListIndex,
  tableLoadId,
  tableParentId,
  tableRootId,
  tableRowId,
  tableRows,
  tapeStart,
} from '../../src/normalize/json-rows/layout';
import { rewind, tape } from './tape';

/** A length of four bytes, then twelve characters. */
const idBytes = 16;

/** Of all rows that were read since `clear()`. The bytes are valid until then. */
export function makeColumns(): void {
  let end = outputStart;
  for (let column = load<i32>(load<i32>(columnList)); column != 0; column = load<i32>(column, columnNext)) {
    end = placeColumn(column, end);
  }
  for (let entry = tapeStart; entry < tape; entry += 16) {
    const first = load<i32>(entry);
    if ((first & 1) == 1) playRow(first - 1, entry);
    else playValue(first, entry);
  }
}

export function clear(): void {
  for (let column = load<i32>(load<i32>(columnList)); column != 0; column = load<i32>(column, columnNext)) {
    store<i32>(column, 0, columnCount);
    store<i32>(column, 0, columnBytes);
    store<i32>(load<i32>(column, columnTable), 0, tableRows);
  }
  rewind();
}

/** Gives the place behind the column, with room for writes of 16 bytes. */
function placeColumn(column: i32, start: i32): i32 {
  const kind = load<i32>(column, columnKind);
  const rows = load<i32>(load<i32>(column, columnTable), tableRows);
  if (kind >= kindId) {
    store<i32>(column, rows, columnCount);
    store<i32>(column, rows * widthOf(kind), columnBytes);
  }
  const count = load<i32>(column, columnCount);
  if (count == 0) return start;
  if (kind == kindBits) store<i32>(column, (count + 7) >> 3, columnBytes);
  const bitsStart = aligned(start + load<i32>(column, columnBytes));
  const bitBytes = count == rows ? 0 : (rows + 7) >> 3;
  const end = aligned(bitsStart + bitBytes);
  reserve(end);
  if (kind == kindBits) memory.fill(start, 0, load<i32>(column, columnBytes));
  memory.fill(bitsStart, 0, bitBytes);
  store<i32>(column, start, columnValues);
  store<i32>(column, kind == kindBits ? 0 : start, columnCursor);
  store<i32>(column, bitBytes == 0 ? 0 : bitsStart, columnValidity);
  return end;
}

function widthOf(kind: i32): i32 {
  if (kind == kindListIndex) return 8;
  return kind == kindLoadId ? 4 + load<i32>(loadIdLength) : idBytes;
}

function aligned(place: i32): i32 {
  return (place + 31) & ~15;
}

function reserve(end: i32): void {
  const missing = end + 64 - (memory.size() << 16);
  if (missing > 0 && memory.grow((missing + 0xfffff) >> 16) < 0) unreachable();
}

function playValue(column: i32, entry: i32): void {
  const kind = load<i32>(column, columnKind);
  const cursor = load<i32>(column, columnCursor);
  if (kind == kindBytes) {
    const length = load<i32>(entry, 12);
    store<i32>(cursor, length);
    copy(cursor + 4, load<i32>(entry, 8), length);
    store<i32>(column, cursor + 4 + length, columnCursor);
  } else if (kind == kindFixed8) {
    store<i64>(cursor, load<i64>(entry, 8));
    store<i32>(column, cursor + 8, columnCursor);
  } else if (kind == kindBits) {
    if (load<i32>(entry, 8) != 0) setBit(load<i32>(column, columnValues), cursor);
    store<i32>(column, cursor + 1, columnCursor);
  } else {
    const length = load<i32>(entry, 12);
    copy(cursor, load<i32>(entry, 8), length);
    store<i32>(column, cursor + length, columnCursor);
  }
  const validity = load<i32>(column, columnValidity);
  if (validity != 0) setBit(validity, load<i32>(entry, 4));
}

/** Count of the id of the row of the resource that all others are nested in. */
let root: i32 = 0;

function playRow(table: i32, entry: i32): void {
  const id = load<i32>(entry, 4);
  const parent = load<i32>(entry, 8);
  if (parent < 0) {
    root = id;
    playLoadId(load<i32>(table, tableLoadId));
  } else {
    playId(load<i32>(table, tableParentId), parent);
    const rootId = load<i32>(table, tableRootId);
    if (rootId != 0) playId(rootId, root);
    const listIndex = load<i32>(table, tableListIndex);
    const cursor = load<i32>(listIndex, columnCursor);
    store<i64>(cursor, load<i32>(entry, 12));
    store<i32>(listIndex, cursor + 8, columnCursor);
  }
  playId(load<i32>(table, tableRowId), id);
}

function playLoadId(column: i32): void {
  const cursor = load<i32>(column, columnCursor);
  const length = load<i32>(loadIdLength);
  store<i32>(cursor, length);
  copy(cursor + 4, loadIdText, length);
  store<i32>(column, cursor + 4 + length, columnCursor);
}

function playId(column: i32, count: i32): void {
  const cursor = load<i32>(column, columnCursor);
  store<i32>(cursor, 12);
  store<u64>(cursor, load<u64>(idPrefix), 4);
  store<u16>(cursor, load<u16>(idPairs + ((count >> 12) << 1)), 12);
  store<u16>(cursor, load<u16>(idPairs + ((count & 4095) << 1)), 14);
  store<i32>(column, cursor + idBytes, columnCursor);
}

/** May write up to 15 bytes more. */
function copy(to: i32, from: i32, length: i32): void {
  for (let index = 0; index < length; index += 16) v128.store(to + index, v128.load(from + index));
}

function setBit(bits: i32, index: i32): void {
  const at = bits + (index >> 3);
  store<u8>(at, (<i32>load<u8>(at)) | (1 << (index & 7)));
}
