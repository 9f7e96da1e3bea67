/**
 * The request of an endpoint before it is known for which row of the parent and from when on it is: path, query,
 * headers and body with holes. Names of params in the path are bound here, so that only fields of parents and values
 * of the window are left open.
 */
import { ExactNumber, type Value } from '../../../core/value.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { compileJsonPath } from '../../../core/json-path.ts';
import { nearest } from '../../../core/nearest.ts';
import { didYouMean } from '../../../config/problem.ts';
import { isPlain, isTold, keyOf, refuse, type Place } from '../reading/reading.ts';
import type { FullResource } from '../reading/merge-defaults.ts';
import { fillData, fillJson, fillPairs, jsonHoles, pairHoles } from './body-template.ts';
import { readDataTemplate, readJsonTemplate, readPair } from './body-template.ts';
import type { DataTemplate, JsonTemplate, PairTemplates } from './body-template.ts';
import { fillText, holesOf, onlyHole, parseTemplate, textTemplate } from './templates.ts';
import type { FieldPart, Hole, HoleText, HoleValue, Template, TemplateArea, TemplatePart } from './templates.ts';
import { textOf } from './value-text.ts';
import type { IncrementalParamConfig } from '../incremental/vocabulary.ts';
import type { EndpointConfig, ParamConfig, ResolveConfig } from '../vocabulary.ts';

/** A request with holes. */
export interface RequestTemplate {
  readonly method: ApiRequest['method'];
  readonly path: Template;
  readonly params: PairTemplates;
  readonly headers: readonly (readonly [name: Template, value: Template])[];
  readonly json?: JsonTemplate | undefined;
  readonly data?: DataTemplate | undefined;
}

/** Notes a problem for every placeholder that leads nowhere. */
export function readRequest(
  endpoint: FullResource['endpoint'],
  clientHeaders: Readonly<Record<string, string>>,
  place: Place,
): RequestTemplate {
  const params = Object.entries(endpoint.params ?? {});
  const isIncremental = Boolean(endpoint.incremental) || params.some(([, param]) => isIncrementalParam(param));
  const area: TemplateArea = { isPath: false, isIncremental };
  const written = parseTemplate(endpoint.path, keyOf(place, 'path'), { isPath: true, isIncremental });
  const open = new Set(written.parts.flatMap((part) => (part.kind === 'param' ? [part.name] : [])));
  checkResolves(params, open, place);
  return {
    method: endpoint.method ?? 'GET',
    path: bindParams(written, new Map(params), area, place),
    params: params.filter(([name]) => !open.has(name)).flatMap(([name, param]) => readParam(name, param, area, place)),
    headers: readHeaders(clientHeaders, endpoint.headers ?? {}, area, keyOf(place, 'headers')),
    ...readBody(endpoint, area, place),
  };
}

/** How a field of a parent is used: as it is, as a text, or as a part of a path. */
export type FieldUse = 'value' | 'text' | 'segment';

/** Every field of a parent that a request needs, once for each use. */
export function openFields(request: RequestTemplate): readonly { readonly field: FieldPart; readonly use: FieldUse }[] {
  const { path, params, headers, json, data } = request;
  const inPath = onlyHole(path) === undefined ? 'segment' : 'text';
  const dataHoles = data?.kind === 'form' ? pairHoles(data.pairs) : data === undefined ? [] : holesOf(data.template);
  const uses: readonly { readonly hole: Hole; readonly use: FieldUse }[] = [
    ...holesOf(path).map((hole) => ({ hole, use: inPath }) as const),
    ...[...pairHoles(params), ...headers.flat().flatMap(holesOf), ...dataHoles].map((hole) => textUse(hole)),
    ...(json === undefined ? [] : jsonHoles(json)),
  ];
  return uses.flatMap(({ hole, use }) => (hole.kind === 'field' ? [{ field: hole, use }] : []));
}

/** What goes into the holes, and how it is spelled. */
export interface Filling {
  readonly valueOf: HoleValue;
  /** Undefined for what has no value. */
  readonly textOf: HoleText;
  /** As a part of a path; throws for what cannot be one. */
  readonly segmentOf: (hole: Hole) => string;
  /** Path to address. */
  readonly urlOf: (path: string) => string;
}

/** The request with its holes filled. A path that is one hole takes its value as it is: a link from the parent (W22). */
export function fillRequest(template: RequestTemplate, filling: Filling): ApiRequest {
  const { textOf: textOfHole, valueOf, segmentOf } = filling;
  const isLink = onlyHole(template.path) !== undefined;
  const path = fillText(template.path, isLink ? textOfHole : segmentOf) ?? '';
  const { json, data } = template;
  const headers = template.headers.flatMap(([name, value]) => {
    const [filledName, filled] = [fillText(name, textOfHole), fillText(value, textOfHole)];
    return filledName === undefined || filled === undefined ? [] : [[filledName, filled] as const];
  });
  return {
    method: template.method,
    url: filling.urlOf(path),
    params: fillPairs(template.params, textOfHole),
    headers: Object.fromEntries(headers),
    ...(json === undefined ? {} : { json: fillJson(json, valueOf, textOfHole) }),
    ...(data === undefined ? {} : { data: fillData(data, textOfHole) }),
  };
}

/** `{type: "incremental", …}` among the params. */
export function isIncrementalParam(param: ParamConfig): param is IncrementalParamConfig {
  return isObject(param) && param.type === 'incremental';
}

function textUse(hole: Hole): { readonly hole: Hole; readonly use: FieldUse } {
  return { hole, use: 'text' };
}

function checkResolves(
  params: readonly (readonly [string, ParamConfig])[],
  open: ReadonlySet<string>,
  place: Place,
): void {
  for (const [name, param] of params) {
    const at = keyOf(keyOf(place, 'params'), name);
    if (isResolve(param) && !open.has(name)) {
      refuse(at, { message: 'of type resolve must occur in the path', hint: `Write {${name}} there` });
    }
    if (isIncrementalParam(param) && open.has(name)) {
      refuse(at, {
        message: 'of type incremental must not be a part of the path',
        hint: 'Use {incremental.start_value}',
      });
    }
  }
}

/** Only one of them goes: JSON that says nothing gives way (case 24, 2.7). */
function readBody(
  { json, data }: EndpointConfig,
  area: TemplateArea,
  place: Place,
): Pick<RequestTemplate, 'json' | 'data'> {
  const form = data === undefined || data === null ? undefined : readDataTemplate(data, keyOf(place, 'data'), area);
  if (form !== undefined && json !== undefined && Object.keys(json).length > 0) {
    refuse(place, { message: 'has both json and data, but a request has one body', hint: 'Remove one of them' });
  }
  if (form !== undefined) return { data: form };
  // The reader of the configuration copied it as JSON.
  return json === undefined ? {} : { json: readJsonTemplate(json as Value, keyOf(place, 'json'), area) };
}

/** A literal is bound wherever its name occurs, and may itself hold fields of the parent (2.4). */
function bindParams(
  path: Template,
  params: ReadonlyMap<string, ParamConfig>,
  area: TemplateArea,
  place: Place,
): Template {
  return { parts: path.parts.flatMap((part) => (part.kind === 'param' ? bound(part.name) : [part])) };

  function bound(name: string): readonly TemplatePart[] {
    const param = params.get(name);
    const at = keyOf(keyOf(place, 'params'), name);
    if (isTold(at)) return [];
    if (param !== undefined && isResolve(param)) {
      return [{ kind: 'field', parent: param.resource, path: compileJsonPath(param.field) }];
    }
    if (typeof param === 'string') return parseTemplate(param, at, area).parts;
    const text = param === undefined || typeof param === 'object' ? undefined : textOf(param);
    if (text !== undefined) return textTemplate(text).parts;
    if (param !== undefined) {
      if (!isIncrementalParam(param)) {
        refuse(at, { message: 'must be a single value, as it is a part of the path' });
      }
      return [];
    }
    const near = nearest(name, params.keys());
    const hint =
      near === undefined ? `Write {resources.<parent>.${name}}, or set params.${name}` : didYouMean(`{${near}}`);
    refuse(keyOf(place, 'path'), { message: `has the placeholder {${name}}, which is not in params`, hint });
    return [];
  }
}

/** An incremental parameter is the start of the window under its own name; without a start it is not sent. */
function readParam(name: string, param: ParamConfig, area: TemplateArea, place: Place): PairTemplates {
  if (isResolve(param)) return [];
  if (isIncrementalParam(param)) {
    return [{ name: textTemplate(name), texts: [{ parts: [{ kind: 'incremental', name: 'start_param' }] }] }];
  }
  return readPair(name, param, keyOf(keyOf(place, 'params'), name), area);
}

/** The endpoint's go over the client's of the same name, in whatever letter case; null takes one away (2.6). */
function readHeaders(
  client: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string | number | boolean | null>>,
  area: TemplateArea,
  place: Place,
): RequestTemplate['headers'] {
  const ownNames = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const kept = Object.entries(client).filter(([name]) => !ownNames.has(name.toLowerCase()));
  const added = Object.entries(own).flatMap(([name, value]) => {
    const at = keyOf(place, name);
    if (value === null) return [];
    return [[parseTemplate(name, at, area), parseTemplate(textOf(value) ?? '', at, area)] as const];
  });
  return [...kept.map(([name, value]) => [textTemplate(name), textTemplate(value)] as const), ...added];
}

function isResolve(param: ParamConfig): param is ResolveConfig {
  return isObject(param) && param.type === 'resolve';
}

function isObject(param: ParamConfig): param is ResolveConfig | IncrementalParamConfig {
  return isPlain(param) && !(param instanceof ExactNumber);
}
