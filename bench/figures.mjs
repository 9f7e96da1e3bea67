/** Words for figures. */

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
