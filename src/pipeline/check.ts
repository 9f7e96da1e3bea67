/**
 * A look at a source before it is loaded: what is remarkable in it, and, where the API may be asked, whether each of its
 * resources answers with rows. Nothing is loaded and nothing is kept.
 */
import type { KeptAnswer } from '../core/answer-log.ts';
import { isSluiceError } from '../core/error.ts';
import type { Emit } from '../core/event.ts';
import type { Page } from '../core/page.ts';
import type { Runtime } from '../core/runtime.ts';
import type { WalkEnd } from '../core/verdict.ts';
import { resourceTree, type ResourceTree, type Selection } from '../extract/resource-tree.ts';
import type {
  ChildResource,
  ChildWalk,
  ExtractContext,
  ParentRow,
  Resource,
  RunContext,
  Source,
  SourceRemark,
} from '../sources/source.ts';

export interface LiveOptions extends Selection {
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** Hears of waits and notices. @default nobody */
  readonly emit?: Emit | undefined;
  /** Where tokens are that an API changes at every use. @default nowhere */
  readonly tokens?: RunContext['tokens'] | undefined;
}

/** What the first request of one resource brought. */
export type ResourceCheck = AskedResource | UnaskedResource;

export interface AskedResource {
  readonly kind: 'asked';
  readonly resource: string;
  readonly parent?: string | undefined;
  /** Of the last answer; absent where none came. */
  readonly status?: number | undefined;
  readonly credentials: 'none' | 'accepted' | 'refused' | 'unknown';
  /** Absent where it failed. */
  readonly found?: FoundRows | undefined;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string } | undefined;
}

export interface FoundRows {
  readonly rows: number;
  /** A selector. */
  readonly rowsAt?: string | undefined;
  /** Absent where there is a next page. */
  readonly end?: WalkEnd | undefined;
}

/** A child whose parent gave no row to ask with. */
export interface UnaskedResource {
  readonly kind: 'unasked';
  readonly resource: string;
  readonly parent: string;
  readonly reason: string;
}

/**
 * What the source says of itself, of the resources that are walked.
 * @throws `resource_unknown`
 */
export function remarksOf(source: Source, selection: Selection): readonly SourceRemark[] {
  const walked = new Set(resourceTree(source, selection).walked.map(({ name }) => name));
  const isWhole = selection.select === undefined && selection.exclude === undefined;
  return (source.remarks ?? []).filter(({ resource }) => isWhole || resource === undefined || walked.has(resource));
}

/**
 * Sends the first request of every resource that has no parent, then those of its children for its first row, and gives
 * what came as it comes. What goes wrong is told, not thrown.
 * @throws `resource_unknown`; the signal's reason
 */
export async function* checkLive(source: Source, options: LiveOptions): AsyncGenerator<ResourceCheck, void, undefined> {
  const tree = resourceTree(source, options);
  const withCredentials = new Set(
    (source.requests ?? []).filter(({ credentials = [] }) => credentials.length > 0).map(({ resource }) => resource),
  );
  for (const root of tree.roots) yield* checkTree({ tree, options, withCredentials }, root);
}

/** Whether credentials are good, and whose they are, where that is known. */
export interface CredentialProof {
  readonly check: ResourceCheck;
  readonly as?: string | undefined;
}

/**
 * Sends the first request of one resource, and of nothing else.
 * @param by.as field of its first row that says whose credentials they are
 * @throws `resource_unknown`; the signal's reason
 */
export async function proveCredentials(
  source: Source,
  by: { readonly resource: string; readonly as?: string | undefined },
  options: LiveOptions,
): Promise<CredentialProof> {
  const tree = resourceTree(source, { select: [by.resource] });
  const [root] = tree.roots;
  if (root === undefined)
    return { check: { kind: 'unasked', resource: by.resource, parent: '', reason: 'it has a parent' } };
  const withCredentials = new Set([by.resource]);
  const { check, firstRow } = await checkOne({ tree, options, withCredentials }, root, undefined);
  options.signal.throwIfAborted();
  const as = by.as === undefined ? undefined : firstRow?.row[by.as];
  return { check, as: typeof as === 'string' ? as : undefined };
}

interface Checking {
  readonly tree: ResourceTree;
  readonly options: LiveOptions;
  readonly withCredentials: ReadonlySet<string>;
}

async function* checkTree(
  checking: Checking,
  resource: Resource,
  parent?: ParentRow,
): AsyncGenerator<ResourceCheck, void, undefined> {
  checking.options.signal.throwIfAborted();
  const { check, firstRow } = await checkOne(checking, resource, parent);
  checking.options.signal.throwIfAborted();
  yield check;
  for (const child of checking.tree.childrenOf(resource)) {
    if (firstRow !== undefined) yield* checkTree(checking, child, firstRow);
    else yield* unasked(checking.tree, child, `"${resource.name}" gave no row to ask with`);
  }
}

function* unasked(tree: ResourceTree, child: ChildResource, reason: string): Generator<ResourceCheck> {
  yield { kind: 'unasked', resource: child.name, parent: child.parent, reason };
  for (const grandchild of tree.childrenOf(child)) yield* unasked(tree, grandchild, reason);
}

interface Checked {
  readonly check: ResourceCheck;
  readonly firstRow?: ParentRow | undefined;
}

async function checkOne(checking: Checking, resource: Resource, parent: ParentRow | undefined): Promise<Checked> {
  const seen = eavesdropper(checking.options);
  const known = { resource: resource.name, parent: resource.kind === 'child' ? resource.parent : undefined };
  const credentials = (refused: boolean): AskedResource['credentials'] => {
    if (!checking.withCredentials.has(resource.name)) return 'none';
    if (refused || isRefusal(seen.status())) return 'refused';
    return (seen.status() ?? 500) < 400 ? 'accepted' : 'unknown';
  };
  try {
    const page = await firstPage(resource, seen.context, parent);
    if (page === undefined) {
      const reason = 'the first row of its parent lacks a field that the request needs';
      return { check: { kind: 'unasked', resource: resource.name, parent: known.parent ?? '', reason } };
    }
    const found = { rows: page.rows.length, rowsAt: placeOf(resource, seen.answer()), end: page.end };
    const [row] = page.rows;
    return {
      check: { kind: 'asked', ...known, status: seen.status(), credentials: credentials(false), found },
      firstRow: row && { resource: resource.name, row, parent },
    };
  } catch (error) {
    const told = toldOf(error);
    const refused = told.code === 'http_unauthorized';
    return {
      check: { kind: 'asked', ...known, status: seen.status(), credentials: credentials(refused), error: told },
    };
  }
}

/** The walk ends with its first page: nobody asks for a second. */
async function firstPage(
  resource: Resource,
  context: ExtractContext,
  parent: ParentRow | undefined,
): Promise<Page | undefined> {
  for await (const page of firstWalk(resource, parent)?.pages(context) ?? []) return page;
  return undefined;
}

function firstWalk(resource: Resource, parent: ParentRow | undefined): Pick<ChildWalk, 'pages'> | undefined {
  if (resource.kind === 'root') return resource;
  return parent && resource.walks(parent)[0];
}

interface Eavesdropper {
  readonly context: ExtractContext;
  status(): number | undefined;
  answer(): KeptAnswer | undefined;
}

/** A context that remembers nothing for later, and what the API said last. */
function eavesdropper(options: LiveOptions): Eavesdropper {
  const { runtime, signal, emit = () => undefined, tokens = noTokens } = options;
  let status: number | undefined;
  let answer: KeptAnswer | undefined;
  const listening: Runtime = {
    ...runtime,
    async fetch(request, watched) {
      const response = await runtime.fetch(request, watched);
      status = response.status;
      return response;
    },
  };
  const answers = {
    refuse: () => Promise.resolve(),
    left: () => undefined,
    take: () => Promise.resolve(undefined),
    keep: (_key: string, kept: KeptAnswer) => {
      answer = kept;
      return Promise.resolve();
    },
  };
  const startedAt = new Date(runtime.clock.now()).toISOString();
  const run = { runtime: listening, signal, emit, answers, tokens, startedAt };
  return { context: { run, kept: {} }, status: () => status, answer: () => answer };
}

const noTokens: RunContext['tokens'] = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };

function isRefusal(status: number | undefined): boolean {
  return status === 401 || status === 403;
}

/** Undefined where the source does not say it, and for an answer without rows that is no JSON. */
function placeOf({ rowsAt }: Resource, answer: KeptAnswer | undefined): string | undefined {
  try {
    return answer === undefined ? undefined : rowsAt?.(answer.body);
  } catch {
    return undefined;
  }
}

function toldOf(error: unknown): NonNullable<AskedResource['error']> {
  if (isSluiceError(error)) return { code: error.code, message: error.message, hint: error.hint };
  return { code: 'internal', message: String(error), hint: 'Report this as a fault of sluice.' };
}
