/**
 * A number as Python spells it, so that requests are those of dlt (section 2.2): a whole number has no exponent, however
 * large it is; below 0.0001 there is one, of at least two digits.
 */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  if (Number.isInteger(value)) return BigInt(value).toString();
  if (Math.abs(value) >= 1e-4) return String(value);
  const [digits, exponent] = value.toExponential().split('e-');
  return exponent === undefined ? String(value) : `${digits}e-${exponent.padStart(2, '0')}`;
}
