/** Words for figures. */

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** The middle, the least and the greatest. */
export function range(numbers) {
  return { median: median(numbers), least: Math.min(...numbers), greatest: Math.max(...numbers) };
}

/**
 * How many times as long as the first contender of a case another one takes, in the same minutes. Results that were taken
 * before there were runs beside others have the medians of all their runs only.
 */
export function timesFirst({ contenders }, { wallSeconds, besideSeconds = contenders[0].wallSeconds }) {
  return wallSeconds.median / besideSeconds.median;
}

export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}

/** With three digits, so that small and large ones can stand in one column. */
export function digits(number) {
  if (number >= 100) return Math.round(number).toLocaleString('en');
  return number.toPrecision(3);
}
