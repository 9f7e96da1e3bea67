import { putInt32, reserve, type CopyBuffer } from './copy-buffer.ts';

const groupBase = 10_000;
const largestExact = 2n ** 53n;
/** By the digits of the scale that are missing to a group of four. */
const paddings: readonly [number, bigint][] = [
  [1, 1n],
  [10, 10n],
  [100, 100n],
  [1000, 1000n],
];

/**
 * Writes a decimal as a field of Postgres's `numeric`: groups of four digits to both sides of the point, without zero
 * groups at the ends.
 * @param unscaled the digits without the point
 */
export function putNumeric(buffer: CopyBuffer, unscaled: bigint, scale: number): void {
  const missing = (4 - (scale % 4)) % 4;
  const isNegative = unscaled < 0n;
  const magnitude = (isNegative ? -unscaled : unscaled) * (paddings[missing]?.[1] ?? 1n);
  const groups = magnitude < largestExact ? smallGroups(Number(magnitude)) : largeGroups(magnitude);
  // The last group that is not zero comes first in the list of groups, which begins at the right.
  let skipped = 0;
  while (skipped < groups.length && groups[skipped] === 0) skipped += 1;
  const count = groups.length - skipped;
  const weight = groups.length - (scale + missing) / 4 - 1;
  reserve(buffer, 12 + count * 2);
  putInt32(buffer, buffer.at, 8 + count * 2);
  const { bytes } = buffer;
  let at = bytes.writeInt16BE(count, buffer.at + 4);
  at = bytes.writeInt16BE(count === 0 ? 0 : weight, at);
  at = bytes.writeUInt16BE(isNegative ? 0x4000 : 0, at);
  at = bytes.writeInt16BE(scale, at);
  for (let index = groups.length - 1; index >= skipped; index -= 1) at = bytes.writeInt16BE(groups[index] ?? 0, at);
  buffer.at = at;
}

/** From the right. */
function smallGroups(magnitude: number): number[] {
  const groups: number[] = [];
  for (let rest = magnitude; rest > 0; rest = Math.floor(rest / groupBase)) groups.push(rest % groupBase);
  return groups;
}

function largeGroups(magnitude: bigint): number[] {
  const groups: number[] = [];
  // Twelve digits at a time: divisions of large integers are what costs.
  for (let rest = magnitude; rest > 0n; rest /= 1_000_000_000_000n) {
    let part = Number(rest % 1_000_000_000_000n);
    for (let index = 0; index < 3; index += 1) {
      groups.push(part % groupBase);
      part = Math.floor(part / groupBase);
    }
  }
  while (groups.length > 0 && groups.at(-1) === 0) groups.pop();
  return groups;
}
