import { Code, templateCode } from './literals.ts';
import type { MadeApi } from './made-answers.ts';
import { printedValue, type CodeValue } from './print-code.ts';
import { isAddressKey, madeUpFor, madeUpOrigin, type Reading } from './readings.ts';

export interface TestedSource {
  /** Of its file. */
  readonly name: string;
  readonly api: MadeApi;
  readonly answers: readonly CodeValue[];
  readonly readings: readonly Reading[];
}

/** A test that loads a source from answers that stand in it, so that people can put in real ones. */
export function restTest({ name, api, answers, readings }: TestedSource): string {
  const shownAnswers = printedValue(answers, { indent: 0, before: 42 });
  const expected = printedValue(Object.fromEntries(api.rowCounts), { indent: 0, before: 17 });
  const select = api.untested.length === 0 ? '' : ', {\n      select: Object.keys(expected),\n    }';
  return `import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { nodeRuntime, pipeline } from "sluice";
import { duckdb } from "sluice/destinations/duckdb";
import {
  answeringApi,
  givenValues,
  startMockApi,
  type MockAnswer,
} from "sluice/testing";
import source from "./${name}.ts";

/** What the API answers here, made up: put in what the real one answers. */
const answers: readonly MockAnswer[] = ${shownAnswers};

/** Rows of each resource that a run loads. */
const expected = ${expected};

test("a run loads every resource", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sluice-"));
  const api = await startMockApi(answeringApi("the API", answers));
  try {
    const values = givenValues(${givenOf(readings)});
    const loading = pipeline({
      name: "test",
      destination: duckdb(join(folder, "test.duckdb")),
      runtime: nodeRuntime({ workingFolder: folder }),
    });
    const report = await loading.run(source(values)${select});
    assert.equal(report.outcome, "done");
    const loaded = report.resources.map(({ name, rows }) => [name, rows]);
    assert.deepEqual(Object.fromEntries(loaded), expected);
  } finally {
    await api.close();
    await rm(folder, { recursive: true, force: true });
  }
});
`;
}

/** What the code reads and cannot do without; addresses lead to this machine. */
function givenOf(readings: readonly Reading[]): string {
  const given = readings.flatMap((reading): readonly (readonly [string, CodeValue])[] => {
    const value = String(madeUpFor(reading));
    if (isAddressKey(reading.key)) return [[reading.key, onThisMachine(value)]];
    return reading.kind === 'optional' ? [] : [[reading.key, value]];
  });
  return printedValue(Object.fromEntries(given), { indent: 4, before: 31 });
}

function onThisMachine(address: string): Code {
  return templateCode([new Code('api.url', ''), address.slice(madeUpOrigin.length)]);
}
