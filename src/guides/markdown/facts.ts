import type { ListItem, Nodes } from 'mdast';

/** Something that is said: `**Key**: value`, or a sentence without a key. */
export interface Fact {
  /** As it is written, without signs of Markdown; empty for a sentence. */
  readonly key: string;
  /** Code stays in its backticks. */
  readonly value: string;
  readonly line: number;
  /** Those of the list below it. */
  readonly children: readonly Fact[];
  /** True for a request in a block of code: it shows how, and states nothing. @default false */
  readonly isExample?: boolean | undefined;
}

/** A block of code, with the line that its first line has in the file. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** One line of a text. */
export interface FactLine {
  readonly text: string;
  readonly line: number;
}

/** What a line or an item of a list says; empty where it says nothing. */
export function factFrom(said: ListItem | FactLine): readonly Fact[] {
  if ('text' in said) return oneFact(said, []);
  const [first, ...rest] = said.children;
  const blocks = [...(first === undefined || first.type === 'paragraph' ? [] : [first]), ...rest];
  const children = blocks.flatMap((block) =>
    block.type === 'list' ? block.children.flatMap((item) => factFrom(item)) : [],
  );
  const line = said.position?.start.line ?? 1;
  const [text = '', ...more] = first?.type === 'paragraph' ? textOf(first).split('\n') : [];
  // A line that begins with a key of its own is a fact of its own, though nobody indented it.
  const isKeyed = more.some((one) => keyed.test(one));
  if (!isKeyed) return oneFact({ text: [text, ...more].join(' '), line }, children);
  const below = more.flatMap((one, index) => oneFact({ text: one, line: line + index + 1 }, []));
  return oneFact({ text, line }, [...below, ...children]);
}

const keyed = /^\s*(?:[-*+•]\s*)?\*\*[^*]+\*\*\s*[:=–-]/;

/** `**Key**: value`, `**Key:** value`, `__Key__ - value`, `` `key`: value `` and `Key: value`. */
const forms: readonly RegExp[] = [
  /^\s*\*\*\s*([^*]+?)\s*:?\s*\*\*\s*(?:[:=]|[-–—](?=\s)|→)?\s*(.*)$/s,
  /^\s*`([\w. -]+)`\s*(?:[:=]|[-–—](?=\s)|→)\s*(.*)$/s,
  /^\s*([A-Za-z][\w /()-]{0,40}?)\s*[:=]\s+(.*)$/s,
  /^\s*([A-Za-z][\w /()-]{0,40}?)\s*[:=]\s*(`.*)$/s,
  /^\s*([A-Za-z][\w /()-]{0,40}?)\s*:\s*()$/s,
];

function oneFact({ text, line }: FactLine, children: readonly Fact[]): readonly Fact[] {
  for (const form of forms) {
    const [, key, value] = form.exec(text) ?? [];
    // "**Runs** depend on **Jobs**" has bold words and no key.
    const isSentence = form === forms[0] && /^\s*\*\*[^*]*[^*:\s]\s*\*\*\s+[a-z]/.test(text);
    if (key !== undefined && value !== undefined && !isSentence) {
      return [{ key: unmarked(key), value: unmarked(value), line, children }];
    }
  }
  const value = unmarked(text);
  return value === '' && children.length === 0 ? [] : [{ key: '', value, line, children }];
}

/** Bold and italic say nothing; what is in backticks stays as it is. */
function unmarked(text: string): string {
  return text.replaceAll('**', '').trim();
}

/** The text of a node: code in backticks, bold in asterisks, links by their text, or by their address if that is all. */
export function textOf(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'inlineCode':
      return `\`${node.value}\``;
    case 'strong':
      return `**${node.children.map(textOf).join('')}**`;
    case 'break':
      return '\n';
    case 'html':
      return /^<br\s*\/?>$/i.test(node.value) ? '\n' : node.value;
    default:
      return 'children' in node ? node.children.map((child) => textOf(child)).join('') : '';
  }
}

/** What stands in backticks, in order. */
export function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.trim());
}

/** The first code of a text, else the text itself without quotes and a full stop. */
export function plainValue(text: string): string {
  const [code] = codesIn(text);
  return (
    code ??
    text
      .replace(/[.;,]$/, '')
      .replaceAll(/^["'“”]|["'“”]$/g, '')
      .trim()
  );
}
