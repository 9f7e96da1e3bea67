import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordedOutput } from '../../../test/cli/recording-terminal.ts';
import { SluiceError } from '../../core/error.ts';
import type { RunReport } from '../../pipeline/report.ts';
import { csvText } from './csv.ts';
import { errorJson, errorText } from './error-text.ts';
import { bytesText, countText, durationText } from './figures.ts';
import { jsonText } from './json.ts';
import { queryTable } from './query-table.ts';
import { reportJson, summaryText } from './run-report.ts';
import { tableText } from './table.ts';
import { widthOf } from '../../core/text-width.ts';
import { fitted } from './width.ts';

const pipe = recordedOutput();
const screen = recordedOutput({ columns: 40, rows: 24 });
const unsafe = /(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u;

describe('tableText()', () => {
  test('sets numbers to the right and cuts nothing in a pipe', () => {
    const columns = [{ title: 'name' }, { title: 'rows', align: 'right' as const }];
    const text = tableText(
      columns,
      [
        ['a'.repeat(60), '1'],
        ['b', '1,000'],
      ],
      pipe,
    );
    expect(text.split('\n')).toEqual([
      `${'name'.padEnd(60)}   rows`,
      `${'─'.repeat(60)}  ─────`,
      `${'a'.repeat(60)}      1`,
      `${'b'.padEnd(60)}  1,000`,
      '',
    ]);
  });

  test('fits a screen: the widest column gives way', () => {
    const columns = ['short', 'long', 'longer'].map((title) => ({ title }));
    const text = tableText(columns, [['abc', 'd'.repeat(30), 'e'.repeat(90)]], screen);
    const lines = text.replaceAll(/\p{Cc}\[\d+m/gu, '').split('\n');
    expect(lines.every((line) => widthOf(line) <= 40)).toBe(true);
    expect(lines[2]).toContain('abc');
    expect(lines[2]).toContain('…');
  });

  test('S13: cells and titles cannot send control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, cell) => {
        expect(tableText([{ title }], [[cell]], pipe)).not.toMatch(unsafe);
      }),
    );
  });
});

test('widthOf() counts wide characters twice and marks not at all', () => {
  expect(['abc', '表', 'e\u0301', '→'].map(widthOf)).toEqual([3, 2, 1, 1]);
  expect(fitted('表表表', 5)).toBe('表表…');
  expect(fitted('7', 3, 'right')).toBe('  7');
});

test('jsonText() prints what reads back as the same, and nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const printed = jsonText({ value, text });
      expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify({ value, text })));
      expect(printed).not.toMatch(unsafe);
    }),
  );
  expect(jsonText({ big: 9007199254740993n })).toBe('{"big":"9007199254740993"}');
});

describe('csvText()', () => {
  const result = {
    columns: ['a', 'b,c'],
    rows: [
      ['x"y', null],
      ['', 1],
      ['line\nbreak', true],
    ],
    truncated: false,
  };

  test('tells nothing from an empty text, and quotes what needs it', () => {
    expect(csvText(result, pipe)).toBe('a,"b,c"\n"x""y",\n"",1\n"line\nbreak",true\n');
  });

  test('S13: is exact in a pipe and harmless on a screen', () => {
    const hostile = { columns: ['a'], rows: [['\u001B[2J']], truncated: false };
    expect(csvText(hostile, pipe)).toBe('a\n\u001B[2J\n');
    expect(csvText(hostile, screen)).toBe('a\n\\u001b[2J\n');
  });
});

test('queryTable() shows null, sets numbers to the right, and counts', () => {
  const text = queryTable(
    {
      columns: ['n', 't'],
      rows: [
        [1, 'x'],
        [20, null],
      ],
      truncated: false,
    },
    pipe,
  );
  expect(text).toBe(' n  t\n──  ────\n 1  x\n20  null\n2 rows\n');
});

test('figures are short and readable', () => {
  expect([0, 999, 231_083, 12n].map(countText)).toEqual(['0', '999', '231,083', '12']);
  expect([400, 12_300, 185_000].map(durationText)).toEqual(['0.4 s', '12 s', '3 min 5 s']);
  expect([812, 1500, 33_554_432].map(bytesText)).toEqual(['812 bytes', '1.5 kB', '33.6 MB']);
});

describe('errorText()', () => {
  const error = new SluiceError('Cannot do it: two mistakes\n  one\u001B[2J\n  two', {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Correct them',
    details: { path: 'a.b' },
    cause: new Error('below'),
  });

  test('says message, hint and where to look, without control characters', () => {
    expect(errorText(error, false, pipe)).toBe(
      [
        'Error  Cannot do it: two mistakes',
        '         one\\u001b[2J',
        '         two',
        '       → Correct them',
        '       config_invalid; more with --debug',
        '',
      ].join('\n'),
    );
  });

  test('shows what was asked and what the answer looks like', () => {
    const { message, code, phase, hint } = error;
    const details = {
      curl: "curl 'https://h/x?token=***'",
      shape: '{ data: text }\u001B[2J',
      configPath: 'resources[0].endpoint',
    };
    const asked = new SluiceError(message, { code, phase, hint, details: { resource: 'items', ...details } });
    expect(errorText(asked, false, pipe).split('\n').slice(3, 7)).toEqual([
      "       asked   curl 'https://h/x?token=***'",
      String.raw`       answer  { data: text }\u001b[2J`,
      '       see     resources[0].endpoint, "items"',
      '       → Correct them',
    ]);
    expect(JSON.parse(errorJson(asked))).toMatchObject({ error: details });
  });

  test('adds code, phase, details, stack and cause with debug', () => {
    const text = errorText(error, true, pipe);
    for (const part of ['code config_invalid', 'phase config', "path: 'a.b'", 'caused by Error: below', '    at ']) {
      expect(text).toContain(part);
    }
  });

  test('errorJson() is one object in one line', () => {
    expect(JSON.parse(errorJson(error))).toEqual({
      error: {
        code: 'config_invalid',
        phase: 'config',
        message: error.message,
        hint: 'Correct them',
        retryable: false,
      },
    });
    expect(JSON.parse(errorJson(new TypeError('x')))).toMatchObject({ error: { code: 'internal' } });
  });
});

describe('the report of a run', () => {
  const report: RunReport = {
    pipeline: 'shop',
    dataset: 'raw',
    destination: 'duckdb:shop.duckdb',
    discarded: [],
    outcome: 'interrupted',
    resumed: false,
    loadIds: [],
    resources: [
      { name: 'orders', rows: 1200, pages: 12, requests: 13, end: { verdict: 'proven', reason: 'it said so' } },
      { name: 'users', rows: 5, pages: 1, requests: 1 },
    ],
    startedAt: '2026-01-01T00:00:00Z',
    elapsedMs: 1234.5,
  };

  test('for machines has load ids, rows, pages, requests and verdicts', () => {
    expect(JSON.parse(reportJson(report))).toMatchObject({
      pipeline: 'shop',
      dataset: 'raw',
      load_ids: [],
      outcome: 'interrupted',
      resources: [
        { name: 'orders', rows: 1200, pages: 12, requests: 13, verdict: 'proven', reason: 'it said so' },
        { name: 'users', verdict: null, reason: null },
      ],
    });
  });

  test('for people says how to go on and how to look at the data', () => {
    const text = summaryText(report, { pipelinesDir: "my 'folder'" }, pipe);
    expect(text).toContain('Run the same command again: it goes on where this run stopped.');
    expect(text).toMatch(/users +5 +1 +1 +unfinished/);
    expect(text).toContain(`sluice query shop "show tables" --pipelines-dir 'my '\\''folder'\\'''`);
  });
});
