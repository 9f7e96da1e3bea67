import type { CodeBlock, Fact } from './facts.ts';

const languages: ReadonlySet<string> = new Set(['', 'bash', 'sh', 'shell', 'console', 'curl', 'http', 'text', 'zsh']);
const plainRequest = /^\s*(GET|POST|PUT|PATCH|DELETE)\s+(\S+)/;

/** The request that a block of code shows, with curl or as HTTP; undefined for any other block. */
export function exampleRequest({ language, text, line }: CodeBlock): Fact | undefined {
  if (!languages.has(language)) return undefined;
  const [, method, path] = plainRequest.exec(text) ?? [];
  const shown = method === undefined || path === undefined ? curlRequest(text) : { method, path };
  if (shown === undefined) return undefined;
  const value = `\`${shown.method} ${shown.path.replace(/[?#].*$/, '')}\``;
  return { key: '', value, line, children: [], isExample: true };
}

function curlRequest(text: string): { readonly method: string; readonly path: string } | undefined {
  if (!/^\s*(?:[$#>]\s*)?curl\b/.test(text)) return undefined;
  const [, path] = /(https?:\/\/[^\s"'\\]+)/.exec(text) ?? [];
  const [, said] = /\s(?:-X|--request)[\s=]*["']?([A-Z]+)/.exec(text) ?? [];
  const isSent = /\s(?:-d|--data\S*|-F|--form)\b/.test(text) && !/\s(?:-G|--get)\b/.test(text);
  return path === undefined ? undefined : { method: said ?? (isSent ? 'POST' : 'GET'), path };
}
