import { createHash } from 'node:crypto';

const before = '{"sha256":"';
const between = '","content":';
const after = '}\n';
const hashCharacters = 64;
const contentStart = before.length + hashCharacters + between.length;

/** JSON with its own hash in front, so that a single changed bit is seen (case F4.7). */
export function enclose(json: string): string {
  return `${before}${hashOf(Buffer.from(json, 'utf8'))}${between}${json}${after}`;
}

/** The JSON that was enclosed; undefined when any byte is not what was written. */
export function disclose(bytes: Uint8Array): Uint8Array | undefined {
  const content = bytes.subarray(contentStart, bytes.byteLength - after.length);
  const isWhole = Buffer.from(`${before}${hashOf(content)}${between}`).equals(bytes.subarray(0, contentStart));
  const isEnded = Buffer.from(after).equals(bytes.subarray(contentStart + content.byteLength));
  return isWhole && isEnded ? content : undefined;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
