import type { SyntaxNode } from '@lezer/common';
import { partsOf, type PythonText } from './python-text.ts';
import type { Lookup, PythonValue } from './python-value.ts';

/** Ways to ask for a value by name, and what they ask. */
const subscripts: ReadonlyMap<string, Lookup['store']> = new Map([
  ['dlt.secrets', 'secrets'],
  ['dlt.config', 'config'],
  ['os.environ', 'environment'],
  ['environ', 'environment'],
]);

const calls: ReadonlyMap<string, Lookup['store']> = new Map([
  ['dlt.secrets.get', 'secrets'],
  ['dlt.config.get', 'config'],
  ['os.environ.get', 'environment'],
  ['environ.get', 'environment'],
  ['os.getenv', 'environment'],
  ['getenv', 'environment'],
]);

/**
 * The look-up that an expression is: `dlt.secrets["key"]`, `os.getenv("KEY", "none")`; undefined for all others.
 * @param evaluate gives the name that is asked for, and what stands for it otherwise
 */
export function lookupOf(
  text: PythonText,
  node: SyntaxNode,
  evaluate: (node: SyntaxNode) => PythonValue,
): Lookup | undefined {
  const [head, ...rest] = partsOf(node);
  if (head === undefined) return undefined;
  if (node.name === 'MemberExpression') {
    const store = subscripts.get(text.of(head));
    const [key] = rest;
    if (store === undefined || key === undefined || key.name === 'PropertyName') return undefined;
    return { kind: 'lookup', store, key: keyFrom(text, key, evaluate), line: text.lineOf(node) };
  }
  if (node.name !== 'CallExpression') return undefined;
  const store = calls.get(text.of(head));
  const [list] = rest;
  if (store === undefined || list === undefined) return undefined;
  const [key, fallback] = partsOf(list).filter(({ name }) => name !== 'AssignOp');
  if (key === undefined) throw text.refusal(node, 'a look-up needs the name of what it looks up');
  // The second argument of dlt's own is the type that is expected.
  const otherwise = store === 'environment' && fallback !== undefined ? evaluate(fallback) : undefined;
  return { kind: 'lookup', store, key: keyFrom(text, key, evaluate), fallback: otherwise, line: text.lineOf(node) };
}

function keyFrom(text: PythonText, node: SyntaxNode, evaluate: (node: SyntaxNode) => PythonValue): string {
  const key = evaluate(node);
  if (typeof key !== 'string' || key === '') throw text.refusal(node, 'the name of a look-up must be text');
  return key;
}
