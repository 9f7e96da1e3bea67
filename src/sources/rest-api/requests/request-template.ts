/**
 * The request of an endpoint before it is known for which row of the parent it is: path, query, headers and body with
 * holes. Names of params in the path are bound here, so that only fields of the parent are left open.
 */
import { ExactNumber, isRow, type Value } from '../../../core/value.ts';
import type { ApiRequest, QueryParam } from '../../../http/http.ts';
import { compileJsonPath } from '../../../core/json-path.ts';
import { elementOf, isPlain, keyOf, refuse, type Place } from '../reading/reading.ts';
import type { FullResource } from '../reading/merge-defaults.ts';
import { fieldsOf, fillText, onlyField, parseTemplate, textTemplate } from './templates.ts';
import type { FieldPart, FieldValue, Template, TemplatePart } from './templates.ts';
import { textOf } from './value-text.ts';
import type { ParamConfig, ResolveConfig } from '../vocabulary.ts';

/** A request with holes. */
export interface RequestTemplate {
  readonly method: 'GET' | 'POST';
  readonly path: Template;
  /** Null and empty lists have no texts: they are not sent. */
  readonly params: readonly { readonly name: Template; readonly texts: readonly Template[] }[];
  readonly headers: readonly (readonly [name: Template, value: Template])[];
  readonly json?: JsonTemplate | undefined;
}

type JsonTemplate =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'text'; readonly template: Template }
  | { readonly kind: 'list'; readonly elements: readonly JsonTemplate[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: Template, value: JsonTemplate])[] };

/** Notes a problem for every placeholder that leads nowhere. */
export function readRequest(
  endpoint: FullResource['endpoint'],
  clientHeaders: Readonly<Record<string, string>>,
  place: Place,
): RequestTemplate {
  const written = parseTemplate(endpoint.path, keyOf(place, 'path'), 'path');
  const params = Object.entries(endpoint.params ?? {});
  const open = new Set(written.parts.flatMap((part) => (part.kind === 'param' ? [part.name] : [])));
  for (const [name, param] of params) {
    if (isResolve(param) && !open.has(name)) {
      const at = keyOf(keyOf(place, 'params'), name);
      refuse(at, { message: 'of type resolve must occur in the path', hint: `Write {${name}} there` });
    }
  }
  return {
    method: endpoint.method ?? 'GET',
    path: bindParams(written, new Map(params), place),
    params: params.filter(([name]) => !open.has(name)).flatMap(([name, param]) => readParam(name, param, place)),
    headers: readHeaders(clientHeaders, endpoint.headers ?? {}, keyOf(place, 'headers')),
    // The reader of the configuration copied it as JSON.
    json: endpoint.json === undefined ? undefined : readJson(endpoint.json as Value, keyOf(place, 'json')),
  };
}

/** Every field of a parent that a request needs. */
export function openFields(request: RequestTemplate): readonly FieldPart[] {
  const templates = [
    request.path,
    ...request.params.flatMap(({ name, texts }) => [name, ...texts]),
    ...request.headers.flat(),
    ...(request.json === undefined ? [] : jsonTemplates(request.json)),
  ];
  return templates.flatMap(fieldsOf);
}

/** What goes into the holes, and how it is spelled. */
export interface Filling {
  readonly valueOf: FieldValue;
  /** Throws where the value cannot be a text. */
  readonly textOf: (value: Value, field: FieldPart) => string;
  /** As a part of a path. */
  readonly segmentOf: (value: Value, field: FieldPart) => string;
  /** Path to address. */
  readonly urlOf: (path: string) => string;
}

/** The request with its holes filled. A path that is one hole takes its value as it is: a link from the parent (W22). */
export function fillRequest(template: RequestTemplate, filling: Filling): ApiRequest {
  const fill = (part: Template): string => fillText(part, filling.valueOf, filling.textOf);
  const isLink = onlyField(template.path) !== undefined;
  const path = isLink ? fill(template.path) : fillText(template.path, filling.valueOf, filling.segmentOf);
  return {
    method: template.method,
    url: filling.urlOf(path),
    params: template.params.flatMap(({ name, texts }) => texts.map((text): QueryParam => [fill(name), fill(text)])),
    headers: Object.fromEntries(template.headers.map(([name, value]) => [fill(name), fill(value)])),
    json: template.json === undefined ? undefined : fillJson(template.json, filling.valueOf, fill),
  };
}

/** A literal is bound wherever its name occurs, and may itself hold fields of the parent (2.4). */
function bindParams(path: Template, params: ReadonlyMap<string, ParamConfig>, place: Place): Template {
  return { parts: path.parts.flatMap((part) => (part.kind === 'param' ? bound(part.name) : [part])) };

  function bound(name: string): readonly TemplatePart[] {
    const param = params.get(name);
    if (param !== undefined && isResolve(param)) {
      return [{ kind: 'field', parent: param.resource, path: compileJsonPath(param.field) }];
    }
    if (typeof param === 'string') return parseTemplate(param, keyOf(keyOf(place, 'params'), name)).parts;
    const text = param === undefined || typeof param === 'object' ? undefined : textOf(param);
    if (text !== undefined) return textTemplate(text).parts;
    if (param !== undefined) {
      refuse(keyOf(keyOf(place, 'params'), name), { message: 'must be a single value, as it is a part of the path' });
      return [];
    }
    const hint = `Write {resources.<parent>.${name}}, or set params.${name}`;
    refuse(keyOf(place, 'path'), { message: `has the placeholder {${name}}, which is not in params`, hint });
    return [];
  }
}

function readParam(name: string, param: ParamConfig, place: Place): RequestTemplate['params'] {
  if (isResolve(param)) return [];
  const at = keyOf(keyOf(place, 'params'), name);
  const values = Array.isArray(param) ? (param as readonly Value[]) : [param as Value];
  const texts = values.flatMap((value) => {
    if (typeof value === 'string') return [parseTemplate(value, at)];
    const text = textOf(value);
    return text === undefined ? [] : [textTemplate(text)];
  });
  return [{ name: parseTemplate(name, at), texts }];
}

/** The endpoint's go over the client's of the same name, in whatever letter case; null takes one away (2.6). */
function readHeaders(
  client: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string | number | boolean | null>>,
  place: Place,
): RequestTemplate['headers'] {
  const ownNames = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const kept = Object.entries(client).filter(([name]) => !ownNames.has(name.toLowerCase()));
  const added = Object.entries(own).flatMap(([name, value]) => {
    const at = keyOf(place, name);
    return value === null ? [] : [[parseTemplate(name, at), parseTemplate(textOf(value) ?? '', at)] as const];
  });
  return [...kept.map(([name, value]) => [textTemplate(name), textTemplate(value)] as const), ...added];
}

function readJson(value: Value, place: Place): JsonTemplate {
  if (typeof value === 'string') return { kind: 'text', template: parseTemplate(value, place) };
  if (Array.isArray(value)) {
    const elements = (value as readonly Value[]).map((element, index) => readJson(element, elementOf(place, index)));
    return { kind: 'list', elements };
  }
  if (!isRow(value)) return { kind: 'value', value };
  const members = Object.entries(value).map(([name, member]) => {
    const at = keyOf(place, name);
    return [parseTemplate(name, at), readJson(member, at)] as const;
  });
  return { kind: 'object', members };
}

function jsonTemplates(json: JsonTemplate): readonly Template[] {
  if (json.kind === 'text') return [json.template];
  if (json.kind === 'list') return json.elements.flatMap(jsonTemplates);
  return json.kind === 'object' ? json.members.flatMap(([name, value]) => [name, ...jsonTemplates(value)]) : [];
}

/** A text that is one hole becomes the value itself, whatever its type (2.3). */
function fillJson(json: JsonTemplate, valueOf: FieldValue, fill: (template: Template) => string): Value {
  if (json.kind === 'value') return json.value;
  if (json.kind === 'list') return json.elements.map((element) => fillJson(element, valueOf, fill));
  if (json.kind === 'text') {
    const field = onlyField(json.template);
    return field === undefined ? fill(json.template) : valueOf(field);
  }
  return Object.fromEntries(json.members.map(([name, value]) => [fill(name), fillJson(value, valueOf, fill)]));
}

function isResolve(param: ParamConfig): param is ResolveConfig {
  return isPlain(param) && !(param instanceof ExactNumber);
}
