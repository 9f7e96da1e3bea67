import { pathTooFar } from './errors.ts';
import type { Value } from '../value.ts';

/** A value that a path has come to, and the way to it. */
export interface PathNode {
  readonly value: Value;
  /** What it is a member or an element of; absent for the whole body and for what was calculated. */
  readonly parent?: PathNode | undefined;
  /** Its name or index in the parent. */
  readonly at?: string | number | undefined;
}

/** From one node to all that a part of a path finds there. */
export type Search = (node: PathNode, walk: Walk) => readonly PathNode[];

export const nothing: readonly PathNode[] = [];

const mostSteps = 4_000_000;

/** One search through one body: how much work is left for it. */
export class Walk {
  readonly #text: string;
  #stepsLeft = mostSteps;

  constructor(text: string) {
    this.#text = text;
  }

  /** @throws `config_invalid` when all steps are spent */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft < 0) throw this.tooFar();
  }

  tooFar(): Error {
    return pathTooFar(this.#text, mostSteps);
  }
}
