/** Values as Python prints them: what the text files of dlt hold (dataset-format section 8.4, measured). */

const microsPerSecond = 1_000_000n;
const microsPerDay = 86_400n * microsPerSecond;

/** `2024-01-01T00:00:00.004567`; without a fraction where there is none. */
export function timestampText(micros: bigint, between: 'T' | ' '): string {
  const day = floorDivided(micros, microsPerDay);
  return `${dateText(Number(day))}${between}${timeText(micros - day * microsPerDay)}`;
}

/** `01:02:03`, or with six digits behind the point. */
export function timeText(micros: bigint): string {
  const seconds = micros / microsPerSecond;
  const rest = micros % microsPerSecond;
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => String(part).padStart(2, '0'));
  return clock.join(':') + (rest === 0n ? '' : `.${String(rest).padStart(6, '0')}`);
}

/** `2024-01-02`. */
export function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Without zeros at the end, which the scale of the column put there. */
export function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - scale);
  return `${sign}${whole}${scale === 0 || fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * The shortest digits that are this double: `1.0`, `1e+22`, `1e-7`.
 * @param smallest the least power of ten that is written out
 */
export function doubleText(value: number, smallest: -5 | -4): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= 16 || power < smallest) return `${digits}e${exponent}`;
  const written = String(value);
  return written.includes('.') || written.includes('e') ? written : `${written}.0`;
}

function floorDivided(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
