import { Buffer } from 'node:buffer';
import { instanceOf, type SharedMemory } from '../../core/web-assembly.ts';
import { idAlphabet, type NextIds } from '../row-ids.ts';
import {
  cellLength,
  columnList,
  idPairs,
  idPrefix,
  loadIdLength,
  loadIdText,
  nextIdCount,
  programEnd,
  recordsStart,
} from './layout.ts';
import { rowMachineCode } from './row-machine-code.ts';

/** What the machine asks for while it reads; places of records, and 0 for what there is not. */
export interface MachineHost {
  /** The field of a key that was not met in this node before. */
  key(node: number, start: number, end: number): number;
  /** The node of the objects under a key. */
  child(field: number): number;
  /** The table of the lists under a key. */
  list(field: number): number;
  /** The field of elements that are no objects. */
  value(table: number): number;
  /** Makes a value as its column keeps it, at `side`, with its length in `cellLength`; gives the column. */
  cell(field: number, start: number, end: number, side: number): number;
  /** A number that is written as its double is; NaN for every other. */
  double(start: number, end: number): number;
}

interface MachineExports {
  readonly memory: SharedMemory;
  /** Gives how many rows were read before one that is not understood. */
  readRows(table: number, start: number, count: number): number;
  makeColumns(): void;
  clear(): void;
}

/** WebAssembly that reads rows into columns (`assembly/`), with the memory that it shares. What lies where: `layout.ts`. */
export class RowMachine {
  /** The memory, in bytes and in words of four; made anew where it grew, so not to be kept. */
  bytes: Buffer = Buffer.alloc(0);
  words: Int32Array = new Int32Array(0);
  readonly #exports: MachineExports;
  #end = recordsStart;
  #host: MachineHost | undefined;

  constructor() {
    const host: MachineHost = {
      key: (node, start, end) => this.#host?.key(node, start, end) ?? 0,
      child: (field) => this.#host?.child(field) ?? 0,
      list: (field) => this.#host?.list(field) ?? 0,
      value: (table) => this.#host?.value(table) ?? 0,
      cell: (field, start, end, side) => this.#host?.cell(field, start, end, side) ?? 0,
      double: (start, end) => this.#host?.double(start, end) ?? Number.NaN,
    };
    this.#exports = instanceOf<MachineExports>(rowMachineCode, { host });
    this.#look();
    for (let index = 0; index < 4096; index += 1) {
      this.bytes[idPairs + index * 2] = idAlphabet[index >> 6] ?? 0;
      this.bytes[idPairs + index * 2 + 1] = idAlphabet[index & 63] ?? 0;
    }
  }

  /** What is read from here on is of this host, and fills its columns. @param list place of the place of the first one */
  enter(host: MachineHost, list: number): void {
    this.#host = host;
    this.setWord(columnList, list);
  }

  /** Room for a record, of zeros; 0 when there is none left. */
  allocate(byteCount: number): number {
    const place = this.#end;
    if (place + byteCount > programEnd) return 0;
    this.#end = (place + byteCount + 7) & ~7;
    return place;
  }

  /** A copy of bytes, with 16 bytes behind that may be read. */
  keep(bytes: Uint8Array): number {
    const place = this.allocate(bytes.length + 16);
    if (place > 0) this.bytes.set(bytes, place);
    return place;
  }

  word(place: number): number {
    return this.words[place >> 2] ?? 0;
  }

  setWord(place: number, value: number): void {
    this.words[place >> 2] = value;
  }

  /** What rows of a resource have in the column of their load. */
  setLoadId(loadId: string): void {
    this.setWord(loadIdLength, this.bytes.write(loadId, loadIdText, recordsStart - loadIdText, 'latin1'));
  }

  setNextId({ prefix, count }: NextIds): void {
    this.bytes.set(prefix, idPrefix);
    this.setWord(nextIdCount, count);
  }

  /** Says what `MachineHost.cell` made. */
  setCell(bytes: Uint8Array, side: number): void {
    this.bytes.set(bytes, side);
    this.setWord(cellLength, bytes.length);
  }

  readRows(table: number, start: number, count: number): number {
    return this.#exports.readRows(table, start, count);
  }

  /** Makes columns of all rows that were read since `clear()`. */
  makeColumns(): void {
    this.#exports.makeColumns();
    this.#look();
  }

  clear(): void {
    this.#exports.clear();
  }

  #look(): void {
    const { buffer } = this.#exports.memory;
    if (this.bytes.buffer === buffer) return;
    this.bytes = Buffer.from(buffer);
    this.words = new Int32Array(buffer);
  }
}
