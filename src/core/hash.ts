import { createHash } from 'node:crypto';

/**
 * The first `byteCount` bytes of the SHAKE-128 digest of the UTF-8 text, in base64 without padding: what ids and the
 * tags of shortened names are made of (reference sections 1.5 and 3.3).
 */
export function shake128Base64(text: string, byteCount: number): string {
  return createHash('shake128', { outputLength: byteCount }).update(text, 'utf8').digest('base64').replace(/=+$/, '');
}

/** SHA3-256 over the UTF-8 of all parts, one after the other, in base64 with padding: 44 characters. */
export function sha3Base64(parts: Iterable<string>): string {
  const hash = createHash('sha3-256');
  for (const part of parts) hash.update(part, 'utf8');
  return hash.digest('base64');
}
