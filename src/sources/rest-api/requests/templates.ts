import { compileJsonPath, type JsonPath } from '../../../core/json-path.ts';
import { isSluiceError } from '../../../core/error.ts';
import type { Value } from '../../../core/value.ts';
import { refuse, type Place } from '../reading/reading.ts';
import { readFormat, splitFormat, type HoleFormat } from './python-format.ts';

/** A text with holes in it: Python's `str.format` fields. */
export interface Template {
  readonly parts: readonly TemplatePart[];
}

/** Text, or a hole in it. */
export type TemplatePart = { readonly kind: 'text'; readonly text: string } | Hole | ParamPart;
/** What is only known when a request is made. */
export type Hole = FieldPart | IncrementalPart;

/** `{resources.posts.author.id}`: a field of each row of the parent. */
export interface FieldPart {
  readonly kind: 'field';
  readonly parent: string;
  readonly path: JsonPath;
  readonly format?: HoleFormat | undefined;
}

/** `{incremental.start_value}`: a value of the window that is asked for. */
export interface IncrementalPart {
  readonly kind: 'incremental';
  readonly name: string;
  readonly format?: HoleFormat | undefined;
}

/** `{name}` in a path: a literal or resolve parameter of the same endpoint. */
export interface ParamPart {
  readonly kind: 'param';
  readonly name: string;
}

/** Where a template stands: a path allows names of params; `{incremental.…}` needs an endpoint that is. */
export interface TemplateArea {
  readonly isPath: boolean;
  readonly isIncremental: boolean;
}

/** Reads a text with placeholders; `{{` and `}}` are braces (section 2.3, S11). */
export function parseTemplate(written: string, place: Place, area: TemplateArea): Template {
  const parts: TemplatePart[] = [];
  let position = 0;
  let literal = '';
  while (position < written.length) {
    const character = written[position] ?? '';
    if ((character === '{' || character === '}') && written[position + 1] === character) {
      literal += character;
      position += 2;
    } else if (character === '{') {
      const end = written.indexOf('}', position);
      const name = end < 0 ? undefined : written.slice(position + 1, end);
      const part = name === undefined || name.includes('{') ? unbalanced(written, place) : readHole(name, place, area);
      if (part === undefined) return textTemplate(written);
      parts.push(...textParts(literal), part);
      literal = '';
      position = end + 1;
    } else if (character === '}') {
      unbalanced(written, place);
      return textTemplate(written);
    } else {
      literal += character;
      position += 1;
    }
  }
  return { parts: [...parts, ...textParts(literal)] };
}

/** A template without holes. */
export function textTemplate(text: string): Template {
  return { parts: textParts(text) };
}

/** The one hole that is the whole text, so that its value may stay what it is; with a format it is a text. */
export function onlyHole(template: Template): Hole | undefined {
  const [part, ...others] = template.parts;
  return part !== undefined && isHole(part) && part.format === undefined && others.length === 0 ? part : undefined;
}

/** In order. */
export function holesOf(template: Template): readonly Hole[] {
  return template.parts.filter(isHole);
}

/** As it was written, for messages and plans. */
export function holeText(hole: Hole): string {
  return hole.kind === 'incremental' ? `incremental.${hole.name}` : `resources.${hole.parent}.${hole.path.text}`;
}

/** What stands for each hole. */
export type HoleText = (hole: Hole) => string | undefined;

/** Undefined where one of its holes has no value. */
export function fillText(template: Template, textOf: HoleText): string | undefined {
  let text = '';
  for (const part of template.parts) {
    const filled = part.kind === 'text' ? part.text : part.kind === 'param' ? '' : textOf(part);
    if (filled === undefined) return undefined;
    text += filled;
  }
  return text;
}

/** The value of a hole; undefined where there is none. */
export type HoleValue = (hole: Hole) => Value | undefined;

function isHole(part: TemplatePart): part is Hole {
  return part.kind === 'field' || part.kind === 'incremental';
}

function textParts(text: string): readonly TemplatePart[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

function readHole(name: string, place: Place, area: TemplateArea): TemplatePart | undefined {
  if (name === '') return refuse(place, { message: 'has an empty placeholder {}', hint: 'Write {{}} for braces' });
  if (/^\s+(?:resources|incremental)\.|^(?:resources|incremental)\.[^!:]*\s$/.test(name)) {
    return refuse(place, { message: `has the placeholder {${name}} with spaces`, hint: `Write {${name.trim()}}` });
  }
  const { name: bare, format: written } = splitFormat(name);
  const format = written === '' ? undefined : readFormat(written);
  if (written !== '' && format === undefined) {
    const hint = 'Use !r, !s or a width, alignment, precision and type as in {resources.posts.id:>5}';
    return refuse(place, { message: `has a format in {${name}} that is not understood`, hint });
  }
  if (bare.startsWith('resources.')) return readField(bare, format, place);
  if (bare.startsWith('incremental.')) return readIncremental(bare, format, place, area);
  // A literal is text already, and dlt drops its format in silence (2.4).
  if (area.isPath) return { kind: 'param', name: bare };
  const hint = 'Write {resources.<parent>.<field>}, or double the braces where they are meant as such';
  return refuse(place, { message: `has the placeholder {${name}}, which does not begin with "resources."`, hint });
}

function readIncremental(
  name: string,
  format: HoleFormat | undefined,
  place: Place,
  area: TemplateArea,
): IncrementalPart | undefined {
  if (area.isIncremental) return { kind: 'incremental', name: name.slice('incremental.'.length), format };
  return refuse(place, {
    message: `has {${name}}, but the endpoint is not incremental`,
    hint: 'Set incremental of the endpoint, with a cursor_path',
  });
}

function readField(name: string, format: HoleFormat | undefined, place: Place): FieldPart | undefined {
  const [, parent, field] = /^resources\.([^.]+)\.(.+)$/s.exec(name) ?? [];
  if (parent === undefined || field === undefined) {
    return refuse(place, { message: `has {${name}}, which must be {resources.<parent>.<field>}` });
  }
  const path = readPath(field, place);
  return path && { kind: 'field', parent, path, format };
}

/** A JSONPath, or a problem at this place. */
export function readPath(written: unknown, place: Place): JsonPath | undefined {
  if (typeof written !== 'string') return refuse(place, { message: 'must be a JSONPath', found: written });
  try {
    return compileJsonPath(written);
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const why = error.message.replace(/^Cannot read JSONPath "(?:.*)": /s, '');
    return refuse(place, { message: `is not a JSONPath that can be read: ${why}`, found: written });
  }
}

function unbalanced(written: string, place: Place): undefined {
  return refuse(place, {
    message: 'has a brace without its partner',
    found: written,
    hint: 'Double it if it is meant',
  });
}
