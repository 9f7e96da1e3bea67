import { requestUrl } from '../http/request-url.ts';
import type { Exchange } from './made-answers.ts';
import type { CodeValue } from './print-code.ts';

/**
 * Exchanges as the answers of a test: each with as much of its request as tells it from the others of its path, so that
 * people see what makes the difference.
 */
export function toldApart(exchanges: readonly Exchange[]): readonly CodeValue[] {
  const asked = exchanges.map((exchange) => ({ exchange, ...partsOf(exchange) }));
  const groups = groupsOf(asked);
  return asked.map(({ exchange, place, path, query, json }) => {
    const group = groups.get(place) ?? [];
    const differing = [...query].filter(([name, value]) => group.some((other) => other.query.get(name) !== value));
    const isBodyTold = group.some((other) => other.json !== json);
    const { method } = exchange.request;
    return {
      ...(method === 'GET' ? {} : { method }),
      path,
      ...(differing.length === 0 ? {} : { query: Object.fromEntries(differing) }),
      // JSON that was made of JSON.
      ...(isBodyTold && json !== undefined ? { json: JSON.parse(json) as CodeValue } : {}),
      ...(Object.keys(exchange.headers).length === 0 ? {} : { headers: exchange.headers }),
      body: exchange.body,
    };
  });
}

interface Asked {
  /** Method and path. */
  readonly place: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly json: string | undefined;
}

function partsOf({ request }: Exchange): Asked {
  const url = requestUrl(request);
  const { json } = request;
  return {
    place: `${request.method} ${url.pathname}`,
    path: url.pathname,
    query: new Map(url.searchParams),
    json:
      json === undefined
        ? undefined
        : JSON.stringify(json, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
  };
}

function groupsOf<One extends Asked>(asked: readonly One[]): ReadonlyMap<string, readonly One[]> {
  return new Map(asked.map(({ place }) => [place, asked.filter((other) => other.place === place)]));
}
