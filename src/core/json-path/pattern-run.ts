import type { Pattern, PatternStep } from './pattern.ts';
import type { Walk } from './walk.ts';

/** True where the pattern fits anywhere in the text. */
export function isFound(pattern: Pattern, text: string, walk: Walk): boolean {
  return new PatternRun(pattern, Array.from(text), walk).next() !== undefined;
}

/** The text with all that the pattern fits replaced; a number in the replacement is the group that stands there. */
export function replaceFound(
  pattern: Pattern,
  text: string,
  replacement: readonly (string | number)[],
  walk: Walk,
): string {
  const characters = Array.from(text);
  const run = new PatternRun(pattern, characters, walk);
  const between = (from = 0, to = from): string => characters.slice(from, to).join('');
  const parts: string[] = [];
  let copied = 0;
  for (let found = run.next(); found !== undefined; found = run.next()) {
    parts.push(between(copied, found[0]));
    for (const part of replacement) {
      const written = typeof part === 'string' ? part : between(found[part * 2], found[part * 2 + 1]);
      walk.spend(1 + written.length / stepsOfPatternInOne);
      parts.push(written);
    }
    copied = found[1] ?? copied;
  }
  return parts.join('') + between(copied, characters.length);
}

/** A step of a pattern is much smaller than one through an answer. */
const stepsOfPatternInOne = 64;

/** Beyond this, the marks of one run would take more than 32 MB. */
const mostPlaces = 32 * 1024 * 1024;

interface Thread {
  readonly step: number;
  readonly at: number;
  /** Where the whole (0 and 1) and each group (2 and 3, ...) begins and ends. */
  readonly slots: readonly (number | undefined)[];
}

/**
 * Tries one way after the other as a backtracking engine does, but no step at the same place of the text twice: what has
 * failed there once fails again. So all matches of a text together take at most pattern times text.
 */
class PatternRun {
  readonly #steps: readonly PatternStep[];
  readonly #text: readonly string[];
  readonly #walk: Walk;
  readonly #tried: Uint8Array;
  #from = 0;
  /** After an empty match the next one at the same place must not be empty (Python, since 3.7). */
  #mustAdvance = false;

  constructor(pattern: Pattern, text: readonly string[], walk: Walk) {
    const places = pattern.steps.length * (text.length + 1);
    if (places > mostPlaces) throw walk.tooFar();
    this.#steps = pattern.steps;
    this.#text = text;
    this.#walk = walk;
    this.#tried = new Uint8Array(places);
  }

  /** The slots of the next match, from left to right. */
  next(): readonly (number | undefined)[] | undefined {
    for (; this.#from <= this.#text.length; this.#from += 1) {
      const found = this.#matchAt(this.#from);
      if (found === undefined) {
        this.#mustAdvance = false;
        continue;
      }
      const end = found[1] ?? this.#from;
      this.#mustAdvance = end === this.#from;
      this.#from = end;
      // The way of this match did not fail, so the next may begin with it.
      this.#tried.fill(0, end * this.#steps.length, (end + 1) * this.#steps.length);
      return found;
    }
    return undefined;
  }

  #matchAt(start: number): readonly (number | undefined)[] | undefined {
    const waiting: Thread[] = [{ step: 0, at: start, slots: [] }];
    for (let thread = waiting.pop(); thread !== undefined; thread = waiting.pop()) {
      const place = thread.at * this.#steps.length + thread.step;
      if (this.#tried[place] === 1) continue;
      this.#tried[place] = 1;
      this.#walk.spend(1 / stepsOfPatternInOne);
      const step = this.#steps[thread.step];
      if (step === undefined) continue;
      if (step.kind !== 'end') waiting.push(...this.#after(step, thread));
      else if (!this.#mustAdvance || thread.at > start) return thread.slots;
    }
    return undefined;
  }

  /** Where a thread goes on, the best way last. */
  #after(step: PatternStep, thread: Thread): readonly Thread[] {
    const { at, slots } = thread;
    const next = thread.step + 1;
    if (step.kind === 'fork') {
      if (step.first === step.second) return [{ step: step.first, at, slots }];
      return [
        { step: step.second, at, slots },
        { step: step.first, at, slots },
      ];
    }
    if (step.kind === 'mark') return [{ step: next, at, slots: marked(slots, step.slot, at) }];
    if (step.kind === 'assertion') return step.holds(this.#text, at) ? [{ step: next, at, slots }] : [];
    const character = this.#text[at];
    if (step.kind === 'end' || character === undefined || !step.fits(character)) return [];
    return [{ step: next, at: at + 1, slots }];
  }
}

function marked(slots: readonly (number | undefined)[], slot: number, at: number): readonly (number | undefined)[] {
  const copy = [...slots];
  copy[slot] = at;
  return copy;
}
