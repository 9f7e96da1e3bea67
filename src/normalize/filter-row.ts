import type { FlatRow } from './flat-row.ts';

/**
 * Takes out of a row what the filters of its table exclude (dataset-format section 3.5); which columns those are is
 * known from when they were first met. It comes before the contract, so that nothing excluded can break one.
 * @returns false when nothing is left, and the row must be left out with all that is nested in it
 */
export function passesFilter(flat: FlatRow): boolean {
  let left = 0;
  for (let index = 0; index < flat.cellCount; index += 1) {
    if (flat.slots[index]?.isExcluded === true) flat.cells[index] = undefined;
    else left += 1;
  }
  return left > 0;
}
