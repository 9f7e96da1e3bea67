import { exportDocument } from '../../schema/export-document.ts';
import { rowTypes } from '../../schema/render/row-types.ts';
import { schemaYaml } from '../../schema/render/schema-yaml.ts';
import type { PipelineSchema } from '../../pipeline/report.ts';
import type { SchemaCommandOptions, SchemaFormat } from '../options.ts';
import { jsonText } from '../render/json.ts';
import { exitCodes, type CommandContext } from '../terminal.ts';
import { reopenPipeline } from './open-pipeline.ts';

const renderings: { readonly [Format in SchemaFormat]: (known: PipelineSchema) => string } = {
  yaml: ({ schema }) => schemaYaml(schema),
  json: ({ schema }) => `${jsonText(exportDocument(schema), 2)}\n`,
  sql: ({ statements }) => statements.map((statement) => `${statement};\n`).join(''),
  typescript: ({ schema }) => rowTypes(schema),
};

/** `sluice schema`: what is known of the tables of a pipeline, in a form that other tools read. */
export async function showSchema(
  name: string,
  options: SchemaCommandOptions,
  context: CommandContext,
): Promise<number> {
  const { terminal, runtime } = context;
  const known = await (await reopenPipeline(name, options, runtime)).schema();
  terminal.output.write(renderings[options.json === true ? 'json' : options.format](known));
  return exitCodes.done;
}
