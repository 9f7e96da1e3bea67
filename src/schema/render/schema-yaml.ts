import { stringify } from 'yaml';
import { exportDocument } from '../export-document.ts';
import type { Schema } from '../table.ts';

/** The schema as YAML that dlt's tools take as an import schema. */
export function schemaYaml(schema: Schema): string {
  return stringify(exportDocument(schema), {
    indentSeq: false,
    version: '1.1',
    singleQuote: true,
    lineWidth: 80,
    aliasDuplicateObjects: false,
  });
}
