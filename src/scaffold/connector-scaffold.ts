import { connectorForms, type ConnectorForm } from './connector-forms.ts';
import { textLiteral } from './literals.ts';
import { projectFiles } from './project-files.ts';
import type { Scaffold } from './scaffold.ts';

/**
 * The code, the template and the test of a source of a connector; undefined for a connector that has no form here.
 * @param name as the command line knows it
 */
export function connectorScaffold(name: string): Scaffold | undefined {
  const form = connectorForms.get(name);
  if (form === undefined) return undefined;
  const files = [
    { name: `${name}.ts`, text: codeFile(name, form) },
    { name: `${name}.test.ts`, text: testFile(name, form) },
    ...projectFiles({ name, readings: form.readings }),
  ];
  return { files, untested: [] };
}

function codeFile(name: string, { callee, lines }: ConnectorForm): string {
  return [
    'import type { Source, SourceValues } from "sluice";\n',
    `import { ${callee} } from "sluice/connectors/${name}";\n`,
    '\n',
    '/** The source; `values` are what is set for it, as secrets.example.toml says. */\n',
    'export default function source(values: SourceValues): Source {\n',
    `  return ${callee}({\n`,
    ...lines.map((line) => `    ${line}\n`),
    '  });\n',
    '}\n',
  ].join('');
}

function testFile(name: string, { address: [key, path], select }: ConnectorForm): string {
  const chosen = select === undefined ? '' : `select: ${flatList(select)}, `;
  const url = path === '' ? 'api.url' : `\`\${api.url}${path}\``;
  return `import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { nodeRuntime, pipeline } from "sluice";
import { duckdb } from "sluice/destinations/duckdb";
import { givenValues, mockApi, startMockApi } from "sluice/testing";
import source from "./${name}.ts";

test("a run loads an API that behaves like the real one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sluice-"));
  const mock = await mockApi(${textLiteral(name)});
  const api = await startMockApi(mock);
  try {
    const values = givenValues({ ...mock.keys, ${key}: ${url} });
    const loading = pipeline({
      name: "test",
      destination: duckdb(join(folder, "test.duckdb")),
      runtime: nodeRuntime({ workingFolder: folder }),
    });
    // The first pages of each list are enough to see that it works.
    const wish = { ${chosen}pageLimit: 1 };
    const report = await loading.run(source(values), wish);
    assert.equal(report.outcome, "done");
    const loaded = report.resources.filter(({ rows }) => rows > 0);
    assert.ok(loaded.length > 1, "more than one resource has rows");
  } finally {
    await api.close();
    await rm(folder, { recursive: true, force: true });
  }
});
`;
}

function flatList(texts: readonly string[]): string {
  return `[${texts.map(textLiteral).join(', ')}]`;
}
