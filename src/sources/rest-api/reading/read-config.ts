/**
 * From anything to a configuration that keeps its promises, or to one error that lists every mistake. Nothing behind
 * this file looks at raw input; spelling stays as it is pasted.
 */
import { configError, type Problem } from '../../../config/problem.ts';
import type { Resource } from '../../source.ts';
import { readCode, readStep } from '../steps/steps.ts';
import { readPath } from '../requests/templates.ts';
import type { IncludedField, ResourceConfig, ResourceDefaults, RestApiConfig } from '../vocabulary.ts';
import { outlineOf } from './outline.ts';
import { readClient } from './read-client.ts';
import { endpointKeys, readEndpoint } from './read-endpoint.ts';
import { readColumns, readContract, readKey, readNestedHint, readNesting } from './read-hints.ts';
import { readWriteDisposition } from './read-disposition.ts';
import { readReference, tableFormats } from './read-hints.ts';
import { readColumnPath, readMasks } from './read-visibility.ts';
import { bool, filledText, isPlain, listOf, mapOf, oneOf, orNull, refuse, shape, text } from './reading.ts';
import type { Place, SecretLookup } from './reading.ts';

/**
 * @param useIt what is made of a configuration without mistakes; it may note more of them at the same place
 * @throws `config_invalid` with all mistakes
 */
export function readConfig<T>(
  value: unknown,
  source: { readonly name: string; readonly secrets: SecretLookup },
  useIt: (config: RestApiConfig, place: Place, remarks: readonly Problem[]) => T,
): T {
  const problems: Problem[] = [];
  const remarks: Problem[] = [];
  const place: Place = { path: '', problems, secrets: source.secrets };
  const config = readTop(value, { ...place, remarks });
  const usable = problems.length === 0 ? config : outlineOf(config ?? {}, resourceCountOf(value));
  const result = usable && useIt(usable, place, remarks);
  if (result === undefined || problems.length > 0) throw configError(`source "${source.name}"`, problems);
  return result;
}

/** A resource that is written as code: it has its walks itself. */
export function isReadyMade(value: unknown): value is Resource {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return (value.kind === 'root' && 'pages' in value) || (value.kind === 'child' && 'walks' in value);
}

function resourceCountOf(value: unknown): number {
  const resources = isPlain(value) ? value['resources'] : undefined;
  return Array.isArray(resources) ? resources.length : 0;
}

const resourceFields = {
  processing_steps: listOf(readStep),
  parallelized: orNull(bool),
  include_from_parent: listOf(readIncluded),
  selected: bool,
  table_name: orNull<NonNullable<ResourceConfig['table_name']>>((value, place) =>
    typeof value === 'function' ? readCode(value, place) : filledText(value, place),
  ),
  write_disposition: orNull(readWriteDisposition),
  primary_key: orNull(readKey),
  merge_key: orNull(readKey),
  columns: orNull(readColumns),
  max_table_nesting: orNull(readNesting),
  schema_contract: orNull(readContract),
  table_format: orNull(oneOf(tableFormats)),
  file_format: orNull(filledText),
  references: orNull(listOf(readReference)),
  nested_hints: orNull(mapOf(readNestedHint)),
  type_conflicts: orNull(oneOf(['variant', 'widen'])),
  null_columns: orNull(oneOf(['drop', 'keep'])),
  empty_table: orNull(oneOf(['none', 'create'])),
  json_columns: orNull(listOf(readColumnPath)),
  include_columns: orNull(listOf(readColumnPath)),
  exclude_columns: orNull(listOf(readColumnPath)),
  mask_columns: orNull(readMasks),
};

const readIncludedShape = shape<IncludedField>(
  { field: (value, place) => readPath(value, place)?.text, as: filledText, resource: filledText },
  { required: ['field', 'as'] },
);

function readIncluded(value: unknown, place: Place): string | IncludedField | undefined {
  return isPlain(value) ? readIncludedShape(value, place) : filledText(value, place);
}

const readResourceShape = shape<ResourceConfig>(
  {
    name: filledText,
    endpoint: (value, place) => (typeof value === 'string' ? value : readEndpoint(value, place)),
    ...resourceFields,
  },
  { required: ['name'], elsewhere: ofEndpoint(endpointKeys) },
);

const readDefaults = shape<ResourceDefaults>(
  { endpoint: readEndpoint, ...resourceFields },
  { elsewhere: { ...ofEndpoint(endpointKeys), name: 'Remove it: each resource has its own' } },
);

const readTop = shape<RestApiConfig>(
  { $schema: text, client: readClient, resource_defaults: orNull(readDefaults), resources: listOf(readResource) },
  { required: ['client', 'resources'] },
);

function readResource(value: unknown, place: Place): string | ResourceConfig | Resource | undefined {
  if (isReadyMade(value)) return value;
  if (typeof value === 'string') return filledText(value, place);
  if (!isPlain(value)) return refuse(place, { message: 'must be a name or an object', found: value });
  return readResourceShape(value, place);
}

function ofEndpoint(keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, `Write it as endpoint.${key}`]));
}
