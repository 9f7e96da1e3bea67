import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { brokenPython, noSourceIn, notUnderstood, severalSourcesIn } from '../errors.ts';
import { evaluate } from './evaluate.ts';
import { partsOf, PythonText } from './python-text.ts';
import { isDictionary, type PythonDictionary, type PythonValue } from './python-value.ts';

/** The source that a Python text describes. */
export interface PythonSource {
  /** The configuration: `client` and `resources`, under whatever names the text has them. */
  readonly config: PythonDictionary;
  /** What the source is called there. */
  readonly name?: string | undefined;
  readonly line: number;
}

/**
 * Reads a Python text without running it: the argument of `rest_api_source()` or `rest_api_resources()`, a dictionary
 * that is typed as `RESTAPIConfig`, or `BASE_CONFIG` and `ENDPOINTS`.
 * @param firstLine the line of the file at which the text begins
 * @throws `config_unreadable` for what is not Python, needs to be run, or describes no source or several
 */
export function readPython(written: string, file: string, firstLine = 1): PythonSource {
  const text = new PythonText(written.replaceAll('\r\n', '\n'), file, firstLine);
  const tree = parser.parse(text.text).topNode;
  const broken = firstBroken(tree);
  if (broken !== undefined) throw brokenPython(file, text.lineAt(broken));
  const calls = callsOf(text, tree);
  if (calls.length > 0) return sourceOfCalls(text, calls, file);
  const typed = typedConfigs(text, tree);
  const [only] = typed;
  if (typed.length > 1)
    throw severalSourcesIn(
      file,
      typed.map((node) => text.lineOf(node)),
    );
  if (only !== undefined) return { config: dictionaryAt(text, only, file), line: text.lineOf(only) };
  return guideSource(text, tree, file);
}

const entrances: ReadonlySet<string> = new Set(['rest_api_source', 'rest_api_resources']);

function callsOf(text: PythonText, tree: SyntaxNode): readonly SyntaxNode[] {
  return nodesOf(tree).filter((node) => {
    const callee = node.name === 'CallExpression' ? node.firstChild : null;
    return callee !== null && entrances.has(text.of(callee).split('.').at(-1) ?? '');
  });
}

function sourceOfCalls(text: PythonText, calls: readonly SyntaxNode[], file: string): PythonSource {
  const [call] = calls;
  if (call === undefined) throw noSourceIn(file);
  if (calls.length > 1)
    throw severalSourcesIn(
      file,
      calls.map((node) => text.lineOf(node)),
    );
  const list = call.getChild('ArgList');
  const args = list === null ? [] : argumentsOf(text, list);
  const config = args.find(({ name }) => name === undefined || name === 'config');
  if (config === undefined) throw text.refusal(call, 'the call has no configuration');
  const named = args.find(({ name }) => name === 'name');
  const name = named === undefined ? undefined : evaluate(text, named.value);
  return {
    config: dictionaryAt(text, config.value, file),
    name: typeof name === 'string' ? name : undefined,
    line: text.lineOf(call),
  };
}

interface Argument {
  readonly name: string | undefined;
  readonly value: SyntaxNode;
}

function argumentsOf(text: PythonText, list: SyntaxNode): readonly Argument[] {
  const parts = partsOf(list);
  return parts.flatMap((part, index): readonly Argument[] => {
    if (part.name === 'AssignOp' || parts[index + 1]?.name === 'AssignOp') return [];
    const name = parts[index - 1]?.name === 'AssignOp' ? parts[index - 2] : undefined;
    return [{ name: name === undefined ? undefined : text.of(name), value: part }];
  });
}

/** `config: RESTAPIConfig = {…}` without a call. */
function typedConfigs(text: PythonText, tree: SyntaxNode): readonly SyntaxNode[] {
  return nodesOf(tree).flatMap((node) => {
    const type = node.name === 'AssignStatement' ? node.getChild('TypeDef') : null;
    const value = node.lastChild;
    return type !== null && value !== null && /\bRESTAPIConfig\b/.test(text.of(type)) ? [value] : [];
  });
}

/** The two names that guides use, as one configuration: what is not in it stays what it is. */
function guideSource(text: PythonText, tree: SyntaxNode, file: string): PythonSource {
  const found = new Map<string, PythonValue>();
  let line = 0;
  for (const node of partsOf(tree)) {
    const [target] = partsOf(node);
    const value = node.lastChild;
    if (node.name !== 'AssignStatement' || target === undefined || value === null) continue;
    const key = guideNames.get(text.of(target));
    if (key === undefined) continue;
    if (found.has(key)) throw notUnderstood(file, text.lineOf(node), `"${text.of(target)}" is given twice`);
    found.set(key, evaluate(text, value));
    line = line === 0 ? text.lineOf(node) : line;
  }
  if (!found.has('client') && !found.has('resources')) throw noSourceIn(file);
  return { config: { kind: 'dictionary', entries: found, line }, line };
}

const guideNames: ReadonlyMap<string, string> = new Map([
  ['BASE_CONFIG', 'client'],
  ['CLIENT_CONFIG', 'client'],
  ['ENDPOINTS', 'resources'],
  ['RESOURCES', 'resources'],
  ['RESOURCE_DEFAULTS', 'resource_defaults'],
]);

function dictionaryAt(text: PythonText, node: SyntaxNode, file: string): PythonDictionary {
  const value = evaluate(text, node);
  if (!isDictionary(value)) throw notUnderstood(file, text.lineOf(node), 'the configuration must be a dictionary');
  return value;
}

function nodesOf(tree: SyntaxNode): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  tree.cursor().iterate(({ node }) => {
    nodes.push(node);
  });
  return nodes;
}

/** Where the parser met something that is not Python. */
function firstBroken(tree: SyntaxNode): number | undefined {
  let at: number | undefined;
  tree.cursor().iterate(({ type, from }) => {
    if (type.isError) at ??= from;
    return at === undefined;
  });
  return at;
}
