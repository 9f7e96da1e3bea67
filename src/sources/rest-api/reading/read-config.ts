/**
 * From anything to a configuration that keeps its promises, or to one error that lists every mistake. Nothing behind
 * this file looks at raw input; spelling stays as it is pasted.
 */
import { configError, type Problem } from '../../../config/problem.ts';
import { readAuth } from '../auth/index.ts';
import { outlineOf } from './outline.ts';
import { readPaginator } from '../paginators/index.ts';
import {
  bool,
  filledText,
  isPlain,
  json,
  keyOf,
  listOf,
  mapOf,
  oneOf,
  orNull,
  refuse,
  shape,
  text,
  type Place,
  type SecretLookup,
} from './reading.ts';
import { readColumns, readKey, readWriteDisposition, readNesting } from './read-hints.ts';
import { readResponseAction } from '../answers/response-actions.ts';
import { readPath } from '../requests/templates.ts';
import type {
  ClientConfig,
  EndpointConfig,
  ParamConfig,
  ParamText,
  ResourceConfig,
  ResourceDefaults,
  RestApiConfig,
} from '../vocabulary.ts';

/**
 * @param useIt what is made of a configuration without mistakes; it may note more of them at the same place
 * @throws `config_invalid` with all mistakes
 */
export function readConfig<T>(
  value: unknown,
  source: { readonly name: string; readonly secrets: SecretLookup },
  useIt: (config: RestApiConfig, place: Place) => T,
): T {
  const problems: Problem[] = [];
  const place: Place = { path: '', problems, secrets: source.secrets };
  const config = readTop(value, place);
  const usable = problems.length === 0 ? config : outlineOf(config ?? {}, resourceCountOf(value));
  const result = usable && useIt(usable, place);
  if (result === undefined || problems.length > 0) throw configError(`source "${source.name}"`, problems);
  return result;
}

function resourceCountOf(value: unknown): number {
  const resources = isPlain(value) ? value['resources'] : undefined;
  return Array.isArray(resources) ? resources.length : 0;
}

const readClient = shape<ClientConfig>(
  {
    base_url: text,
    headers: orNull(mapOf(text)),
    auth: orNull(readAuth),
    allowed_hosts: orNull(listOf(filledText)),
    paginator: orNull(readPaginator),
  },
  { required: ['base_url'], notYet: ['session'] },
);

const readResolve = shape(
  { type: () => 'resolve' as const, resource: filledText, field: (value, place) => readPath(value, place)?.text },
  { required: ['resource', 'field'] },
);

const readEndpoint = shape<EndpointConfig>(
  {
    path: text,
    method: oneOf(['GET', 'POST']),
    params: mapOf(readParam),
    // Its members are read as JSON, whatever they are.
    json: (value, place) => (isPlain(value) ? (json(value, place) as EndpointConfig['json']) : notObject(value, place)),
    headers: orNull(mapOf(readHeader)),
    paginator: orNull(readPaginator),
    data_selector: orNull(readSelector),
    response_actions: orNull(listOf(readResponseAction)),
    auth: orNull(readAuth),
    missing_parent_field: orNull(oneOf(['fail', 'skip'])),
  },
  { notYet: ['data', 'incremental'] },
);

const resourceFields = {
  include_from_parent: listOf(filledText),
  selected: bool,
  table_name: orNull(filledText),
  write_disposition: orNull(readWriteDisposition),
  primary_key: orNull(readKey),
  merge_key: orNull(readKey),
  columns: orNull(readColumns),
  max_table_nesting: orNull(readNesting),
};

const notYetOfResources = [
  'processing_steps',
  'parallelized',
  'schema_contract',
  'table_format',
  'file_format',
  'references',
  'nested_hints',
];

const readResourceShape = shape<ResourceConfig>(
  {
    name: filledText,
    endpoint: (value, place) => (typeof value === 'string' ? value : readEndpoint(value, place)),
    ...resourceFields,
  },
  { required: ['name'], notYet: notYetOfResources },
);

const readDefaults = shape<ResourceDefaults>(
  { endpoint: readEndpoint, ...resourceFields },
  { notYet: notYetOfResources },
);

const readTop = shape<RestApiConfig>(
  { client: readClient, resource_defaults: orNull(readDefaults), resources: listOf(readResource) },
  { required: ['client', 'resources'] },
);

function readResource(value: unknown, place: Place): string | ResourceConfig | undefined {
  return typeof value === 'string' ? filledText(value, place) : readResourceShape(value, place);
}

function readParam(value: unknown, place: Place): ParamConfig | undefined {
  if (Array.isArray(value)) return listOf(readParamText)(value, place);
  if (!isPlain(value)) return readParamText(value, place);
  if (value['type'] === 'resolve') return readResolve(value, place);
  if (value['type'] === 'incremental') return refuse(place, { message: 'of type incremental is not supported yet' });
  const type = keyOf(place, 'type');
  return refuse(type, { message: 'must be resolve where a parameter is an object', found: value['type'] });
}

function readParamText(value: unknown, place: Place): ParamText | undefined {
  const isText = value === null || ['string', 'boolean', 'bigint'].includes(typeof value);
  // The list above is what the type says, save for numbers that no address can spell.
  if (isText || (typeof value === 'number' && Number.isFinite(value))) return value as ParamText;
  return refuse(place, { message: 'must be a text, a number, true, false, null or a list of these', found: value });
}

function readHeader(value: unknown, place: Place): string | number | boolean | null | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  return refuse(place, { message: 'must be a text', found: value });
}

function readSelector(value: unknown, place: Place): string | undefined {
  return value === '' ? '' : readPath(value, place)?.text;
}

function notObject(value: unknown, place: Place): undefined {
  return refuse(place, { message: 'must be an object', found: value });
}
