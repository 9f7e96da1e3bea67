import type { LoadId } from '../core/names.ts';
import type { Clock } from '../core/runtime.ts';

/**
 * A load id in dlt's form: Unix seconds with up to six decimals, without trailing zeros. Always greater, as text, than
 * the newest one, even when the clock was set back (case R23): loads are sorted by their ids.
 */
export function nextLoadId(clock: Pick<Clock, 'now'>, newest: LoadId | undefined): LoadId {
  let micros = BigInt(Math.floor(clock.now() * 1000));
  let id = textOf(micros);
  if (newest === undefined || id > newest) return id;
  micros = microsOf(newest) ?? micros;
  do {
    micros += 1n;
    id = textOf(micros);
  } while (id <= newest);
  return id;
}

function textOf(micros: bigint): LoadId {
  const seconds = micros / 1_000_000n;
  const fraction = (micros % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  // The one place where load ids are made. Python writes a whole number of seconds as `1.0`.
  return `${seconds}.${fraction === '' ? '0' : fraction}` as LoadId;
}

/** Undefined for an id that is no number: somebody else's. */
function microsOf(id: LoadId): bigint | undefined {
  const match = /^(\d{1,15})(?:\.(\d{1,6})\d*)?$/.exec(id);
  if (match === null) return undefined;
  return BigInt(match[1] ?? '0') * 1_000_000n + BigInt((match[2] ?? '').padEnd(6, '0'));
}
