import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useServer } from '../../../test/servers/postgres.ts';
import type { Column, ColumnBatch, PhysicalType } from '../../formats/parquet-reader.ts';
import type { ColumnName, TableName } from '../../core/names.ts';
import type { DataType } from '../../schema/table.ts';
import { copyRows } from './copy-rows.ts';
import { connectionSettings, parametersOf } from './connection.ts';
import { PostgresConnection } from './driver.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';

const server = useServer();

interface Given {
  readonly dataType: DataType;
  readonly physical: PhysicalType;
  readonly scale?: number;
  readonly values: Uint8Array;
  readonly valueCount: number;
  readonly validity?: Uint8Array;
}

function column({ dataType, scale, ...rest }: Given): Column {
  return { schema: { name: 'v' as ColumnName, dataType, nullable: true, scale }, ...rest };
}

/** Sends one column to a table with a column of this type; the rows as the server spells them. */
async function through(given: Given, type: string, shown = 'v::text', replacesNul = false) {
  const rowCount = given.validity === undefined ? given.valueCount : given.validity.length * 8;
  const batch: ColumnBatch = { table: 't' as TableName, rowCount, columns: [column(given)] };
  const settings = connectionSettings(parametersOf(server().url), {});
  const connection = await PostgresConnection.open(settings, nodeRuntime().files);
  const types = new Map([['v', type.replace(/\(.*\)/, '')]]);
  try {
    await connection.script(`set timezone = 'UTC'; create temporary table t(n serial, v ${type})`);
    const rows = copyRows(
      (async function* () {
        yield batch;
      })(),
      { table: 'ds.t', types, replacesNul },
    );
    await connection.copy('COPY t (v) FROM STDIN (FORMAT binary)', rows);
    return (await connection.rows(`select ${shown} from t order by n`)).map(([value]) => value ?? null);
  } finally {
    await connection.close();
  }
}

const int64s = (...values: readonly bigint[]): Uint8Array => new Uint8Array(BigInt64Array.from(values).buffer);
const sized = (given: Omit<Given, 'valueCount'>, count: number): Given => ({ ...given, valueCount: count });

function texts(...values: readonly (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    values.flatMap((value) => {
      const bytes = Buffer.from(value);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

function sixteen(value: bigint): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(value >> 64n, 0);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value), 8);
  return bytes;
}

function decimalText(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return (value < 0n ? '-' : '') + digits.slice(0, point) + (scale === 0 ? '' : `.${digits.slice(point)}`);
}

test('integers, the widest and the narrowest, and the one that does not fit', async () => {
  const widest = int64s(2n ** 63n - 1n, -(2n ** 63n), 0n, -1n);
  const given = (values: Uint8Array, count: number) => sized({ dataType: 'bigint', physical: 'int64', values }, count);
  expect(await through(given(widest, 4), 'bigint')).toEqual(['9223372036854775807', '-9223372036854775808', '0', '-1']);
  expect(await through(given(int64s(-32_768n, 32_767n), 2), 'smallint')).toEqual(['-32768', '32767']);
  expect(await through(given(int64s(-(2n ** 31n), 2n ** 31n - 1n), 2), 'integer')).toEqual([
    '-2147483648',
    '2147483647',
  ]);
  for (const [value, type] of [
    [32_768n, 'smallint'],
    [-32_769n, 'smallint'],
    [2n ** 31n, 'integer'],
    [2n ** 32n, 'integer'],
  ] as const) {
    await expect(through(given(int64s(0n, value), 2), type)).rejects.toMatchObject({
      code: 'destination_refused',
      message: expect.stringContaining('its column v cannot keep the value of row 2'),
    });
  }
});

test('decimals of any size and scale are the digits that were sent', { timeout: 60_000 }, async () => {
  const largest = 10n ** 38n - 1n;
  for (const scale of [0, 1, 2, 3, 4, 9, 18, 38]) {
    const some = fc.sample(fc.bigInt({ min: -largest, max: largest }), 40);
    const small = fc.sample(fc.bigInt({ min: -100_000n, max: 100_000n }), 40);
    const values = [0n, 1n, -1n, 10_000n, 9999n, 10n ** 16n, 2n ** 53n, largest, -largest, ...some, ...small];
    const bytes = Buffer.concat(values.map(sixteen));
    const given = sized({ dataType: 'decimal', physical: 'fixed_16', scale, values: bytes }, values.length);
    expect(await through(given, `numeric(38,${scale})`)).toEqual(values.map((value) => decimalText(value, scale)));
  }
});

test('case 72: wei keeps its digits in numeric(156,78)', async () => {
  const given = sized({ dataType: 'wei', physical: 'fixed_16', scale: 0, values: sixteen(10n ** 20n) }, 1);
  expect(await through(given, 'numeric(156,78)', 'trim_scale(v)::text')).toEqual([String(10n ** 20n)]);
});

test('cases 76, 87: timestamps to the microsecond, from the first of Postgres on', async () => {
  const micros = (text: string): bigint => BigInt(Date.parse(text)) * 1000n;
  const all = [
    micros('1970-01-01T00:00:00Z') - 1n,
    micros('2000-01-01T00:00:00Z'),
    micros('2024-01-02T03:04:05Z') + 678_901n,
    micros('0001-01-01T00:00:00Z'),
    micros('9999-12-31T23:59:59Z'),
    -210_866_803_200_000_000n,
  ];
  const given = (values: readonly bigint[]) =>
    sized({ dataType: 'timestamp', physical: 'int64', values: int64s(...values) }, values.length);
  expect(await through(given(all), 'timestamp with time zone')).toEqual([
    '1969-12-31 23:59:59.999999+00',
    '2000-01-01 00:00:00+00',
    '2024-01-02 03:04:05.678901+00',
    '0001-01-01 00:00:00+00',
    '9999-12-31 23:59:59+00',
    '4714-11-24 00:00:00+00 BC',
  ]);
  expect(await through(given([all[2] ?? 0n]), 'timestamp(3) without time zone')).toEqual(['2024-01-02 03:04:05.679']);
  await expect(through(given([-210_866_803_200_000_001n]), 'timestamp with time zone')).rejects.toMatchObject({
    message: expect.stringContaining('a time before the year 4713 BC'),
  });
});

test('dates, times, doubles and booleans, null or not', async () => {
  const days = new Uint8Array(Int32Array.from([0, -1, 10_957, -2_440_588, 2_145_042_905]).buffer);
  const dates = sized({ dataType: 'date', physical: 'int32', values: days }, 5);
  expect(await through(dates, 'date')).toEqual([
    '1970-01-01',
    '1969-12-31',
    '2000-01-01',
    '4714-11-24 BC',
    '5874897-12-31',
  ]);
  const times = sized({ dataType: 'time', physical: 'int64', values: int64s(0n, 86_399_999_999n) }, 2);
  expect(await through(times, 'time without time zone')).toEqual(['00:00:00', '23:59:59.999999']);
  const doubles = new Uint8Array(Float64Array.from([1e308, -0, 5e-324, Infinity, -Infinity, NaN]).buffer);
  const real = sized({ dataType: 'double', physical: 'double', values: doubles }, 6);
  expect(await through(real, 'double precision')).toEqual(['1e+308', '-0', '5e-324', 'Infinity', '-Infinity', 'NaN']);
  const bools = {
    dataType: 'bool',
    physical: 'boolean',
    values: Uint8Array.of(0b01),
    valueCount: 2,
    validity: Uint8Array.of(0b101),
  } as const;
  expect(await through(bools, 'boolean')).toEqual(['true', null, 'false', null, null, null, null, null]);
});

test('case 88: texts of all kinds and lengths come back, long ones too', async () => {
  const values = ['a\'b\\c\n\r\t"é😀', '', 'x'.repeat(25), 'é'.repeat(300_000), '\\N', '\u2028\uFEFF'];
  const given = sized({ dataType: 'text', physical: 'byte_array', values: texts(...values) }, values.length);
  expect(await through(given, 'character varying')).toEqual(values);
  const bytes = sized({ dataType: 'binary', physical: 'byte_array', values: texts(Uint8Array.of(0, 255, 1)) }, 1);
  expect(await through(bytes, 'bytea')).toEqual(['\\x00ff01']);
});

test.each(['short\0', `${'long'.repeat(20)}\0`])(
  'case 88: a NUL in %j is refused by name, or replaced when asked to',
  async (value) => {
    const given = sized({ dataType: 'text', physical: 'byte_array', values: texts('fine', value) }, 2);
    await expect(through(given, 'character varying')).rejects.toMatchObject({
      code: 'destination_refused',
      retryable: false,
      message: 'Cannot load into ds.t: its column v cannot keep the value of row 2, a text with the character U+0000',
    });
    expect(await through(given, 'character varying', 'v', true)).toEqual(['fine', value.replace('\0', '\uFFFD')]);
  },
);

test('jsonb: an escaped NUL is refused or replaced, halves of pairs are replaced, backslashes are no escapes', async () => {
  const given = (...json: readonly string[]) =>
    sized({ dataType: 'json', physical: 'byte_array', values: texts(...json) }, json.length);
  await expect(through(given('{"a":"\\u0000"}'), 'jsonb')).rejects.toMatchObject({ code: 'destination_refused' });
  expect(await through(given('["\\u0000"]'), 'jsonb', 'v::text', true)).toEqual(['["\uFFFD"]']);
  const kept = await through(
    given('["\\\\u0000", "\\ud83d\\ude00", "\\ud83d", "\\ude00x"]', '1.50', '{"a": "é"}'),
    'jsonb',
  );
  expect(kept).toEqual(['["\\\\u0000", "😀", "\uFFFD", "\uFFFDx"]', '1.50', '{"a": "é"}']);
  expect(await through(given('{"a":  1}'), 'json')).toEqual(['{"a":  1}']);
});

test('a column of another type is told before a row is sent', async () => {
  const given = sized({ dataType: 'bigint', physical: 'int64', values: int64s(1n) }, 1);
  await expect(through(given, 'uuid')).rejects.toMatchObject({
    code: 'schema_conflict',
    message: expect.stringContaining('its column v is uuid'),
  });
});
