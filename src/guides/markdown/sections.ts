/**
 * A Markdown text as a tree of sections with facts: what headings, bullets, tables and paragraphs say, each with its
 * line. What the facts mean is not known here.
 */
import type { Nodes, RootContent } from 'mdast';
import { exampleRequest } from './example-requests.ts';
import { factFrom, textOf, type CodeBlock, type Fact } from './facts.ts';
import { parseMarkdown } from './parse.ts';
import { tableParts } from './tables.ts';

export interface Section {
  /** Without signs of Markdown; empty for what stands before the first heading. */
  readonly title: string;
  readonly depth: number;
  readonly line: number;
  readonly facts: Fact[];
  readonly children: Section[];
}

export interface MarkdownGuide {
  readonly root: Section;
  readonly code: readonly CodeBlock[];
  /** Lines at which HTML stands. */
  readonly html: readonly number[];
}

/** Any text is Markdown; this never fails. */
export function readSections(text: string): MarkdownGuide {
  const blocks = parseMarkdown(text);
  const root = sectionAt('', 0, 1);
  const open: Section[] = [root];
  const code: CodeBlock[] = [];
  const html: number[] = [];
  for (const [index, node] of blocks.entries()) {
    const here = open.at(-1) ?? root;
    const title = titleBefore(node, blocks[index + 1]);
    if (title !== undefined) {
      here.children.push(sectionAt(title, here.depth + 1, lineOf(node)));
      continue;
    }
    const under = isTitled(blocks[index - 1], node) ? here.children.at(-1) : undefined;
    if (under !== undefined) {
      addBlock(under, node);
      continue;
    }
    if (node.type === 'heading') {
      while ((open.at(-1)?.depth ?? 0) >= node.depth) open.pop();
      const section = sectionAt(titleText(textOf(node)), node.depth, lineOf(node));
      (open.at(-1) ?? root).children.push(section);
      open.push(section);
    } else if (node.type === 'code') {
      const block = { language: (node.lang ?? '').toLowerCase(), text: node.value, line: lineOf(node) + 1 };
      const example = exampleRequest(block);
      code.push(block);
      if (example !== undefined) here.facts.push(example);
    } else if (node.type === 'html') html.push(lineOf(node));
    else addBlock(here, node);
  }
  return { root, code, html };
}

/** A line alone above a list is its title: `**Authentication**`, though it is no heading. */
function titleBefore(node: RootContent, next: RootContent | undefined): string | undefined {
  if (node.type !== 'paragraph' || next?.type !== 'list') return undefined;
  const text = textOf(node);
  return /^(?:\*\*)?[A-Z][\w &/()-]{2,50}(?:\*\*)?:?(?:\*\*)?$/.test(text) ? titleText(text) : undefined;
}

function isTitled(before: RootContent | undefined, node: RootContent): boolean {
  return before !== undefined && titleBefore(before, node) !== undefined;
}

function addBlock(here: Section, node: RootContent): void {
  if (node.type === 'list') here.facts.push(...node.children.flatMap((item) => factFrom(item)));
  if (node.type === 'paragraph') here.facts.push(...paragraphFacts(node));
  if (node.type === 'blockquote') for (const inner of node.children) addBlock(here, inner);
  if (node.type !== 'table') return;
  const { facts, rows } = tableParts(node);
  here.facts.push(...facts);
  here.children.push(...rows.map((row) => ({ ...sectionAt(row.title, here.depth + 1, row.line), facts: row.facts })));
}

/** Each line of a paragraph may be a fact of its own. */
function paragraphFacts(node: Nodes): readonly Fact[] {
  const lines = textOf(node).split('\n');
  return lines.flatMap((text, index) => factFrom({ text, line: lineOf(node) + index }));
}

function sectionAt(title: string, depth: number, line: number): Section {
  return { title, depth, line, facts: [], children: [] };
}

/** `2.1) **Users** 🚀:` is `Users`. */
function titleText(text: string): string {
  return text
    .replaceAll(/[*_]{2,}/g, '')
    .replace(/^\s*(?:\d+(?:\.\d+)*[.)]?|[a-z][.)])\s+/i, '')
    .replaceAll(/[\p{Extended_Pictographic}\uFE0F]/gu, '')
    .replace(/\s*:\s*$/, '')
    .trim();
}

export function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 1;
}
