import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Rows that an API would serve, known to the test beforehand: the independent side of every comparison. */
export interface Ledger {
  readonly events: readonly { readonly id: number; readonly text: string }[];
  readonly projects: readonly {
    readonly id: string;
    readonly tags: readonly string[];
    readonly owner: { readonly name: string };
  }[];
  readonly tasks: ReadonlyMap<string, readonly { readonly id: string; readonly steps: readonly number[] }[]>;
  readonly settings: readonly { readonly key: string; readonly value: number }[];
}

export function makeLedger(size: {
  readonly events: number;
  readonly projects: number;
  readonly tasks: number;
}): Ledger {
  const range = (count: number): number[] => [...Array(count).keys()];
  const projects = range(size.projects).map((i) => ({
    id: `p${i}`,
    tags: range(i % 3).map((tag) => `tag${tag}`),
    owner: { name: `owner ${i % 2}` },
  }));
  return {
    events: range(size.events).map((id) => ({ id, text: `event ${id}` })),
    projects,
    tasks: new Map(
      projects.map(({ id }, i) => [
        id,
        range((i % 2) + size.tasks).map((task) => ({ id: `${id}-t${task}`, steps: range(task % 3) })),
      ]),
    ),
    settings: range(5).map((key) => ({ key: `k${key}`, value: key * 10 })),
  };
}

/** Serves a ledger over HTTP and remembers every request. */
export class LedgerApi {
  readonly requests: string[] = [];
  readonly #server: Server;

  constructor(ledger: Ledger) {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://ledger');
      this.requests.push(url.pathname + url.search);
      const task = /^\/projects\/([^/]+)\/tasks$/.exec(url.pathname)?.[1];
      const body = task === undefined ? bodyOf(ledger, url) : byOffset(ledger.tasks.get(task) ?? [], url.searchParams);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    // Listening on a port, so the address is not a pipe's name.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function bodyOf(ledger: Ledger, { pathname, searchParams }: URL): unknown {
  if (pathname === '/events') return byCursor(ledger.events, searchParams);
  if (pathname === '/projects') return byPage(ledger.projects, searchParams);
  return { data: ledger.settings };
}

function byCursor(rows: Ledger['events'], params: URLSearchParams): unknown {
  const from = Number(params.get('cursor') ?? 0);
  const next = from + 4;
  return { data: rows.slice(from, next), cursors: { next: next < rows.length ? String(next) : null } };
}

function byPage(rows: readonly unknown[], params: URLSearchParams): unknown {
  const page = Number(params.get('page') ?? 1);
  return { data: rows.slice((page - 1) * 2, page * 2), total: Math.ceil(rows.length / 2) };
}

function byOffset(rows: readonly unknown[], params: URLSearchParams): unknown {
  const [offset, limit] = [Number(params.get('offset')), Number(params.get('limit'))];
  return { data: rows.slice(offset, offset + limit), total: rows.length };
}

/**
 * Append, merge with nested rows, a child of it, and replace: every disposition in one run; and versions of the merged
 * rows, which wait in staging from the first page to the end of the run.
 * @param atOnce most requests that are under way
 */
export function ledgerConfig(baseUrl: string, atOnce: number): Record<string, unknown> {
  return {
    client: { base_url: baseUrl, max_concurrency: atOnce },
    resource_defaults: { endpoint: { data_selector: 'data' } },
    resources: [
      {
        name: 'versions',
        write_disposition: { disposition: 'merge', strategy: 'scd2' },
        endpoint: { path: 'projects', paginator: { type: 'page_number', base_page: 1 } },
      },
      { name: 'events', write_disposition: 'append', endpoint: { path: 'events', paginator: { type: 'cursor' } } },
      {
        name: 'projects',
        write_disposition: 'merge',
        primary_key: 'id',
        endpoint: { path: 'projects', paginator: { type: 'page_number', base_page: 1 } },
      },
      {
        name: 'tasks',
        write_disposition: 'append',
        endpoint: {
          path: 'projects/{resources.projects.id}/tasks',
          paginator: { type: 'offset', limit: 2 },
        },
      },
      { name: 'settings', write_disposition: 'replace', endpoint: { path: 'settings', paginator: 'single_page' } },
    ],
  };
}
