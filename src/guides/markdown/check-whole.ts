import type { Refuse } from '../draft/from-code.ts';
import type { MarkdownGuide } from './sections.ts';

/** Refuses what is no guide, or only the beginning of one. */
export function checkWhole(text: string, { root, code, html }: MarkdownGuide, refuse: Refuse): void {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() !== '');
  if (start < 0) throw refuse(1, 'the file is empty');
  if (/^\s*(?:<!doctype html|<html|<\?xml|<head|<body)/i.test(lines[start] ?? '')) {
    throw refuse(start + 1, 'this is HTML and not Markdown');
  }
  const hasNothing = root.children.length === 0 && root.facts.length === 0 && code.length === 0;
  const [firstHtml] = html;
  if (hasNothing && firstHtml !== undefined) throw refuse(firstHtml, 'this is HTML and not Markdown');
  if (text.includes('\0')) throw refuse(lines.findIndex((line) => line.includes('\0')) + 1, 'this is no text');
  const open = openFence(lines);
  if (open !== undefined) throw refuse(open, 'the block of code that begins here has no end: the guide was cut off');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const isOpenBullet = /^\s*[-*+]\s+(?:\*\*[^*]*$|\*\*[^*]+\*\*\s*:?\s*$|\*\*[^*]+\*\*\s*:\s*`[^`]*$)/.test(
    lines[last] ?? '',
  );
  const [, heading] = /^#{1,6}\s+(.*)$/.exec(lines[last] ?? '') ?? [];
  if (heading !== undefined && last > 0)
    throw refuse(last + 1, `nothing stands below "${heading}": the guide was cut off`);
  if (isOpenBullet) throw refuse(last + 1, 'the last bullet has no value: the guide was cut off');
}

/** The line of a fence that nothing closes. */
function openFence(lines: readonly string[]): number | undefined {
  let open: { readonly line: number; readonly fence: string } | undefined;
  for (const [index, line] of lines.entries()) {
    const [, fence, rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) continue;
    if (open === undefined) open = { line: index + 1, fence };
    else if (fence.startsWith(open.fence) && rest.trim() === '') open = undefined;
  }
  return open?.line;
}
