import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../core/value.ts';
import { stateFromText, stateHash, storedState, type StateFacts } from './state-document.ts';

const facts: StateFacts = {
  pipeline: 'demo',
  dataset: 'ds',
  schemaName: 'demo',
  schemaNames: ['demo'],
  dltType: 'dlt.destinations.duckdb',
};

describe('the state document', () => {
  test('case 139: the hash that dlt gives a state without values', () => {
    expect(stateHash({ resources: {} }, facts)).toBe('qs9J9ESD2utwLm74zAE/3ncFzZis6OE769l9hRlQqy4=');
  });

  test('values of any size, and an open run, come back as they were', () => {
    const state = {
      resources: { events: { values: { cursor: 12_345_678_901_234_567_890n, rate: new ExactNumber('1.0'), ü: null } } },
      run: {
        id: 'r',
        startedAt: '2026-01-01T00:00:00.000Z',
        progress: { events: { kind: 'open' as const, resumeFrom: { url: 'x' }, counts: { rows: 1, pages: 2 } } },
      },
    };
    expect(stateFromText(storedState(state, facts, 7).text, 'demo')).toEqual(state);
  });

  test('a state that dlt wrote can be read', () => {
    const text =
      'eNpdz00PwUAQBu' +
      'D/MleNIBw0cVLEARcRH5HNtju2ZbuazlR9xH/XUkm5PjPzzswDBLFkFBdMKTpbcNvOl9DqyNYqXQeSKEFTopUxggvHTGkEB5RkSchfVlQaHmRmWFAQYiz/J2pK4O4q35djxJGVXKwUfEvecYabNaamyoKT8uG3+bPAZsYUH1RHi1BSWCT0r+RrLxnNVwpnjeH43ugR+jqdTDd5qvJ4sV109LI1XXt6AM8X6rRilw==';
    expect(stateFromText(text, 'judge')).toEqual({ resources: {}, run: undefined });
  });

  test('a source that is saved leaves what others keep in the same document', () => {
    const values = { cursor: 5 };
    const one = { ...facts, schemaName: 'one', schemaNames: ['one'] };
    const first = storedState({ resources: { a: { values } } }, one, 1);
    const two = { ...facts, schemaName: 'two', schemaNames: ['two'], newest: first.text };
    const second = storedState({ resources: { b: { values: {} } } }, two, 2);
    expect(stateFromText(second.text, 'one')).toEqual({ resources: { a: { values } }, run: undefined });
    const third = { ...one, newest: second.text };
    expect(stateHash({ resources: { a: { values } } }, third)).toBe(second.hash);
    expect(stateHash({ resources: {} }, third)).not.toBe(second.hash);
    expect(stateFromText(storedState({ resources: {} }, third, 3).text, 'one').resources).toEqual({});
  });

  test('an open run leaves nothing behind when it ends', () => {
    const run = { id: 'r', startedAt: '2026-01-01T00:00:00.000Z', progress: {} };
    const open = storedState({ resources: {}, run }, facts, 1);
    const ended = { ...facts, newest: open.text };
    expect(stateHash({ resources: {} }, ended)).toBe(stateHash({ resources: {} }, facts));
  });

  test('names that JavaScript knows are names like any other', () => {
    const state = { resources: Object.fromEntries([['__proto__', { values: { constructor: 1 } }]]) };
    const hostile = { ...facts, schemaName: '__proto__', schemaNames: ['__proto__'] };
    const read = stateFromText(storedState(state, hostile, 1).text, '__proto__');
    expect(Object.entries(read.resources)).toEqual([['__proto__', { values: { constructor: 1 } }]]);
    expect(stateFromText(storedState(state, hostile, 1).text, 'constructor').resources).toEqual({});
  });

  test.each(['', 'no base64!', Buffer.from('{}').toString('base64')])('F4.1: refuses %j', (text) => {
    expect(() => stateFromText(text, 'demo')).toThrow('Cannot read the stored pipeline state');
  });
});
