/**
 * Schemas as dlt stores them (engine 11, dataset-format section 4.4). `document-content.ts` and `read-document.ts` are
 * the place where its snake_case keys are spoken; properties that nothing here reads survive a round trip.
 */
import type { Row } from '../core/value.ts';
import { schemaContent } from './document-content.ts';
import type { Schema } from './table.ts';

export { engineVersion } from './document-content.ts';
export { schemaFromDocument } from './read-document.ts';

/**
 * The document of a schema, in dlt's order of keys.
 * @param versionHash of the very same schema
 */
export function schemaDocument(schema: Schema, versionHash: string): Row {
  const imported = schema.extra?.['imported_version_hash'];
  return {
    version: schema.version,
    version_hash: versionHash,
    ...schemaContent(schema),
    previous_hashes: schema.previousHashes,
    ...(imported === undefined ? {} : { imported_version_hash: imported }),
  };
}
