/** What came of one run, in a form in which both sides can be held against each other. */
import { writeJson } from '../../../src/core/json-write.ts';
import { parseJsonText } from '../../../src/core/json.ts';
import { isRow, type Value } from '../../../src/core/value.ts';
import type { Recorded } from '../../recording-api.ts';
import { namedHosts } from './api.ts';
import type { Failure, Json } from './rest-case.ts';

export interface Outcome {
  readonly fails: Failure;
  readonly error?: string | undefined;
  /** As texts, by the resource or path that they belong to; in each in order. */
  readonly requests: Readonly<Record<string, readonly string[]>>;
  /** JSON texts by resource, in order; those of children sorted. None of a run that fails: dlt would load none. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
  /** Seconds between attempts. */
  readonly waits: readonly number[];
}

/** What a library of its own adds to each request. */
const transport = /^(host|connection|keep-alive|user-agent|accept|accept-encoding|accept-language|content-length)$/;

/** `METHOD target [header: value]… body`; headers that the configuration does not speak of only where they matter. */
export function shownRequest({ method, target, headers, body }: Recorded, config: Json, url: string): string {
  const spoken = headerNames(config);
  const shown = Object.entries(headers)
    .filter(
      ([name]) =>
        spoken.has(name) || !(transport.test(name) || name.startsWith('sec-') || name === 'transfer-encoding'),
    )
    .map(([name, value]) => `[${name}: ${value}]`)
    .sort();
  return namedHosts([method, target, ...shown, ...(body === '' ? [] : [body])].join(' '), url);
}

/** A source of one resource has one sequence of requests; of several, each path has its own (children interleave). */
export function grouped(requests: readonly Recorded[], config: Json, url: string): Outcome['requests'] {
  const isAlone = resourcesOf(config).length < 2;
  const groups: Record<string, string[]> = {};
  for (const request of requests) {
    (groups[isAlone ? 'all' : request.path] ??= []).push(shownRequest(request, config, url));
  }
  return Object.fromEntries(Object.entries(groups).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Resources without rows are left out: dlt names them all, a walk only what it saw. */
export function comparableRows(
  rows: Readonly<Record<string, readonly string[]>>,
  config: Json,
  url: string,
): Outcome['rows'] {
  const children = new Set(resourcesOf(config).filter(isChild).map(nameOf));
  const entries = Object.entries(rows).filter(([, texts]) => asRows(texts).length > 0);
  const named = entries.map(([name, texts]) => [name, asRows(texts).map((text) => namedHosts(text, url))] as const);
  return Object.fromEntries(
    named
      .map(([name, texts]) => [name, children.has(name) ? texts.toSorted() : texts] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** As the loader sees rows: lists are taken apart, null is none, a scalar is a row of one column (dataset format 3.1). */
function asRows(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => (text.startsWith('{') ? [text] : partsOf(parseJsonText(text)).map(writeJson)));
}

function partsOf(value: Value): readonly Value[] {
  // A list of values and nothing else: rows and exact numbers are no lists.
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(partsOf);
  if (value === null) return [];
  return [isRow(value) ? value : { value }];
}

function resourcesOf(config: Json): readonly unknown[] {
  const { resources } = config;
  return Array.isArray(resources) ? resources : [];
}

function nameOf(resource: unknown): string {
  return typeof resource === 'string' ? resource : String((resource as Json)['name']);
}

function isChild(resource: unknown): boolean {
  return /\{resources\.|"type":"resolve"/.test(JSON.stringify(resource));
}

/** Every name below a key `headers`, in lower case. */
function headerNames(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const names = Object.entries(value).flatMap(([key, member]) => [
    ...headerNames(member),
    ...(key === 'headers' && typeof member === 'object' && member !== null ? Object.keys(member) : []),
  ]);
  return new Set(names.map((name) => name.toLowerCase()));
}
