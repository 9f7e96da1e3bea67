/** Who hangs on whom, among the resources of a configuration (2.8). */
import { nearest } from '../../core/nearest.ts';
import { didYouMean } from '../../config/problem.ts';
import type { Resource } from '../source.ts';
import { elementOf, keyOf, refuse, type Place } from './reading/reading.ts';
import { openFields } from './requests/request-template.ts';
import type { EndpointPlan, PlanMember } from './endpoint-plan.ts';

/** A member whose parent is not chosen yet. */
export type Draft = (
  | { readonly kind: 'endpoint'; readonly endpoint: EndpointPlan }
  | { readonly kind: 'code'; readonly resource: Resource }
) & {
  /** All that it takes fields of. */
  readonly parents: readonly string[];
};

/** Names of all resources whose fields an endpoint needs, in requests and in rows. */
export function parentsOf({ request, included }: Pick<EndpointPlan, 'request' | 'included'>): readonly string[] {
  const inRows = included.flatMap(({ resource }) => resource ?? []);
  return [...new Set([...openFields(request).map(({ field }) => field.parent), ...inRows])];
}

/** Notes names that occur twice. */
export function checkNames(drafts: readonly Draft[], place: Place): void {
  const seen = new Set<string>();
  for (const [index, draft] of drafts.entries()) {
    const at = elementOf(keyOf(place, 'resources'), index);
    const name = nameOf(draft);
    if (seen.has(name)) refuse(keyOf(at, 'name'), { message: 'is the name of another resource too', found: name });
    seen.add(name);
  }
}

/**
 * Each endpoint with the parent that it hangs on: of several the one that hangs on all others, so that a row of it has a
 * row of each of them above it.
 */
export function withParents(drafts: readonly Draft[], place: Place): readonly PlanMember[] {
  const names = drafts.map(nameOf);
  const parentsByName = new Map(drafts.map((draft) => [nameOf(draft), draft.parents]));
  return drafts.map((draft, index): PlanMember => {
    const at = elementOf(keyOf(place, 'resources'), index);
    checkKnown(draft, names, keyOf(at, 'endpoint'));
    if (draft.kind === 'code') return { kind: 'code', resource: draft.resource };
    const { endpoint, parents } = draft;
    const deepest = parents.find((name) => parents.every((other) => other === name || isAbove(other, name)));
    if (parents.length > 0 && deepest === undefined && parents.every((name) => names.includes(name))) {
      refuse(keyOf(at, 'endpoint'), {
        message: `takes fields of several parents of which none hangs on the others: ${parents.join(', ')}`,
        hint: 'Use one parent, and fields of the resources that it hangs on itself',
      });
    }
    if (parents.length === 0 && endpoint.included.length > 0) {
      refuse(keyOf(at, 'include_from_parent'), {
        message: 'needs a parent, but the endpoint has no {resources.…} placeholder',
      });
    }
    return { kind: 'endpoint', endpoint: { ...endpoint, parent: deepest ?? parents[0] } };
  });

  /** True where every way up from `below` may pass `above`. Circles are told elsewhere. */
  function isAbove(above: string, below: string, passed: ReadonlySet<string> = new Set()): boolean {
    const parents = parentsByName.get(below) ?? [];
    if (passed.has(below)) return false;
    return parents.some((name) => name === above || isAbove(above, name, new Set([...passed, below])));
  }
}

function checkKnown({ parents }: Draft, names: readonly string[], place: Place): void {
  for (const parent of parents) {
    if (names.includes(parent)) continue;
    const hint = didYouMean(nearest(parent, names)) ?? `Known are ${names.join(', ')}`;
    refuse(place, { message: `takes a field of "${parent}", which is no resource`, hint });
  }
}

/** Parents first. A cycle is one problem, at the first of its resources that was written. */
export function inOrder(members: readonly PlanMember[], place: Place): readonly PlanMember[] {
  const byName = new Map(members.map((member) => [nameOf(member), member]));
  const ordered = new Set<PlanMember>();
  for (const [index, member] of members.entries()) {
    const line = lineOf(member, byName);
    if (line.cycle === undefined) for (const ancestor of line.oldestFirst) ordered.add(ancestor);
    else if (firstOf(line.cycle) === nameOf(member)) {
      const at = keyOf(elementOf(keyOf(place, 'resources'), index), 'endpoint');
      refuse(at, { message: `is its own ancestor: ${[...line.cycle, nameOf(member)].join(' → ')}` });
    }
  }
  return [...ordered];

  function firstOf(cycle: readonly string[]): string | undefined {
    return members.map(nameOf).find((name) => cycle.includes(name));
  }
}

interface Line {
  readonly oldestFirst: readonly PlanMember[];
  readonly cycle?: readonly string[] | undefined;
}

function lineOf(member: PlanMember, byName: ReadonlyMap<string, PlanMember>): Line {
  const line: PlanMember[] = [];
  for (let next: PlanMember | undefined = member; next !== undefined; next = byName.get(parentOf(next) ?? '')) {
    const start = line.indexOf(next);
    if (start >= 0) return { oldestFirst: [], cycle: line.slice(start).map(nameOf) };
    line.push(next);
  }
  return { oldestFirst: line.toReversed() };
}

function nameOf(member: PlanMember | Draft): string {
  return member.kind === 'code' ? member.resource.name : member.endpoint.resource;
}

function parentOf(member: PlanMember): string | undefined {
  if (member.kind === 'endpoint') return member.endpoint.parent;
  return member.resource.kind === 'child' ? member.resource.parent : undefined;
}
