import type { SyntaxNode } from '@lezer/common';
import { literalParts, pythonNumber, unescaped } from './literals.ts';
import { lookupOf } from './lookups.ts';
import { partsOf, type PythonText } from './python-text.ts';
import {
  isDictionary,
  isJoined,
  isLookup,
  type Lookup,
  type PythonDictionary,
  type PythonValue,
} from './python-value.ts';
import { bindingOf } from './scopes.ts';

/**
 * The value of an expression: literals, names that are defined in the same file, look-ups, and a few ways to put them
 * together. Nothing is called and nothing is run.
 * @throws `config_unreadable` for every other expression, with its line
 */
export function evaluate(text: PythonText, node: SyntaxNode): PythonValue {
  return new Evaluator(text).value(node);
}

const deepest = 200;

class Evaluator {
  readonly #text: PythonText;
  #depth = 0;

  constructor(text: PythonText) {
    this.#text = text;
  }

  value(node: SyntaxNode): PythonValue {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.#text.refusal(node, 'it is nested too deeply');
    const value = this.#valueOf(node);
    this.#depth -= 1;
    return value;
  }

  #valueOf(node: SyntaxNode): PythonValue {
    const lookup = lookupOf(this.#text, node, (inner) => this.value(inner));
    if (lookup !== undefined) return lookup;
    switch (node.name) {
      case 'None':
        return null;
      case 'Boolean':
        return this.#text.of(node) === 'True';
      case 'Number':
        return this.#number(node);
      case 'String':
        return this.#string(node);
      case 'FormatString':
        return this.#joined(node, this.#formatted(node));
      case 'ContinuedString':
        return this.#joined(
          node,
          partsOf(node).map((part) => this.value(part)),
        );
      case 'ParenthesizedExpression':
        return this.value(this.#only(node));
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'SetExpression':
        return partsOf(node).map((part) => this.value(part));
      case 'DictionaryExpression':
        return this.#dictionary(node);
      case 'UnaryExpression':
        return this.#unary(node);
      case 'BinaryExpression':
        return this.#binary(node);
      case 'VariableName':
        return this.#variable(node);
      case 'MemberExpression':
        return this.#member(node);
      case 'CallExpression':
        return this.#call(node);
      default:
        throw this.#text.refusal(node, `${shown(this.#text, node)} is code, and code is not run`);
    }
  }

  #only(node: SyntaxNode): SyntaxNode {
    const [only] = partsOf(node);
    if (only === undefined) throw this.#text.refusal(node, 'the brackets are empty');
    return only;
  }

  #number(node: SyntaxNode): PythonValue {
    const value = pythonNumber(this.#text.of(node));
    if (value === undefined) throw this.#text.refusal(node, `${this.#text.of(node)} is no number of JSON`);
    return value;
  }

  #string(node: SyntaxNode): string {
    const { prefix, inner } = literalParts(this.#text.of(node));
    if (prefix.includes('b')) throw this.#text.refusal(node, 'bytes are no text');
    const text = unescaped(inner, prefix.includes('r'));
    if (text === undefined) throw this.#text.refusal(node, 'an escape by name (\\N{…}) is not understood');
    return text;
  }

  /** The text between the replacements of an f-string, and the replacements. */
  #formatted(node: SyntaxNode): readonly PythonValue[] {
    const { prefix, start, inner } = literalParts(this.#text.of(node));
    const end = node.from + start + inner.length;
    let at = node.from + start;
    const plain = (until: number): string => {
      const raw = this.#text.text.slice(at, until).replaceAll('{{', '{').replaceAll('}}', '}');
      return unescaped(raw, prefix.includes('r')) ?? raw;
    };
    const parts: PythonValue[] = [];
    for (const replacement of node.getChildren('FormatReplacement')) {
      parts.push(plain(replacement.from), this.#replacement(replacement));
      at = replacement.to;
    }
    return [...parts, plain(end)];
  }

  #replacement(node: SyntaxNode): PythonValue {
    if (node.getChild('FormatConversion') !== null || node.getChild('FormatSpec') !== null) {
      throw this.#text.refusal(node, `${shown(this.#text, node)} has a format, which is code`);
    }
    return this.value(this.#only(node));
  }

  #joined(node: SyntaxNode, values: readonly PythonValue[]): PythonValue {
    const parts: (string | Lookup)[] = [];
    for (const value of values.flatMap((one): readonly PythonValue[] => (isJoined(one) ? one.parts : [one]))) {
      const part = isLookup(value) ? value : this.#textOf(node, value);
      const last = parts.at(-1);
      if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
      else if (part !== '') parts.push(part);
    }
    if (parts.length === 0) return '';
    const [only] = parts;
    if (parts.length === 1 && typeof only === 'string') return only;
    return { kind: 'joined', parts, line: this.#text.lineOf(node) };
  }

  /** As `str()` has it. */
  #textOf(node: SyntaxNode, value: PythonValue): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    if (value === null) return 'None';
    if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return String(value);
    throw this.#text.refusal(node, 'only text and whole numbers can be put into text');
  }

  #dictionary(node: SyntaxNode): PythonDictionary {
    const entries = new Map<string, PythonValue>();
    const lines = new Map<string, number>();
    let key: SyntaxNode | undefined;
    let spreads = false;
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.name === '**') spreads = true;
      if (!/^[A-Z]/.test(child.name) || child.name === 'Comment') continue;
      if (spreads) {
        for (const [name, value] of this.#spread(child).entries) entries.set(name, value);
        spreads = false;
      } else if (key === undefined) key = child;
      else {
        const name = this.#key(key);
        entries.set(name, this.value(child));
        lines.set(name, this.#text.lineOf(key));
        key = undefined;
      }
    }
    return { kind: 'dictionary', entries, line: this.#text.lineOf(node), lines };
  }

  #spread(node: SyntaxNode): PythonDictionary {
    const value = this.value(node);
    if (!isDictionary(value)) throw this.#text.refusal(node, 'only a dictionary can be spread into a dictionary');
    return value;
  }

  #key(node: SyntaxNode): string {
    const key = this.value(node);
    if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint') return String(key);
    throw this.#text.refusal(node, 'the key of a dictionary must be text or a number');
  }

  #unary(node: SyntaxNode): PythonValue {
    const operator = node.firstChild === null ? '' : this.#text.of(node.firstChild);
    const operand = partsOf(node).at(-1);
    const value = operand === undefined ? undefined : this.value(operand);
    if (operator === '-' && (typeof value === 'number' || typeof value === 'bigint')) return -value;
    if (operator === '+' && (typeof value === 'number' || typeof value === 'bigint')) return value;
    if (operator === 'not' && typeof value === 'boolean') return !value;
    throw this.#text.refusal(node, `${shown(this.#text, node)} is code, and code is not run`);
  }

  /** Text, lists and dictionaries are put together; small numbers are counted with. */
  #binary(node: SyntaxNode): PythonValue {
    const [left, sign, right] = partsOf(node);
    const operator = sign === undefined ? '' : this.#text.of(sign);
    if (left === undefined || right === undefined || !['+', '*', '|', '-'].includes(operator)) {
      throw this.#text.refusal(node, `${shown(this.#text, node)} is code, and code is not run`);
    }
    const [one, other] = [this.value(left), this.value(right)];
    if (operator === '+' && isText(one) && isText(other)) return this.#joined(node, [one, other]);
    if (operator === '+' && Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
    if (operator === '|' && isDictionary(one) && isDictionary(other)) {
      return { ...one, entries: new Map([...one.entries, ...other.entries]) };
    }
    if (typeof one === 'number' && typeof other === 'number') {
      if (operator === '+') return one + other;
      if (operator === '-') return one - other;
      if (operator === '*') return one * other;
    }
    throw this.#text.refusal(node, `${shown(this.#text, node)} is code, and code is not run`);
  }

  #variable(node: SyntaxNode): PythonValue {
    const name = this.#text.of(node);
    const binding = bindingOf(this.#text, node);
    if (binding === undefined) throw this.#text.refusal(node, `"${name}" is not defined in this file`);
    if (binding.kind === 'unknown') throw this.#text.refusal(binding.at, `${binding.why}, and code is not run`);
    const found = binding.kind === 'value' ? binding.node : binding.fallback;
    if (binding.kind === 'parameter' && (found === undefined || isFilledByDlt(this.#text.of(found)))) {
      const store = found !== undefined && this.#text.of(found) === 'dlt.config.value' ? 'config' : 'secrets';
      return { kind: 'lookup', store, key: name, line: this.#text.lineOf(binding.at) };
    }
    if (found === undefined) throw this.#text.refusal(node, `"${name}" has no value`);
    return this.value(found);
  }

  /** `settings["key"]`, `paths[0]`: an entry of something that is defined in the same file. */
  #member(node: SyntaxNode): PythonValue {
    const [container, index] = partsOf(node);
    if (container === undefined || index === undefined || index.name === 'PropertyName') {
      throw this.#text.refusal(node, `${shown(this.#text, node)} is code, and code is not run`);
    }
    const [value, key] = [this.value(container), this.value(index)];
    const found = entryOf(value, key);
    if (found === undefined) throw this.#text.refusal(node, `${shown(this.#text, node)} is not in this file`);
    return found;
  }

  /** `dict(a=1)`, `list((1, 2))`, `str(5)` and `int("5")` are other spellings of values; `json.dumps` and all else is code. */
  #call(node: SyntaxNode): PythonValue {
    const [callee, list] = partsOf(node);
    const name = callee === undefined ? '' : this.#text.of(callee);
    const args = list === undefined ? [] : partsOf(list);
    const [first] = args;
    if (name === 'dict') return this.#keywords(node, args);
    if (args.length === 1 && first !== undefined) {
      if (name === 'str') return this.#joined(node, [this.value(first)]);
      if (name === 'list' || name === 'tuple' || name === 'set') return this.#list(first);
    }
    throw this.#text.refusal(node, `${shown(this.#text, node)} is code, and code is not run`);
  }

  #list(node: SyntaxNode): PythonValue {
    const value = this.value(node);
    if (!Array.isArray(value)) throw this.#text.refusal(node, 'it is not a list');
    return value;
  }

  #keywords(node: SyntaxNode, args: readonly SyntaxNode[]): PythonDictionary {
    const entries = new Map<string, PythonValue>();
    for (let index = 0; index < args.length; index += 3) {
      const [name, sign, value] = args.slice(index, index + 3);
      if (name?.name !== 'VariableName' || sign?.name !== 'AssignOp' || value === undefined) {
        throw this.#text.refusal(node, `${shown(this.#text, node)} is code, and code is not run`);
      }
      entries.set(this.#text.of(name), this.value(value));
    }
    return { kind: 'dictionary', entries, line: this.#text.lineOf(node) };
  }
}

/** Parameters that dlt fills: `dlt.secrets.value`, `dlt.config.value`, and those that begin as nothing. */
function isFilledByDlt(fallback: string): boolean {
  return fallback === 'dlt.secrets.value' || fallback === 'dlt.config.value';
}

function isText(value: PythonValue): boolean {
  return typeof value === 'string' || isLookup(value) || isJoined(value);
}

function entryOf(container: PythonValue, key: PythonValue): PythonValue | undefined {
  if (isDictionary(container)) return typeof key === 'string' ? container.entries.get(key) : undefined;
  return Array.isArray(container) && typeof key === 'number' ? container.at(key) : undefined;
}

function shown(text: PythonText, node: SyntaxNode): string {
  const whole = text.of(node).replace(/\s+/g, ' ');
  return whole.length > 60 ? `${whole.slice(0, 60)}…` : whole;
}
