/** The body of a request before its holes are filled: JSON, form pairs or a text (sections 2.3 and 2.7). */
import { isRow, type Value } from '../../../core/value.ts';
import type { QueryParam } from '../../../http/http.ts';
import { elementOf, keyOf, type Place } from '../reading/reading.ts';
import { fillText, holesOf, onlyHole, parseTemplate } from './templates.ts';
import {
  textTemplate,
  type Hole,
  type HoleText,
  type HoleValue,
  type Template,
  type TemplateArea,
} from './templates.ts';
import { textOf } from './value-text.ts';
import type { DataConfig, ParamText } from '../vocabulary.ts';

/** JSON with holes in its texts and keys. */
export type JsonTemplate =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'text'; readonly template: Template }
  | { readonly kind: 'list'; readonly elements: readonly JsonTemplate[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: Template, value: JsonTemplate])[] };

/** Pairs of names and texts: a query or a form. Null and empty lists have no texts: they are not sent. */
export type PairTemplates = readonly { readonly name: Template; readonly texts: readonly Template[] }[];

/** What goes instead of JSON. */
export type DataTemplate =
  { readonly kind: 'text'; readonly template: Template } | { readonly kind: 'form'; readonly pairs: PairTemplates };

/** Notes a problem for every placeholder that leads nowhere. */
export function readJsonTemplate(value: Value, place: Place, area: TemplateArea): JsonTemplate {
  if (typeof value === 'string') return { kind: 'text', template: parseTemplate(value, place, area) };
  if (Array.isArray(value)) {
    // A list of values and nothing else: rows and exact numbers are no lists.
    const elements = value as readonly Value[];
    return {
      kind: 'list',
      elements: elements.map((one, index) => readJsonTemplate(one, elementOf(place, index), area)),
    };
  }
  if (!isRow(value)) return { kind: 'value', value };
  const members = Object.entries(value).map(([name, member]) => {
    const at = keyOf(place, name);
    return [parseTemplate(name, at, area), readJsonTemplate(member, at, area)] as const;
  });
  return { kind: 'object', members };
}

/** An object and a list of pairs are a form, a text is a text; undefined for what says nothing. */
export function readDataTemplate(data: DataConfig, place: Place, area: TemplateArea): DataTemplate | undefined {
  if (typeof data === 'string') return { kind: 'text', template: parseTemplate(data, place, area) };
  // A list of pairs has been read as one.
  const isList = Array.isArray(data);
  const named = isList
    ? (data as readonly (readonly [string, ParamText | readonly ParamText[]])[])
    : Object.entries(data);
  const pairs = named.flatMap(([name, value], index) => {
    return readPair(name, value, isList ? elementOf(place, index) : keyOf(place, name), area);
  });
  return pairs.length === 0 ? undefined : { kind: 'form', pairs };
}

/** One name with all its texts. */
export function readPair(
  name: string,
  value: ParamText | readonly ParamText[],
  place: Place,
  area: TemplateArea,
): PairTemplates {
  // A list of single values and nothing else.
  const values = Array.isArray(value) ? (value as readonly ParamText[]) : [value as ParamText];
  const texts = values.flatMap((one) => {
    if (typeof one === 'string') return [parseTemplate(one, place, area)];
    const text = textOf(one);
    return text === undefined ? [] : [textTemplate(text)];
  });
  return [{ name: parseTemplate(name, place, area), texts }];
}

/** A text that is one hole becomes the value itself, whatever its type; without a value it is null (2.3). */
export function fillJson(json: JsonTemplate, valueOf: HoleValue, textOfHole: HoleText): Value {
  if (json.kind === 'value') return json.value;
  if (json.kind === 'list') return json.elements.map((element) => fillJson(element, valueOf, textOfHole));
  if (json.kind === 'text') {
    const hole = onlyHole(json.template);
    return hole === undefined ? (fillText(json.template, textOfHole) ?? null) : (valueOf(hole) ?? null);
  }
  return Object.fromEntries(
    json.members.flatMap(([name, value]) => {
      const filled = fillText(name, textOfHole);
      return filled === undefined ? [] : [[filled, fillJson(value, valueOf, textOfHole)] as const];
    }),
  );
}

/** What has a hole without a value is not sent. */
export function fillPairs(pairs: PairTemplates, textOfHole: HoleText): readonly QueryParam[] {
  return pairs.flatMap(({ name, texts }) =>
    texts.flatMap((text): readonly QueryParam[] => {
      const [filledName, filled] = [fillText(name, textOfHole), fillText(text, textOfHole)];
      return filledName === undefined || filled === undefined ? [] : [[filledName, filled]];
    }),
  );
}

/** Undefined where nothing is left to send. */
export function fillData(data: DataTemplate, textOfHole: HoleText): string | readonly QueryParam[] | undefined {
  return data.kind === 'text' ? fillText(data.template, textOfHole) : fillPairs(data.pairs, textOfHole);
}

/** The holes of a body, with how each is used. */
export function jsonHoles(json: JsonTemplate): readonly { readonly hole: Hole; readonly use: 'text' | 'value' }[] {
  if (json.kind === 'text') {
    const hole = onlyHole(json.template);
    return hole === undefined ? texts(json.template) : [{ hole, use: 'value' }];
  }
  if (json.kind === 'list') return json.elements.flatMap(jsonHoles);
  return json.kind === 'object' ? json.members.flatMap(([name, value]) => [...texts(name), ...jsonHoles(value)]) : [];
}

/** The holes of pairs are all texts. */
export function pairHoles(pairs: PairTemplates): readonly Hole[] {
  return pairs.flatMap(({ name, texts: values }) => [name, ...values].flatMap(holesOf));
}

function texts(template: Template): readonly { readonly hole: Hole; readonly use: 'text' }[] {
  return holesOf(template).map((hole) => ({ hole, use: 'text' }));
}
