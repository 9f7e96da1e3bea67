/** What an API sends is what a dataset reads: through HTTP, the JSON reader, packages and DuckDB, in rows and below them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../src/schema/cell.ts';
import { hostileApi, items, loading } from './adversarial/hostile-api.ts';

type Columns = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Read = Readonly<Record<string, Cell>>;

interface Back {
  readonly rows: readonly Read[];
  /** Of the table `items__nested`. */
  readonly nested: readonly Read[];
}

/** Loads one row for each JSON text: as `v` of the row, and as `v` of a row nested in it. */
async function throughTheLine(texts: readonly string[], columns: Columns = {}): Promise<Back> {
  const target = await loading();
  const rows = texts.map((text, n) => `{"n":${n},"v":${text},"nested":[{"n":${n},"v":${text}}]}`);
  const api = await hostileApi(() => ({ body: `[${rows.join(',')}]` }));
  await target.run(api, items({ paginator: 'single_page', data_selector: '$' }, { columns }));
  await using dataset = await target.dataset();
  return { rows: await inOrder(dataset.table('items')), nested: await inOrder(dataset.table('items__nested')) };
}

async function inOrder(rows: AsyncIterable<Read>): Promise<readonly Read[]> {
  const all: Read[] = [];
  for await (const row of rows) all.push(row);
  return all.toSorted((one, other) => Number(one['n']) - Number(other['n']));
}

/** The one value of a row that is not null, whichever of its columns it is in. */
function valueOf(row: Read): Cell {
  const found = Object.entries(row).filter(([name, cell]) => /^v(?:__v_|$)/.test(name) && cell !== null);
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.[1] ?? null;
}

/** Holds for lists of values that stand behind a first one, which gives the column its type. */
async function holds(
  first: string,
  texts: fc.Arbitrary<string>,
  check: (row: Read, text: string) => void,
): Promise<void> {
  const lists = fc.array(texts, { minLength: 20, maxLength: 60 });
  const property = fc.asyncProperty(lists, async (list) => {
    const sent = [first, ...list];
    const { rows, nested } = await throughTheLine(sent);
    expect([rows.length, nested.length]).toEqual([sent.length, sent.length]);
    for (const [index, text] of sent.entries()) for (const table of [rows, nested]) check(table[index] ?? {}, text);
  });
  await fc.assert(property, { numRuns: 8 });
}

const integer = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
  fc.bigInt({ min: -(10n ** 300n), max: 10n ** 300n }),
  fc.constantFrom(2n ** 53n + 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 10n ** 38n),
);

describe('Exact values, end to end', { timeout: 60_000 }, () => {
  test('integers of any size: 64 bits as bigint, 38 digits and all beyond as text', async () => {
    await holds('1', integer.map(String), (row, text) => {
      const cell = valueOf(row);
      expect(String(cell)).toBe(text);
      expect(typeof cell).toBe(BigInt.asIntN(64, BigInt(text)) === BigInt(text) ? 'bigint' : 'string');
    });
  });

  test('doubles, as the nearest of what was sent, and 1.0 is one where 1 is none', async () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((one) => !Object.is(one, -0));
    await holds(
      '1.0',
      double.map((one) => (Number.isInteger(one) ? one.toExponential() : String(one))),
      (row, text) => {
        expect(valueOf(row)).toBe(Number(text));
      },
    );
    const whole = await throughTheLine(['1', '1.0', '1.5']);
    expect(whole.rows.map(valueOf)).toEqual([1n, 1n, 1.5]);
    const broken = await throughTheLine(['1.0', '1']);
    expect(broken.rows.map(valueOf)).toEqual([1, 1]);
  });

  test('texts of all signs, those that look like something else too; lone surrogates are U+FFFD', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.uuid(),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.constantFrom(
        '',
        '\0',
        'a\0b',
        '1.10',
        '1e400',
        'NaN',
        'null',
        'true',
        '2024-01-01',
        "';--",
        '\uD800',
        '\uDC00x',
      ),
    );
    await holds(
      '"text"',
      text.map((one) => JSON.stringify(one)),
      (row, sent) => {
        expect(row['v']).toBe(Buffer.from(JSON.parse(sent) as string).toString());
      },
    );
  });

  test('timestamps with microseconds, dates and times', async () => {
    const two = (most: number): fc.Arbitrary<string> => fc.nat(most).map((one) => String(one).padStart(2, '0'));
    const fraction = fc.constantFrom('', '.5', '.120', '.123', '.123456', '.000001');
    const date = fc
      .tuple(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
      .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
    const time = fc.tuple(two(23), two(59), two(59), fraction).map(([h, m, s, f]) => `${h}:${m}:${s}${f}`);
    const point = fc.tuple(date, time).map(([day, at]) => JSON.stringify(`${day}T${at}Z`));
    await holds('"2024-01-01T00:00:00Z"', point, (row, text) => {
      expect(row['v']).toBe(withFullGroups(JSON.parse(text) as string));
    });
    const property = fc.asyncProperty(
      fc.array(fc.tuple(date, time), { minLength: 30, maxLength: 50 }),
      async (pairs) => {
        const days = await throughTheLine(
          pairs.map(([day]) => JSON.stringify(day)),
          { v: { data_type: 'date' } },
        );
        expect(days.rows.map(({ v }) => v)).toEqual(pairs.map(([day]) => day));
        const times = await throughTheLine(
          pairs.map(([, at]) => JSON.stringify(at)),
          { v: { data_type: 'time' } },
        );
        expect(times.rows.map(({ v }) => v)).toEqual(pairs.map(([, at]) => withFullGroups(at)));
      },
    );
    await fc.assert(property, { numRuns: 3 });
  });

  test('decimals keep all their digits, and bytes are bytes', async () => {
    const decimal = fc.stringMatching(/^-?(0|[1-9]\d{0,27})\.\d{1,9}$/).filter((one) => /[1-9]/.test(one));
    const bytes = fc.uint8Array({ maxLength: 50 });
    const property = fc.asyncProperty(
      fc.array(fc.tuple(decimal, bytes), { minLength: 30, maxLength: 50 }),
      async (pairs) => {
        const hints = { v: { data_type: 'decimal', precision: 38, scale: 9 } };
        for (const quoted of [false, true]) {
          const sent = pairs.map(([one]) => (quoted ? `"${one}"` : one));
          const { rows } = await throughTheLine(sent, hints);
          expect(rows.map(({ v }) => v)).toEqual(
            pairs.map(([one]) => `${one}${'0'.repeat(9 - (one.split('.')[1] ?? '').length)}`),
          );
        }
        const sent = pairs.map(([, one]) => `"${Buffer.from(one).toString('base64')}"`);
        const { rows } = await throughTheLine(sent, { v: { data_type: 'binary' } });
        expect(rows.map(({ v }) => v)).toEqual(pairs.map(([, one]) => new Uint8Array(one)));
      },
    );
    await fc.assert(property, { numRuns: 3 });
  });

  test('what no number can hold stays as it was sent, in a column of texts', async () => {
    const { rows } = await throughTheLine(['1.5', '1e400', '-1e400']);
    expect(rows.map(valueOf)).toEqual([1.5, '1e400', '-1e400']);
  });
});

/** The fraction of a second in groups of three digits, the fewest that say it. */
function withFullGroups(text: string): string {
  return text.replace(/\.(\d+)/, (_, digits: string) => {
    const all = digits.padEnd(6, '0').replace(/(?:000)+$/, '');
    return all === '' ? '' : `.${all}`;
  });
}
