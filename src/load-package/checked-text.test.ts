import { expect, test } from 'vitest';
import { disclose, enclose } from './checked-text.ts';

const json = '{"name":"Zürich","list":[1,2,3]}';
const written = Buffer.from(enclose(json));

test('disclose() gives back what enclose() took, as JSON of its own', () => {
  expect(Buffer.from(disclose(written) ?? []).toString()).toBe(json);
  expect(JSON.parse(written.toString())).toMatchObject({ content: { name: 'Zürich' } });
});

test('F4.7: disclose() refuses every single bit that changed, and every cut', () => {
  for (let bit = 0; bit < written.byteLength * 8; bit += 1) {
    const flipped = Buffer.from(written);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(disclose(flipped), `bit ${bit}`).toBeUndefined();
  }
  for (let length = 0; length < written.byteLength; length += 1) {
    expect(disclose(written.subarray(0, length)), `${length} bytes`).toBeUndefined();
  }
  expect(disclose(Buffer.concat([written, written]))).toBeUndefined();
});
