import { codesIn, plainValue, type Fact } from '../markdown/facts.ts';
import type { Section } from '../markdown/sections.ts';
import type { Draft, Tell } from './draft.ts';
import { ignored, shortOf } from './ignored.ts';

/** `Notion-Version: 2022-06-28`, in one code. Those that need a value of the user are not sent. */
export function headersFromFacts({ facts, title }: Section, draft: Draft, tell: Tell): void {
  for (const fact of facts.flatMap((one) => [one, ...one.children])) {
    const written = codesIn(fact.value).flatMap((code) => {
      const [, name, value] = /^([A-Za-z][\w-]*):\s*([^{}<>]+)$/.exec(code) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.trim()] as const];
    });
    const keyed =
      /^[A-Za-z]+(?:-[A-Za-z]+)+$/.test(fact.key) && /^`[^`{}<>]+`/.test(fact.value)
        ? [[fact.key, plainValue(fact.value)] as const]
        : [];
    const headers = [...written, ...keyed].filter(([name]) => !/^(?:authorization|user-agent)$/i.test(name));
    if (headers.length === 0) {
      if (fact.key !== '') tellHeader(fact, title, tell);
      continue;
    }
    const before = draft.client.get('headers')?.value;
    draft.client.set('headers', {
      value: { ...(before as object | undefined), ...Object.fromEntries(headers) },
      line: fact.line,
    });
    tell({
      kind: 'taken',
      line: fact.line,
      path: 'client.headers',
      message: `every request has ${headers.map(([name]) => name).join(', ')}`,
    });
  }
}

function tellHeader(fact: Fact, title: string, tell: Tell): void {
  const sent = /user-agent/i.test(fact.value)
    ? 'every request has a User-Agent; client.headers sets another'
    : /authorization/i.test(fact.value)
      ? 'the authentication sends it'
      : undefined;
  if (sent === undefined) ignored(fact, title, tell);
  else tell({ kind: 'ignored', line: fact.line, path: 'client.headers', message: `"${shortOf(fact)}": ${sent}` });
}
