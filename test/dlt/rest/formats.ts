/** Formats and conversions in placeholders. */
import { parentAndChild, postsAndChild, type RestCase } from './rest-case.ts';

const row = { id: 7, t: "ü'x", f: 3.14159, big: 1234567, yes: true };
const spelled = (name: string, ...formats: readonly string[]): RestCase => ({
  name: `section 2.3: formats of ${name}`,
  config: postsAndChild({
    endpoint: {
      path: 'c',
      method: 'POST',
      params: { q: formats.map((format) => `{resources.posts.${format}}`).join('|') },
      json: Object.fromEntries(formats.map((format) => [format, `{resources.posts.${format}}`])),
    },
  }),
  answer: parentAndChild([row]),
});

export const formats: readonly RestCase[] = [
  spelled('whole numbers', 'id:05d', 'id:<4', 'id:^5', 'id:+', 'id:x', 'id:03', 'id!s', 'id!r', 'big:,'),
  spelled('numbers with a fraction', 'f:.2f', 'f:>10', 'f:e', 'f!r', 'id:.1f'),
  spelled('texts', 't:*^7', 't:.2', 't!s', 't!r', 't:>6'),
  spelled('booleans', 'yes!s', 'yes!r'),
  { ...spelled('significant digits', 'f:.3', 'f:.3g', 'f:8.2') },
  { ...spelled('letters beyond ASCII', 't!a') },
];
