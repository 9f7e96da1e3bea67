/** What can be told from the tree of a path, without a body. */
import type { JsonPathTree, Operand } from './tree.ts';

/** The one name that the whole path is; `undefined` for any other path. */
export function simpleName(tree: JsonPathTree): string | undefined {
  return tree.kind === 'members' && tree.names.length === 1 ? tree.names[0] : undefined;
}

/** True where the path matches one value at most in any body. */
export function isSingular(tree: Operand): boolean {
  switch (tree.kind) {
    case 'members':
      return tree.names.length === 1;
    case 'child':
      return isSingular(tree.left) && isSingular(tree.right);
    case 'where':
    case 'where-not':
      return isSingular(tree.left);
    case 'arithmetic':
      return tree.operands.every(isSingular);
    case 'operator':
      return tree.operator.name !== 'keys';
    default:
      return alwaysSingular.has(tree.kind);
  }
}

const alwaysSingular: ReadonlySet<string> = new Set(['root', 'current', 'element', 'sort', 'literal']);

/** The beginning of a path up to the first part that may rightly find nothing: `data` of `data[?(@.x)].id`. */
export function stemOf(tree: JsonPathTree): JsonPathTree | undefined {
  if (isNamed(tree)) return tree;
  if (tree.kind === 'child') {
    if (!isNamed(tree.left)) return stemOf(tree.left);
    const right = stemOf(tree.right);
    return right === undefined ? tree.left : { kind: 'child', left: tree.left, right };
  }
  return tree.kind === 'descendants' || tree.kind === 'where' || tree.kind === 'where-not'
    ? stemOf(tree.left)
    : undefined;
}

/** True for a path of names alone. */
function isNamed(tree: JsonPathTree): boolean {
  if (tree.kind === 'child' || tree.kind === 'union') return isNamed(tree.left) && isNamed(tree.right);
  return tree.kind === 'root' || tree.kind === 'current' || tree.kind === 'members';
}
