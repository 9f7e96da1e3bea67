/** The reader of one endpoint: how the rows of a resource are asked for (1.4, 1.5). */
import { nearest } from '../../../core/nearest.ts';
import { didYouMean } from '../../../config/problem.ts';
import { readAuth } from '../auth/index.ts';
import { readResponseAction } from '../answers/response-actions.ts';
import { readIncremental, readIncrementalParam } from '../incremental/read-incremental.ts';
import { readPaginator } from '../paginators/index.ts';
import { readPath } from '../requests/templates.ts';
import type { DataConfig, EndpointConfig, ParamConfig, ParamText } from '../vocabulary.ts';
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
  type Read,
} from './reading.ts';
import { withKnownKeys } from './renamed-keys.ts';

const readers: Parameters<typeof shape<EndpointConfig>>[0] = {
  path: text,
  from_root: bool,
  method: oneOf(['GET', 'POST', 'PUT', 'PATCH']),
  reads_only: bool,
  params: mapOf(readParam),
  // Its members are read as JSON, whatever they are.
  json: (value, place) => (isPlain(value) ? (json(value, place) as EndpointConfig['json']) : notObject(value, place)),
  data: orNull(readData),
  headers: orNull(mapOf(readHeader)),
  paginator: orNull(readPaginator),
  data_selector: orNull(readSelector),
  incremental: orNull(readIncremental),
  response_actions: orNull(listOf(readResponseAction)),
  auth: orNull(readAuth),
  missing_parent_field: orNull(oneOf(['fail', 'skip'])),
};

/** Every key that an endpoint may have. */
export const endpointKeys: readonly string[] = Object.keys(readers);

/** Of the resource, which says what its table is like. */
const keysBeside = ['table_name', 'write_disposition', 'primary_key', 'merge_key', 'columns', 'include_from_parent'];

const readShape: Read<EndpointConfig> = shape<EndpointConfig>(readers, {
  elsewhere: Object.fromEntries(keysBeside.map((key) => [key, 'Write it beside endpoint, not in it'])),
});

/** An endpoint in its long form. */
export function readEndpoint(value: unknown, place: Place): EndpointConfig | undefined {
  const endpoint = readShape(withKnownKeys(value, { pagination: 'paginator' }, place), place);
  const method = endpoint?.method ?? 'GET';
  if ((method === 'PUT' || method === 'PATCH') && endpoint?.reads_only !== true) {
    const hint = 'Set reads_only: true if it changes nothing';
    return refuse(keyOf(place, 'method'), { message: `${method} may change what it is sent to`, hint });
  }
  return endpoint;
}

const readResolve = shape(
  { type: () => 'resolve' as const, resource: filledText, field: (value, place) => readPath(value, place)?.text },
  { required: ['resource', 'field'] },
);

function readParam(value: unknown, place: Place): ParamConfig | undefined {
  if (Array.isArray(value)) return listOf(readParamText)(value, place);
  if (!isPlain(value)) return readParamText(value, place);
  if (value['type'] === 'resolve') return readResolve(value, place);
  if (value['type'] === 'incremental') return readIncrementalParam(value, place);
  const message = 'must be resolve or incremental where a parameter is an object';
  const { type } = value;
  if (type === undefined) return refuse(keyOf(place, 'type'), { message: `is missing: it ${message}` });
  const near = typeof type === 'string' ? nearest(type, ['resolve', 'incremental']) : undefined;
  return refuse(keyOf(place, 'type'), { message, found: type, hint: didYouMean(near) });
}

function readParamText(value: unknown, place: Place): ParamText | undefined {
  const isText = value === null || ['string', 'boolean', 'bigint'].includes(typeof value);
  // The list above is what the type says, save for numbers that no address can spell.
  if (isText || (typeof value === 'number' && Number.isFinite(value))) return value as ParamText;
  return refuse(place, { message: 'must be a text, a number, true, false, null or a list of these', found: value });
}

const readForm = mapOf(readFormValue);

function readFormValue(value: unknown, place: Place): ParamText | readonly ParamText[] | undefined {
  return Array.isArray(value) ? listOf(readParamText)(value, place) : readParamText(value, place);
}

function readData(value: unknown, place: Place): DataConfig | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? listOf(readPair)(value, place) : readForm(value, place);
}

function readPair(value: unknown, place: Place): readonly [string, ParamText | readonly ParamText[]] | undefined {
  const [name, text, ...others]: readonly unknown[] = Array.isArray(value) ? value : [];
  if (typeof name !== 'string' || others.length > 0 || text === undefined) {
    return refuse(place, { message: 'must be a list of a name and a value', found: value });
  }
  const read = readFormValue(text, place);
  return read === undefined ? undefined : [name, read];
}

function readHeader(value: unknown, place: Place): string | number | boolean | null | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  return refuse(place, { message: 'must be a text', found: value });
}

function readSelector(value: unknown, place: Place): string | readonly string[] | undefined {
  if (Array.isArray(value)) return listOf((one, at) => readPath(one, at)?.text)(value, place);
  return value === '' ? '' : readPath(value, place)?.text;
}

function notObject(value: unknown, place: Place): undefined {
  return refuse(place, { message: 'must be an object', found: value });
}
