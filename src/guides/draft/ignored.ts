import type { Fact } from '../markdown/facts.ts';
import type { Tell } from './draft.ts';

/** Tells of a statement that changes nothing. @param title of the section it stands in */
export function ignored(fact: Fact, title: string, tell: Tell): void {
  tell({
    kind: 'ignored',
    line: fact.line,
    path: title,
    message: `"${shortOf(fact)}" asks for nothing that a request could carry`,
  });
}

/** A statement as it is written, not longer than a line. */
export function shortOf(fact: Fact): string {
  const said = saidBy(fact);
  return said.length > 120 ? `${said.slice(0, 120)}…` : said;
}

export function saidBy({ key, value }: Fact): string {
  return key === '' ? value : `${key}: ${value}`;
}
