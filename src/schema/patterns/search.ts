import type { Expression, Position } from './expression.ts';
import { refused } from './expression-reader.ts';

/** One step of a search. A place and a fork take no character; `next` and `other` are steps. */
type Step =
  | { readonly kind: 'one'; readonly takes: (character: string) => boolean }
  | { readonly kind: 'at'; readonly holds: Position }
  | { readonly kind: 'fork'; next: number; other: number }
  | { readonly kind: 'go'; next: number }
  | { readonly kind: 'found' };

/** Steps of one pattern; what it costs to look at one character. */
const mostSteps = 500;

/**
 * Whether an expression is found anywhere in a text. All ways through it are followed at once (Thompson's
 * construction), so that the time is the length of the text times that of the expression, and never more.
 * @throws `ExpressionRefused` for an expression of more than 500 steps
 */
export function searchFor(expression: Expression): (text: string) => boolean {
  const steps: Step[] = [];
  write(expression, steps);
  steps.push({ kind: 'found' });
  return (text) => isFound(steps, Array.from(text));
}

function push(steps: Step[], step: Step): number {
  if (steps.length >= mostSteps) throw refused(`more than ${mostSteps} steps, counts written out`);
  return steps.push(step) - 1;
}

function write(expression: Expression, steps: Step[]): void {
  switch (expression.kind) {
    case 'one':
    case 'at':
      push(steps, expression);
      return;
    case 'all':
      for (const part of expression.parts) write(part, steps);
      return;
    case 'either':
      writeEither(expression.parts, steps);
      return;
    case 'times':
      writeTimes(expression, steps);
  }
}

function writeEither(parts: readonly Expression[], steps: Step[]): void {
  const ends: { next: number }[] = [];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const fork = { kind: 'fork' as const, next: steps.length + 1, other: 0 };
    if (!isLast) push(steps, fork);
    write(part, steps);
    if (isLast) break;
    const end = { kind: 'go' as const, next: 0 };
    ends.push(end);
    push(steps, end);
    fork.other = steps.length;
  }
  for (const end of ends) end.next = steps.length;
}

function writeTimes({ part, least, most }: Extract<Expression, { kind: 'times' }>, steps: Step[]): void {
  for (let count = 0; count < least; count += 1) write(part, steps);
  if (most === Number.POSITIVE_INFINITY) {
    const fork = { kind: 'fork' as const, next: steps.length + 1, other: 0 };
    const at = push(steps, fork);
    write(part, steps);
    push(steps, { kind: 'go', next: at });
    fork.other = steps.length;
    return;
  }
  const forks: { other: number }[] = [];
  for (let count = least; count < most; count += 1) {
    const fork = { kind: 'fork' as const, next: steps.length + 1, other: 0 };
    forks.push(fork);
    push(steps, fork);
    write(part, steps);
  }
  for (const fork of forks) fork.other = steps.length;
}

function isFound(steps: readonly Step[], characters: readonly string[]): boolean {
  const reachedAt = new Int32Array(steps.length).fill(-1);
  let current: number[] = [];
  for (let index = 0; index <= characters.length; index += 1) {
    // A match may begin anywhere.
    if (follow(0, { steps, characters, index, reachedAt, waiting: current })) return true;
    const character = characters[index];
    if (character === undefined) return false;
    const next: number[] = [];
    for (const at of current) {
      const step = steps[at];
      if (step?.kind !== 'one' || !step.takes(character)) continue;
      if (follow(at + 1, { steps, characters, index: index + 1, reachedAt, waiting: next })) return true;
    }
    current = next;
  }
  return false;
}

interface Walk {
  readonly steps: readonly Step[];
  readonly characters: readonly string[];
  readonly index: number;
  /** At which character each step was last reached: once for each is enough. */
  readonly reachedAt: Int32Array;
  /** Steps that wait for the character at `index`. */
  readonly waiting: number[];
}

/** Goes on until a character is needed; true where the end of the expression is reached. */
function follow(start: number, { steps, characters, index, reachedAt, waiting }: Walk): boolean {
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reachedAt[at] === index) continue;
    reachedAt[at] = index;
    const step = steps[at];
    if (step === undefined) continue;
    if (step.kind === 'found') return true;
    if (step.kind === 'one') waiting.push(at);
    else if (step.kind === 'go') open.push(step.next);
    else if (step.kind === 'fork') open.push(step.next, step.other);
    else if (step.holds(characters, index)) open.push(at + 1);
  }
  return false;
}
