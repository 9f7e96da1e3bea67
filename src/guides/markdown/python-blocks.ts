import type { Tell } from '../draft/draft.ts';
import type { CodeBlock } from './facts.ts';

const languages: ReadonlySet<string> = new Set(['python', 'py', 'python3', '']);
const describes =
  /\brest_api_(?:source|resources)\s*\(|\bRESTAPIConfig\b|^(?:BASE_CONFIG|CLIENT_CONFIG|ENDPOINTS|RESOURCES)\s*[:=]/m;

/**
 * The Python of a guide that describes a source, each block at its own lines; undefined where there is none. Other
 * blocks are examples: they are told.
 */
export function pythonIn(blocks: readonly CodeBlock[], tell: Tell): string | undefined {
  const lines: string[] = [];
  for (const { language, text, line } of blocks) {
    if (!languages.has(language) || !describes.test(text)) {
      const message = `a block of ${language === '' ? 'code' : language} that describes no source`;
      tell({ kind: 'ignored', line, path: '', message });
      continue;
    }
    while (lines.length < line - 1) lines.push('');
    lines.push(...text.split('\n'));
  }
  return lines.length === 0 ? undefined : lines.join('\n');
}
