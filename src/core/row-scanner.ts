import { rowPlaces } from './json-bytes.ts';
import { rowScannerCode } from './row-scanner-code.ts';
import { instanceOf, type SharedMemory } from './web-assembly.ts';

interface ScannerExports {
  readonly memory: SharedMemory;
  readonly input: { readonly value: number };
  readonly mostBytes: { readonly value: number };
  readonly places: { readonly value: number };
  scanRows(start: number, depth: number): number;
}

/** Finds the rows of lists in one text: as `rowPlaces`, but by WebAssembly (`assembly/scanner`) where it is not too large. */
export class RowScanner {
  readonly #bytes: Uint8Array;
  #isLoaded = false;

  /** @param bytes UTF-8 */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** What `rowPlaces` gives. No other scanner may be asked between two questions to this one. */
  rows(start: number, depth: number): Int32Array | undefined {
    const bytes = this.#bytes;
    engine ??= instanceOf<ScannerExports>(rowScannerCode);
    const { memory, input, mostBytes, places } = engine;
    if (bytes.length >= mostBytes.value) return rowPlaces(bytes, start, depth);
    if (!this.#isLoaded) {
      const room = new Uint8Array(memory.buffer, input.value, bytes.length + 1);
      room.set(bytes);
      room[bytes.length] = 0;
      this.#isLoaded = true;
    }
    const count = engine.scanRows(input.value + start, depth);
    return count <= 0 ? undefined : new Int32Array(memory.buffer, places.value, count + 1).slice();
  }
}

/** Made for the first list, and used again: its memory is that of the largest text below the limit. */
let engine: ScannerExports | undefined;
