import type { SyntaxNode } from '@lezer/common';
import { notUnderstood } from '../errors.ts';

/** The text of a Python file, and where things stand in it. */
export class PythonText {
  readonly text: string;
  readonly #file: string;
  readonly #firstLine: number;
  readonly #lineStarts: readonly number[];

  /** @param firstLine the line of the file at which the text begins: guides have code in the middle */
  constructor(text: string, file: string, firstLine = 1) {
    this.text = text;
    this.#file = file;
    this.#firstLine = firstLine;
    this.#lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  of({ from, to }: Pick<SyntaxNode, 'from' | 'to'>): string {
    return this.text.slice(from, to);
  }

  lineAt(offset: number): number {
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + this.#firstLine;
  }

  lineOf({ from }: Pick<SyntaxNode, 'from'>): number {
    return this.lineAt(from);
  }

  /** The error for a place that is not understood: `config_unreadable`. @param why such as `a call of f() is code` */
  refusal(node: Pick<SyntaxNode, 'from'>, why: string): Error {
    return notUnderstood(this.#file, this.lineOf(node), why);
  }
}

/** The parts of a node that mean something: no punctuation, no comments. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (/^[A-Z⚠]/.test(child.name) && child.name !== 'Comment') parts.push(child);
  }
  return parts;
}
