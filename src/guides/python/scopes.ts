import type { SyntaxNode } from '@lezer/common';
import { partsOf, type PythonText } from './python-text.ts';

/** What a name stands for at some place of the file. */
export type Binding =
  | { readonly kind: 'value'; readonly node: SyntaxNode }
  /** A parameter whose caller dlt is: `api_key=dlt.secrets.value`. */
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly fallback: SyntaxNode | undefined;
      readonly at: SyntaxNode;
    }
  /** Something that only a run could tell. */
  | { readonly kind: 'unknown'; readonly at: SyntaxNode; readonly why: string };

/**
 * The binding that holds where a name is used: the last one before it in its own function, or any one of the file
 * around. A name that is changed in place, or bound in a loop or a condition, is unknown.
 */
export function bindingOf(text: PythonText, use: SyntaxNode): Binding | undefined {
  const name = text.of(use);
  for (let scope = scopeOf(use), isOwn = true; scope !== undefined; scope = scopeOf(scope), isOwn = false) {
    const found = bindingsIn(text, scope, name);
    // A function runs after the file around it has been read to its end.
    const last = isOwn ? found.findLast(({ at }) => at <= use.from) : found.at(-1);
    if (last !== undefined) return last.binding;
  }
  return undefined;
}

interface PlacedBinding {
  readonly at: number;
  readonly binding: Binding;
}

/** The function, or the file, that a node stands in. */
function scopeOf(node: SyntaxNode): SyntaxNode | undefined {
  let isDefault = false;
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    // What a parameter is by default is said outside of its function.
    if (outer.name === 'ParamList') isDefault = true;
    else if (outer.name === 'Script') return outer;
    else if (outer.name === 'FunctionDefinition') {
      if (!isDefault) return outer;
      isDefault = false;
    }
  }
  return undefined;
}

function bindingsIn(text: PythonText, scope: SyntaxNode, name: string): readonly PlacedBinding[] {
  const parameters = scope.getChild('ParamList');
  const own = parameters === null ? [] : parameterBindings(text, parameters, name);
  const body = scope.name === 'Script' ? scope : scope.getChild('Body');
  return [...own, ...(body === null ? [] : statementBindings(text, body, { name, isSure: true }))];
}

function parameterBindings(text: PythonText, list: SyntaxNode, name: string): readonly PlacedBinding[] {
  const parts = partsOf(list);
  return parts.flatMap((part, index): readonly PlacedBinding[] => {
    if (part.name !== 'VariableName' || text.of(part) !== name || parts[index - 1]?.name === 'AssignOp') return [];
    const [next, after, last] = parts.slice(index + 1);
    const fallback =
      next?.name === 'AssignOp' ? after : after?.name === 'AssignOp' && next?.name === 'TypeDef' ? last : undefined;
    return [{ at: part.from, binding: { kind: 'parameter', name, fallback, at: part } }];
  });
}

interface Wanted {
  readonly name: string;
  /** False within loops and conditions. */
  readonly isSure: boolean;
}

function statementBindings(text: PythonText, block: SyntaxNode, wanted: Wanted): readonly PlacedBinding[] {
  return partsOf(block).flatMap((statement) => bindingsOfStatement(text, statement, wanted));
}

function bindingsOfStatement(text: PythonText, statement: SyntaxNode, wanted: Wanted): readonly PlacedBinding[] {
  const at = statement.to;
  const unknown = (why: string): readonly PlacedBinding[] => [{ at, binding: { kind: 'unknown', at: statement, why } }];
  const { name } = wanted;
  const parts = partsOf(statement);
  if (statement.name === 'AssignStatement') {
    const value = parts.at(-1);
    const targets = parts.slice(0, -1).filter((part) => part.name !== 'AssignOp' && part.name !== 'TypeDef');
    if (targets.some((target) => target.name === 'VariableName' && text.of(target) === name)) {
      if (!wanted.isSure) return unknown(`"${name}" is set in a condition or a loop`);
      return targets.length > 1 || value === undefined
        ? unknown(`"${name}" is set together with other names`)
        : [{ at, binding: { kind: 'value', node: value } }];
    }
    return targets.some((target) => rootName(text, target) === name) ? unknown(`"${name}" is changed in place`) : [];
  }
  if (statement.name === 'UpdateStatement' || statement.name === 'DeleteStatement') {
    return parts.some((part) => rootName(text, part) === name) ? unknown(`"${name}" is changed in place`) : [];
  }
  if (statement.name === 'ExpressionStatement') {
    return changesInPlace(text, parts[0], name) ? unknown(`"${name}" is changed in place`) : [];
  }
  if (statement.name === 'ImportStatement') {
    return parts.some((part) => text.of(part) === name) ? unknown(`"${name}" comes from another file`) : [];
  }
  if (statement.name === 'FunctionDefinition' || statement.name === 'ClassDefinition') {
    return parts[0] !== undefined && text.of(parts[0]) === name ? unknown(`"${name}" is code`) : [];
  }
  const isMain = statement.name === 'IfStatement' && text.of(statement).startsWith('if __name__ ==');
  const inner = { name, isSure: wanted.isSure && isMain };
  const isLoop = statement.name === 'ForStatement' && parts[0] !== undefined && text.of(parts[0]) === name;
  return [
    ...(isLoop ? unknown(`"${name}" is set in a condition or a loop`) : []),
    ...parts.filter((part) => part.name === 'Body').flatMap((body) => statementBindings(text, body, inner)),
  ];
}

const changers: ReadonlySet<string> = new Set([
  'append',
  'extend',
  'insert',
  'update',
  'pop',
  'clear',
  'remove',
  'setdefault',
  'sort',
  'reverse',
  'popitem',
]);

/** `name.append(…)`, `name["a"].update(…)` and the like. */
function changesInPlace(text: PythonText, expression: SyntaxNode | undefined, name: string): boolean {
  const callee = expression?.name === 'CallExpression' ? expression.firstChild : null;
  if (callee === null || callee === undefined || callee.name !== 'MemberExpression') return false;
  const method = callee.lastChild;
  return rootName(text, callee) === name && method?.name === 'PropertyName' && changers.has(text.of(method));
}

/** The variable that `a.b["c"]` begins with. */
function rootName(text: PythonText, node: SyntaxNode): string | undefined {
  if (node.name === 'VariableName') return text.of(node);
  return node.name === 'MemberExpression' && node.firstChild !== null ? rootName(text, node.firstChild) : undefined;
}
