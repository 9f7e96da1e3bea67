/** What a configuration means, as its walks need it; made by `rest-plan.ts`. */
import type { Secret } from '../../config/secret.ts';
import type { RetryPolicy } from '../../http/interceptors/retry-policy.ts';
import type { Mask } from '../../http/redact.ts';
import type { TrafficOptions } from '../../http/traffic.ts';
import type { TableHints } from '../../schema/table.ts';
import type { Resource, TableOfRow } from '../source.ts';
import type { JsonPath } from '../../core/json-path.ts';
import type { Auth } from './auth/auth.ts';
import type { IncrementalPlan } from './incremental/incremental-plan.ts';
import type { Paginator } from './paginators/paginator.ts';
import type { PaginatorObject } from './paginators/vocabulary.ts';
import type { RequestTemplate } from './requests/request-template.ts';
import type { StepConfig } from './steps/vocabulary.ts';
import type { ResponseActionConfig } from './vocabulary.ts';

/** A configuration without mistakes, ready to be walked. */
export interface RestPlan {
  /** Parents before their children, otherwise as they were written. */
  readonly members: readonly PlanMember[];
}

/** An endpoint, or a resource that is written as code. */
export type PlanMember =
  | { readonly kind: 'endpoint'; readonly endpoint: EndpointPlan }
  | { readonly kind: 'code'; readonly resource: Resource };

/** A field of a row above, and its name in the rows. */
export interface Included {
  /** Absent: it is the parent's. */
  readonly resource?: string | undefined;
  readonly field: JsonPath;
  readonly as?: string | undefined;
}

/** How fast and how often an API is asked. */
export interface Manners {
  readonly traffic: TrafficOptions;
  readonly retry: Partial<RetryPolicy>;
}

/** All that the walk of one endpoint needs. */
export interface EndpointPlan {
  readonly resource: string;
  /** Of its endpoint in the configuration, for messages: `resources[2].endpoint`. */
  readonly place: string;
  readonly table: string;
  /** Instead of it. */
  readonly tableOf?: TableOfRow | undefined;
  readonly hints: TableHints;
  readonly selected: boolean;
  /** True where answers and requests may show what is kept from every disk: its own columns, or those of a row above. */
  readonly isPrivate?: boolean | undefined;
  /** The plan of the resource, where this one is of a single walk. */
  readonly walkOf?: EndpointPlan | undefined;
  /** Absent: it is asked once. */
  readonly parent?: string | undefined;
  /** True: a row of the parent that lacks a field the request needs is passed over. */
  readonly skipsMissing: boolean;
  /** Fields of rows above that go into each row. */
  readonly included: readonly Included[];
  readonly baseUrl: string;
  /** The only one that gets credentials, and, without `allowedHosts`, the only one that is asked. */
  readonly origin: string;
  readonly allowedHosts: readonly string[];
  readonly request: RequestTemplate;
  /** The same object for all endpoints that share credentials. */
  readonly auth?: Auth | undefined;
  readonly paginator: Paginator;
  /** What the paginator was made of; absent where nobody said how the pages hang together. */
  readonly paging?: PaginatorObject | undefined;
  /** None: the rows are looked for in the answer. Of several the first that matches the first answer. */
  readonly selectors: readonly JsonPath[];
  readonly actions: readonly ResponseActionConfig[];
  readonly steps: readonly StepConfig[];
  readonly incremental?: IncrementalPlan | undefined;
  /** The same object for all endpoints of a client. */
  readonly manners: Manners;
  /** Masks known secrets in a text. */
  readonly mask: Mask;
  /** From here on a secret is masked; gives it back. */
  readonly rememberSecret: (secret: Secret) => Secret;
  /** Where credentials come from, for the hint of a refusal. */
  readonly credentialPlace: string;
}

/** What the endpoints of a source have in common. */
export type Surroundings = Pick<EndpointPlan, 'mask' | 'rememberSecret' | 'credentialPlace'>;
