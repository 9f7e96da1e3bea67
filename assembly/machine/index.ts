/**
 * The row machine: reads rows that are known to be JSON into columns in Parquet's plain form. It understands what the
 * host told it of, keys that have columns and values that fit them; at a row with anything else in it, it stops. The
 * host reads as many rows as it likes, then asks for the columns, takes them, and clears.
 */
import * as host from './host';
import { closeBrace, closeBracket, comma, openBrace, openBracket, plainEnd, quote, spaceEnd } from './json';
import {
  fieldChild,
  fieldKeepsJson,
  fieldKey,
  fieldKeyLength,
  fieldKeyMask,
  fieldList,
  fieldNext,
  fieldSeen,
  fieldSibling,
  nodeFirst,
  nodeRing,
  tableFilled,
  tableIsReady,
  tableNode,
  tableRows,
  tableValue,
  unknown,
} from '../../src/normalize/json-rows/layout';
import { putRow, side, tape, undo, useSide } from './tape';
import { readBool, readJson, readNull, readNumber, readText } from './values';

export { clear, makeColumns } from './columns';

const smallF = 102;
const smallN = 110;
const smallT = 116;

/** Keys that are looked at for the one that is wanted. */
const mostSteps = 32;

/** Of the newest row, nested ones counted. */
let rowNumber: i32 = 0;

/** Gives how many rows it read before one that it does not understand. @param start of the first row's brace */
export function readRows(table: i32, start: i32, count: i32): i32 {
  let at = start;
  for (let done = 0; done < count; done += 1) {
    const mark = tape;
    const sideMark = side;
    if (done > 0) at = spaceEnd(spaceEnd(at) + 1);
    at = readRow(table, at, 0, -1);
    if (at == unknown) {
      undo(mark);
      useSide(sideMark);
      return done;
    }
  }
  return count;
}

/** @param parent count of the id of the row around it */
function readRow(table: i32, start: i32, index: i32, parent: i32): i32 {
  const place = load<i32>(table, tableRows);
  const id = putRow(table, parent, index);
  rowNumber += 1;
  if (load<u8>(start) == openBrace) return readObject(load<i32>(table, tableNode), start + 1, rowNumber, place, id);
  if (load<u8>(start) == openBracket) return unknown;
  let field = load<i32>(table, tableValue);
  if (field == 0) {
    field = host.value(table);
    if (field == 0) return unknown;
  }
  return readValue(field, start, rowNumber, place, id);
}

/** @param start behind the brace. @param row its number among all. @param place its number in its table */
function readObject(node: i32, start: i32, row: i32, place: i32, id: i32): i32 {
  let at = spaceEnd(start);
  if (load<u8>(at) == closeBrace) return at + 1;
  let before = 0;
  while (true) {
    let field = before == 0 ? load<i32>(node, nodeFirst) : load<i32>(before, fieldNext);
    if (field == 0 || !isKey(at + 1, field)) field = otherField(node, at + 1, before);
    if (field == 0 || load<i32>(field, fieldSeen) == row) return unknown;
    store<i32>(field, row, fieldSeen);
    // Behind the quote of the key there are only white space and a colon.
    at = spaceEnd(spaceEnd(at + load<i32>(field, fieldKeyLength) + 2) + 1);
    at = readValue(field, at, row, place, id);
    if (at == unknown) return unknown;
    at = spaceEnd(at);
    if (load<u8>(at) == closeBrace) return at + 1;
    at = spaceEnd(at + 1);
    before = field;
  }
}

/** The field of a key that was not the expected one; from now on it is. */
function otherField(node: i32, start: i32, before: i32): i32 {
  let field = fieldInRing(before == 0 ? load<i32>(node, nodeRing) : before, start);
  if (field == 0) field = host.key(node, start, plainEnd(start));
  if (field != 0) {
    if (before == 0) store<i32>(node, field, nodeFirst);
    else store<i32>(before, field, fieldNext);
  }
  return field;
}

/** Keys mostly come in one order, some of them left out: what is looked for is near, or a question to the host. */
function fieldInRing(from: i32, start: i32): i32 {
  if (from == 0) return 0;
  let field = from;
  for (let steps = 0; steps < mostSteps; steps += 1) {
    field = load<i32>(field, fieldSibling);
    if (isKey(start, field)) return field;
    if (field == from) return 0;
  }
  return 0;
}

/** Whether this key stands here, up to its quote. */
function isKey(start: i32, field: i32): bool {
  const length = load<i32>(field, fieldKeyLength);
  if (load<u8>(start + length) != quote) return false;
  const key = load<i32>(field, fieldKey);
  const mask = load<i32>(field, fieldKeyMask);
  if ((i8x16.bitmask(i8x16.eq(v128.load(start), v128.load(key))) & mask) != mask) return false;
  for (let index = 16; index < length; index += 1) if (load<u8>(start + index) != load<u8>(key + index)) return false;
  return true;
}

function readValue(field: i32, start: i32, row: i32, place: i32, id: i32): i32 {
  switch (<i32>load<u8>(start)) {
    case quote:
      return readText(field, start + 1, row, place);
    case openBrace:
      return readNested(field, start, row, place, id);
    case openBracket:
      return readList(field, start, row, place, id);
    case smallT:
      return readBool(field, start, 1, row, place);
    case smallF:
      return readBool(field, start, 0, row, place);
    case smallN:
      return readNull(field, start, row);
    default:
      return readNumber(field, start, row, place);
  }
}

/** @param start of the brace */
function readNested(field: i32, start: i32, row: i32, place: i32, id: i32): i32 {
  if (load<i32>(field, fieldKeepsJson) != 0) return readJson(field, start, row, place);
  let node = load<i32>(field, fieldChild);
  if (node == 0) {
    node = host.child(field);
    if (node == 0) return unknown;
  }
  return readObject(node, start + 1, row, place, id);
}

/** @param start of the bracket */
function readList(field: i32, start: i32, row: i32, place: i32, id: i32): i32 {
  if (load<i32>(field, fieldKeepsJson) != 0) return readJson(field, start, row, place);
  let table = load<i32>(field, fieldList);
  if (table == 0) {
    table = host.list(field);
    if (table == 0) return unknown;
  }
  const filled = load<i32>(table, tableFilled);
  if (load<i32>(table, tableIsReady) == 0 || load<i32>(filled) == row) return unknown;
  store<i32>(filled, row);
  let at = spaceEnd(start + 1);
  if (load<u8>(at) == closeBracket) return at + 1;
  let index = 0;
  while (true) {
    at = readRow(table, at, index, id);
    if (at == unknown) return unknown;
    at = spaceEnd(at);
    if (load<u8>(at) != comma) return at + 1;
    at = spaceEnd(at + 1);
    index += 1;
  }
}
