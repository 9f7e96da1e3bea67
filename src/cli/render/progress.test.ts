import { describe, expect, test } from 'vitest';
import {
  clockOnly,
  recordingTerminal,
  screenAfter,
  steppedClock,
  type RecordingTerminal,
  type SteppedClock,
} from '../../../test/cli/recording-terminal.ts';
import type { PipelineEvent } from '../../core/event.ts';
import type { LoadId } from '../../core/names.ts';
import { progressFor } from './choose-progress.ts';
import type { Progress } from './progress.ts';

const screen = { columns: 60, rows: 12 };

interface Stage {
  readonly terminal: RecordingTerminal;
  readonly clock: SteppedClock;
  readonly progress: Progress;
}

function stage(kind: 'auto' | 'plain' | 'json' | 'off', interactive: boolean, environment = {}): Stage {
  const terminal = recordingTerminal(interactive ? screen : undefined);
  const clock = steppedClock();
  return { terminal, clock, progress: progressFor(kind, { terminal, runtime: clockOnly(clock, environment) }) };
}

const started = (resources: readonly string[]): PipelineEvent => ({
  kind: 'run-started',
  pipeline: 'shop',
  dataset: 'raw',
  destination: 'duckdb:shop.duckdb',
  resources,
  resumed: false,
});
const page = (resource: string, rowCount = 100): PipelineEvent => ({
  kind: 'page-received',
  resource,
  rowCount,
  byteCount: 1000,
  replayed: false,
});
const limited = (resource: string): PipelineEvent => ({
  kind: 'request-retried',
  resource,
  url: 'http://127.0.0.1/',
  attempt: 1,
  waitMs: 12_000,
  reason: '429',
  rateLimited: true,
});
const finished = (resource: string): PipelineEvent => ({
  kind: 'resource-finished',
  resource,
  end: { verdict: 'proven', reason: 'the API said so' },
});

describe('the live view', () => {
  test('shows pages, rows and the seconds that are left of a rate limit', async () => {
    const { terminal, clock, progress } = stage('auto', true);
    progress.hear(started(['orders', 'users']));
    progress.hear(page('orders'));
    progress.hear(page('orders', 50));
    progress.hear(limited('orders'));
    await clock.step(3000);
    const shown = screenAfter(terminal.messages.text(), screen);
    expect(shown[1]).toMatch(/orders +2 pages +150 rows +waiting 9 s/);
    expect(shown[2]).toMatch(/users/);
    progress.end();
  });

  test('draws at most ten times a second, however many events there are', async () => {
    const { terminal, clock, progress } = stage('auto', true);
    progress.hear(started(['orders']));
    for (let tick = 0; tick < 100; tick += 1) {
      for (let event = 0; event < 20; event += 1) progress.hear(page('orders'));
      await clock.step(10);
    }
    expect(terminal.messages.text().split('requests/s').length - 1).toBeLessThanOrEqual(11);
    progress.end();
  });

  test('never is higher or wider than the screen', async () => {
    const { terminal, clock, progress } = stage('auto', true);
    progress.hear(started(Array.from({ length: 40 }, (_, index) => `a_resource_with_a_long_name_number_${index}`)));
    progress.hear(page('a_resource_with_a_long_name_number_39'));
    await clock.step(100);
    progress.end();
    const shown = screenAfter(terminal.messages.text(), screen);
    expect(shown.length).toBeLessThanOrEqual(screen.rows);
    expect(shown.join('\n')).toMatch(/… and \d+ more/);
    expect(shown.some((line) => line.includes('● '))).toBe(true);
  });

  test('leaves messages above it and the cursor visible', () => {
    const { terminal, progress } = stage('auto', true);
    progress.hear(started(['orders']));
    progress.say('Stopping');
    progress.end();
    progress.end();
    const text = terminal.messages.text();
    expect(screenAfter(text, screen)[0]).toBe('Stopping');
    expect(text.endsWith('\u001B[?25h')).toBe(true);
    expect(screenAfter(text, screen).filter((line) => line.includes('orders'))).toHaveLength(1);
  });

  test('S13: a hostile name cannot send escape codes', async () => {
    const { terminal, clock, progress } = stage('auto', true);
    progress.hear(started(['\u001B]0;owned\u0007']));
    await clock.step(100);
    progress.end();
    expect(terminal.messages.text()).not.toContain('\u001B]');
    expect(terminal.messages.text()).not.toContain('\u0007');
  });

  test.each([
    ['a CI machine', true, { CI: 'true' }],
    ['a terminal that cannot draw', true, { TERM: 'dumb' }],
    ['a pipe', false, {}],
  ])('gives way to plain lines on %s', (_, interactive, environment) => {
    const { terminal, progress } = stage('auto', interactive, environment);
    progress.hear(started(['orders']));
    expect(terminal.messages.text()).toBe('Loading: shop → raw in duckdb:shop.duckdb\n');
  });
});

describe('plain lines', () => {
  test('tell of pages once a second for each resource, and of everything that matters', async () => {
    const { terminal, clock, progress } = stage('plain', false);
    progress.hear(started(['orders', 'users']));
    for (let tick = 0; tick < 25; tick += 1) {
      progress.hear(page('orders'));
      progress.hear(page('users'));
      await clock.step(100);
    }
    progress.hear(limited('orders'));
    progress.hear(finished('orders'));
    progress.hear({ kind: 'load-committed', loadId: '1.5' as LoadId, rowCount: 2500, elapsedMs: 10 });
    const lines = terminal.messages.text().trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('orders: ') && line.endsWith('rows'))).toEqual([
      'orders: 1 page, 100 rows',
      'orders: 11 pages, 1,100 rows',
      'orders: 21 pages, 2,100 rows',
    ]);
    expect(lines.slice(-3)).toEqual([
      'orders: rate limit (429); asking again in 12 s (attempt 2)',
      'orders: finished, 25 pages, 2,500 rows; proven: the API said so',
      'Committed load 1.5: 2,500 rows',
    ]);
  });

  test('S16: a line break in data makes no second line', () => {
    const { terminal, progress } = stage('plain', false);
    progress.hear({ kind: 'notice', message: 'one\nError  two' });
    expect(terminal.messages.text()).toBe('one\\nError  two\n');
  });
});

test('JSON is one object a line, with the time', () => {
  const { terminal, progress } = stage('json', true);
  progress.hear({ kind: 'notice', message: 'one\n\u202Etwo' });
  progress.hear(page('orders'));
  const lines = terminal.messages.text().trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { time: '2023-11-14T22:13:20.000Z', kind: 'notice', message: 'one\n\u202Etwo' },
    { time: '2023-11-14T22:13:20.000Z', ...page('orders') },
  ]);
  expect(lines[0]).not.toContain('\u202E');
});

test('off says nothing but what a person must know', () => {
  const { terminal, progress } = stage('off', true);
  progress.hear(started(['orders']));
  progress.say('Stopping');
  progress.end();
  expect(terminal.messages.text()).toBe('Stopping\n');
});
