import { expect, test } from 'vitest';
import { momentText, readMoment } from './moment.ts';

test.each([
  ['2024-01-01', '2024-01-01 00:00:00.000000+00:00'],
  ['2024-02-01T00:00:00+02:00', '2024-01-31 22:00:00.000000+00:00'],
  ['2024-02-01T10:20:30.123456Z', '2024-02-01 10:20:30.123456+00:00'],
  ['9999-12-31', '9999-12-31 00:00:00.000000+00:00'],
  ['0001-01-01', '0001-01-01 00:00:00.000000+00:00'],
  ['1969-12-31T23:59:59.999999Z', '1969-12-31 23:59:59.999999+00:00'],
  [0, '1970-01-01 00:00:00.000000+00:00'],
  [1700000000.25, '2023-11-14 22:13:20.250000+00:00'],
])('section 5.8: readMoment() reads %s', (moment, text) => {
  expect(readMoment(moment)).toBe(text);
  expect(momentText(moment)).toBe(text);
});

test.each(['', 'soon', '10:20:30', '2024-13-01', Number.NaN, Infinity, 1e300])('%s is no moment', (moment) => {
  expect(readMoment(moment)).toBeUndefined();
});
