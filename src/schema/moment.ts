import { IsoReader, microsPerDay } from '../core/iso-time.ts';
import type { Moment } from './table.ts';

const iso = new IsoReader();

/** A moment as dlt spells it in statements, UTC: `2024-01-01 00:00:00.000000+00:00`; undefined for what is none. */
export function readMoment(moment: Moment): string | undefined {
  const micros = microsOf(moment);
  if (micros === undefined) return undefined;
  const seconds = micros / 1_000_000n - (micros % 1_000_000n < 0n ? 1n : 0n);
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) return undefined;
  const rest = String(micros - seconds * 1_000_000n).padStart(6, '0');
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${rest}+00:00`;
}

/** The same where it was read before. */
export function momentText(moment: Moment): string {
  const text = readMoment(moment);
  if (text === undefined) throw new TypeError(`no moment: ${String(moment)}`);
  return text;
}

function microsOf(moment: Moment): bigint | undefined {
  if (typeof moment === 'number') return Number.isFinite(moment) ? BigInt(Math.round(moment * 1e6)) : undefined;
  const kind = iso.read(moment);
  if (kind === 'date') return BigInt(iso.days) * BigInt(microsPerDay);
  return kind === 'timestamp' ? BigInt(iso.days) * BigInt(microsPerDay) + BigInt(iso.micros) : undefined;
}
