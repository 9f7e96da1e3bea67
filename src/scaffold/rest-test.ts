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
  const expected = printedValue(Object.fromEntries(api.rowCounts), { indent: 0, before: 51 });
  const isPart = api.untested.length > 0;
  const select = isPart
    ? `const select: readonly string[] = ${printedValue(api.tested, { indent: 0, before: 34 })};\n`
    : '';
  const skip = api.tested.length === 0 ? '{ skip: "write answers" }, ' : '';
  return `${importsOf(name)}
/** What the API answers here, made up: put in what the real one answers. */
const answers: readonly MockAnswer[] = ${shownAnswers};

/** Rows of each table after a run. */
const expected: Readonly<Record<string, number>> = ${expected};
${isPart ? `\n/** Resources that the answers above are for. */\n${select}` : ''}
${testOf(readings, { skip, select: isPart ? ', { select }' : '' })}`;
}

function importsOf(name: string): string {
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
`;
}

interface Variations {
  readonly skip: string;
  readonly select: string;
}

function testOf(readings: readonly Reading[], { skip, select }: Variations): string {
  return `test("a run loads every resource", ${skip}async () => {
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
    const dataset = await loading.dataset();
    const tables = await dataset.tables();
    await dataset.close();
    for (const [name, count] of Object.entries(expected)) {
      const table = tables.find((one) => one.name === name);
      assert.equal(table?.rowCount, BigInt(count), name);
    }
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
