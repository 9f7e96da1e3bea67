import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactNumber } from '../core/value.ts';
import type { ColumnName } from '../core/names.ts';
import { withType } from '../schema/retyped.ts';
import type { DataType } from '../schema/table.ts';
import { JsonText, type Cell } from './cell.ts';
import { holdsExactly } from './holds-exactly.ts';

const exact = (text: string): ExactNumber => new ExactNumber(text);
const holds = (type: DataType, cell: Cell): boolean =>
  holdsExactly(type, withType({ name: 'v' as ColumnName, nullable: true }, type), cell);

test.each<[DataType, readonly Cell[], readonly Cell[]]>([
  [
    'bigint',
    [1, -5n, 2n ** 63n - 1n, exact('1.0'), exact('1e3'), '5', '-7'],
    [
      1.5,
      2n ** 63n,
      exact('9007199254740993.0'),
      exact('9007199254740991.4'),
      '05',
      ' 5',
      '1_0',
      '+5',
      '0x1',
      true,
      'x',
    ],
  ],
  [
    'double',
    [1.5, 0.1, 7, exact('1.50'), exact('1e300'), 2n ** 53n, '1.5', '1.0'],
    [2n ** 53n + 1n, exact('0.12345678901234567890'), exact('1e400'), '1', '1.50', 'nan', false],
  ],
  [
    'decimal',
    [1, 1.5, -0.000001, exact('1.50'), 18446744073709551615n, '1.5', '-2', '0.001'],
    [1e-19, 1e20, exact('1.1234567890123456789'), '1.50', '01', '.5', true],
  ],
  ['wei', [2n ** 100n, -1, exact('2.0'), '12'], [10n ** 38n, 0.5, '1.0']],
  ['bool', [true, false, 'true'], [1, 0, 'True', 'yes', '']],
  [
    'timestamp',
    ['2024-01-02T03:04:05Z', '2024-01-02', '2024-01-02T03:04:05.123456+02:00'],
    ['2024-01-02T03:04:05.1234567Z', 5, '5', 'x', '03:04:05'],
  ],
  ['date', ['2024-01-02'], ['2024-01-02T03:04:05Z', 19000]],
  ['time', ['03:04:05'], ['2024-01-02', '03:04:05.1234567']],
  ['json', [new JsonText('[1]'), '{"a":1}'], [1, 'x', true]],
])('a %s holds what it gives back', (type, held, lost) => {
  for (const cell of held) expect([cell, holds(type, cell)]).toEqual([cell, true]);
  for (const cell of lost) expect([cell, holds(type, cell)]).toEqual([cell, false]);
});

test('a double that is sent is held by a double, an integer of 64 bits by bigint and by decimal', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      (double, integer) => {
        expect(holds('double', double)).toBe(true);
        expect(holds('double', exact(JSON.stringify(double)))).toBe(true);
        expect(holds('bigint', integer)).toBe(true);
        expect(holds('decimal', integer)).toBe(true);
        expect(holds('double', integer)).toBe(String(integer) === String(BigInt(String(Number(integer)))));
      },
    ),
  );
});
