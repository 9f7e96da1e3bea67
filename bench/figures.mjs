/** Words for figures. */

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** The middle, the least and the greatest. */
export function range(numbers) {
  return { median: median(numbers), least: Math.min(...numbers), greatest: Math.max(...numbers) };
}

export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}

/** With three digits, so that small and large ones can stand in one column. */
export function digits(number) {
  if (number >= 100) return Math.round(number).toLocaleString('en');
  return number.toPrecision(3);
}
