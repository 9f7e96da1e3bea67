import { basename } from 'node:path';
import { widthOf } from '../core/text-width.ts';
import { fileName } from './file-names.ts';
import { findingComments } from './finding-comments.ts';
import { Code, textLiteral } from './literals.ts';
import { madeApi } from './made-answers.ts';
import { madeLogins } from './made-logins.ts';
import { printedValue, widest, wrappedComment } from './print-code.ts';
import { projectFiles } from './project-files.ts';
import { madeUpOrigin, newReadings, readingLine, type Reading } from './readings.ts';
import { restTest } from './rest-test.ts';
import type { DescribedSource, Scaffold } from './scaffold.ts';
import { madeUp, settled } from './settle.ts';
import { toldApart } from './told-apart.ts';

/**
 * The code, the template and the test of a REST source.
 * @throws `usage` for a configuration with code in it; `config_invalid` for one with mistakes
 */
export function restScaffold(source: DescribedSource): Scaffold {
  const name = fileName(source.name);
  const readings = newReadings();
  const isStandIn = source.standIn !== undefined;
  const config = settled(source.config, { origin: source.origin, readings, isStandIn });
  const whole = madeUp(config);
  const api = madeApi(whole, source.name, madeUpOrigin);
  const answers = [...toldApart(api.exchanges), ...madeLogins(whole)];
  const comments = findingComments(source.findings, config);
  const literal = printedValue(config, { indent: 4, before: 4, comments });
  const files = [
    { name: `${name}.ts`, text: codeFile(source, literal, readings.all()) },
    { name: `${name}.test.ts`, text: restTest({ name, api, answers, readings: readings.all() }) },
    ...projectFiles({ name, readings: readings.all() }),
  ];
  return { files, untested: api.untested };
}

function codeFile({ name, origin, findings }: DescribedSource, literal: string, readings: readonly Reading[]): string {
  const unclear = findings.filter(({ kind }) => kind !== 'taken').length;
  const told = unclear === 0 ? '' : ` What it left unclear is said where it matters, with its line.`;
  return [
    'import type { Source, SourceValues } from "sluice";\n',
    'import { restApi } from "sluice/sources/rest-api";\n',
    '\n',
    wrappedComment(`Written from ${basename(origin)}.${told}`, 0),
    '\n',
    '/** The source; `values` are what is set for it, as secrets.example.toml says. */\n',
    'export default function source(values: SourceValues): Source {\n',
    ...readings.map(readingLine),
    '  return restApi(\n',
    `    ${literal},\n`,
    optionsLine(name),
    '  );\n',
    '}\n',
  ].join('');
}

function optionsLine(name: string): string {
  const line = `    { name: ${textLiteral(name)}, redactor: values.redactor },\n`;
  if (widthOf(line) <= widest + 1) return line;
  const literal = printedValue({ name, redactor: new Code('values.redactor', undefined) }, { indent: 4, before: 4 });
  return `    ${literal},\n`;
}
