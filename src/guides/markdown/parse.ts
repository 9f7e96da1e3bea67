import type { Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

/** The time of the parser grows with the square of a text: long ones are read part by part. */
const partLength = 1024;
/** Shorter ones are read at once. */
const shortLength = 16 * 1024;

/** The blocks of a text, each with its lines in the whole. Any text is Markdown; this never fails. */
export function parseMarkdown(text: string): readonly RootContent[] {
  return partsOf(text).flatMap(({ lines, before }) => {
    const { children } = fromMarkdown(lines.join('\n'), {
      extensions: [gfmTable()],
      mdastExtensions: [gfmTableFromMarkdown()],
    });
    if (before > 0) for (const child of children) moveDown(child, before);
    return children;
  });
}

interface Part {
  readonly lines: readonly string[];
  /** Lines before it. */
  readonly before: number;
}

/** Cut only where a block begins that belongs to nothing above it. */
function partsOf(text: string): readonly Part[] {
  const lines = text.split('\n');
  if (text.length <= shortLength) return [{ lines, before: 0 }];
  const parts: Part[] = [];
  let [start, length] = [0, 0];
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    const isFree = fence === undefined && length > partLength;
    if (isFree && (/^(?:#{1,6}|[-*+]) /.test(line) || (lines[index - 1]?.trim() === '' && /^[^\s|]/.test(line)))) {
      parts.push({ lines: lines.slice(start, index), before: start });
      [start, length] = [index, 0];
    }
    fence = fenceAfter(line, fence);
    length += line.length + 1;
  }
  return [...parts, { lines: lines.slice(start), before: start }];
}

function fenceAfter(line: string, open: string | undefined): string | undefined {
  const [, fence, rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (fence === undefined) return open;
  if (open === undefined) return fence;
  return fence.startsWith(open) && rest.trim() === '' ? undefined : open;
}

function moveDown(node: Nodes, lines: number): void {
  if (node.position !== undefined) {
    node.position.start.line += lines;
    node.position.end.line += lines;
  }
  if ('children' in node) for (const child of node.children) moveDown(child, lines);
}
