import { describe, expect, test } from 'vitest';
import type { LoadId } from '../core/names.ts';
import type { OpenRun, PipelineState } from '../core/state.ts';
import type { Restored } from '../destinations/destination.ts';
import { resourceTree } from '../extract/resource-tree.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { answersBase, beginRun } from './begin-run.ts';
import type { RunNote } from './run-note.ts';
import { listsOf, sourceOf } from './shop.test.ts';

// Load ids of the form that the loads have.
const [older, newest] = ['1700000000.5', '1700000001.5'] as [LoadId, LoadId];
const runtime = { ...nodeRuntime(), randomBytes: () => Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
const startedAt = '2024-01-01T00:00:00.000Z';
const noted: OpenRun = { id: 'noted', startedAt, progress: {} };
const open: OpenRun = {
  id: 'open',
  startedAt,
  progress: { orders: { kind: 'open', resumeFrom: 3, counts: { rows: 2, pages: 1 } } },
};
const resources: PipelineState['resources'] = { orders: { values: { since: 5 } }, prices: { values: { since: 6 } } };
const tree = resourceTree(
  sourceOf(
    listsOf('orders', { writeDisposition: 'merge' }, []),
    listsOf('prices', { writeDisposition: 'replace' }, []),
  ),
  {},
);

function noteOf(outcome: RunNote['outcome'], base: LoadId | null): RunNote {
  const target = { destination: 'd', dataset: 'd', schemaName: 's' };
  return {
    outcome,
    base,
    run: { id: noted.id, startedAt },
    attemptStartedAt: startedAt,
    progress: open.progress,
    target,
  };
}

const restored = (state: PipelineState | undefined, newestLoad: LoadId | null = newest): Restored => ({
  state,
  newestLoad: newestLoad ?? undefined,
  stateVersion: state === undefined ? 0 : 1,
});

describe('beginRun()', () => {
  test.each<[string, Restored, RunNote | undefined, string]>([
    ['nothing known: a new run', restored(undefined, null), undefined, 'new'],
    ['the destination has no open run: a new run', restored({ resources }), undefined, 'new'],
    ['the destination has an open run: goes on', restored({ resources, run: open }), undefined, 'open'],
    ['F4.2: the destination wins over a note', restored({ resources, run: open }), noteOf('running', newest), 'open'],
    ['killed before its first package: goes on', restored({ resources }), noteOf('running', newest), 'noted'],
    ['failed before its first package: goes on', restored({ resources }), noteOf('failed', newest), 'noted'],
    ['stopped before its first package: goes on', restored({ resources }), noteOf('interrupted', newest), 'noted'],
    ['the same before the very first load', restored(undefined, null), noteOf('running', null), 'noted'],
    ['the last run was done: a new run', restored({ resources }), noteOf('done', newest), 'new'],
    ['V5: somebody committed since: a new run', restored({ resources }), noteOf('running', older), 'new'],
    ['V5: somebody made the first load since: a new run', restored({ resources }), noteOf('running', null), 'new'],
    ['F4.3: the destination was emptied: a new run', restored(undefined, null), noteOf('running', newest), 'new'],
  ])('%s', (_, known, note, expected) => {
    const begun = beginRun(runtime, known, { note, tree });
    expect(begun.run.id).toBe({ new: '0102030405060708', open: 'open', noted: 'noted' }[expected]);
    expect(begun.isResumed).toBe(expected !== 'new');
    expect(begun.hasPackages).toBe(expected === 'open');
    expect(begun.newestLoad).toBe(known.newestLoad);
    // Only what was committed with rows may be skipped.
    expect(begun.run.progress).toEqual(expected === 'open' ? open.progress : {});
  });

  test('a table that is replaced starts without cursors, unless its run is under way', () => {
    const kept = { orders: { values: { since: 5 } } };
    expect(beginRun(runtime, restored({ resources }), { note: undefined, tree }).state.resources).toEqual(kept);
    expect(
      beginRun(runtime, restored({ resources }), { note: noteOf('running', newest), tree }).state.resources,
    ).toEqual(kept);
    expect(beginRun(runtime, restored({ resources, run: open }), { note: undefined, tree }).state.resources).toEqual(
      resources,
    );
    const others = resourceTree(sourceOf(listsOf('orders', {}, [])), {});
    expect(beginRun(runtime, restored({ resources }), { note: undefined, tree: others }).state.resources).toEqual(
      resources,
    );
  });
});

test('answersBase() differs for every run and every load', () => {
  const bases = [undefined, older, newest].flatMap((load) => [noted, open].map((run) => answersBase(load, run)));
  expect(new Set(bases).size).toBe(6);
});
