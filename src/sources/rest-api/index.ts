import { Redactor } from '../../config/redactor.ts';
import type { Secret } from '../../config/secret.ts';
import type { SchemaHints } from '../../schema/schema-hints.ts';
import type { Resource, Source } from '../source.ts';
import { rowsAt } from './answers/rows-at.ts';
import type { IncrementalPlan } from './incremental/incremental-plan.ts';
import { finishCursor, rememberCursor } from './incremental/remember.ts';
import { childWalks, rootPages } from './walks/endpoint-pages.ts';
import { plannedRequests } from './requests/planned-requests.ts';
import { readConfig } from './reading/read-config.ts';
import type { SecretLookup } from './reading/reading.ts';
import type { PlanMember, Surroundings } from './endpoint-plan.ts';
import { aliasRemark, remarksOn } from './remarks.ts';
import { planOf } from './rest-plan.ts';
import type { InferFrom, SoundConfig } from './typing/sound-config.ts';
import type { RestApiConfig } from './vocabulary.ts';

export { endWith, goOn } from './paginators/paginator.ts';
export type { AuthParts, CustomAuth } from './auth/auth.ts';
export type { AuthConfig } from './auth/vocabulary.ts';
export type { IncrementalConfig } from './incremental/vocabulary.ts';
export type { ApiPage, NextPage, Paginator } from './paginators/paginator.ts';
export type { OwnPaginator, PaginatorConfig } from './paginators/vocabulary.ts';
export type { StepConfig } from './steps/vocabulary.ts';
export type { ActionCode, ClientConfig, EndpointConfig, ResourceConfig, RestApiConfig } from './vocabulary.ts';

/** What a configuration does not say itself. */
export interface RestApiOptions {
  /** Names the source, its schema and its secrets. @default rest_api */
  readonly name?: string | undefined;
  /**
   * Finds a secret that the configuration leaves out: `token`, `api_key`, `username`, `password`.
   * @default none is found
   */
  readonly secret?: ((key: string) => Secret | undefined) | undefined;
  /** Where `secret` looks, the best place first; named when it finds nothing. @default the name of the variable */
  readonly secretPlaces?: ((key: string) => readonly string[]) | undefined;
  /** What holds for all tables of the source: a contract, the depth of nesting, keys of roots, detections. */
  readonly schema?: SchemaHints | undefined;
  /** Masks secrets in messages; give one that knows the secrets of the whole run. @default one of its own */
  readonly redactor?: Redactor | undefined;
}

/**
 * A source from a declarative configuration, in the words of dlt's `rest_api`. Nothing is asked before it is walked.
 * @throws `config_invalid` with every mistake, each with its path
 * @example
 * restApi({ client: { base_url: 'https://api.example.com/v1/' }, resources: ['users', 'orders'] }, { name: 'shop' })
 */
export function restApi<const Config extends RestApiConfig>(
  config: InferFrom<Config> | SoundConfig<Config>,
  options: RestApiOptions = {},
): Source {
  const name = options.name ?? 'rest_api';
  const redactor = options.redactor ?? new Redactor();
  const secrets = secretLookup(name, options, redactor);
  const surroundings: Surroundings = {
    mask: redactor.mask,
    rememberSecret: (secret) => redactor.remember(secret),
    credentialPlace: secrets.place,
  };
  const { plan, remarks } = readConfig(config, { name, secrets }, (read, place, aliases) => {
    const plan = planOf(read, surroundings, place);
    return { plan, remarks: [...aliases.map(aliasRemark), ...remarksOn(read, plan)] };
  });
  const resources = plan.members.map(toResource);
  return { name, resources, schema: options.schema, requests: plannedRequests(plan), remarks };
}

function toResource(member: PlanMember): Resource {
  if (member.kind === 'code') return member.resource;
  const { endpoint } = member;
  const { resource: name, tableOf, hints, selected, parent, incremental } = endpoint;
  const table = tableOf ?? endpoint.table;
  const placed = { name, table, hints, selected, rowsAt: (body: Uint8Array) => rowsAt(endpoint, body) };
  const common = { ...placed, ...(incremental === undefined ? {} : memoryOf(incremental)) };
  if (parent === undefined) return { ...common, kind: 'root', pages: (context) => rootPages(endpoint, context) };
  return { ...common, kind: 'child', parent, walks: (row) => childWalks(endpoint, row) };
}

function memoryOf(incremental: IncrementalPlan): Pick<Resource, 'remember' | 'finish'> {
  return {
    remember: (kept, news) => rememberCursor(incremental, kept, news),
    finish: (kept) => finishCursor(incremental, kept),
  };
}

function secretLookup(
  source: string,
  { secret, secretPlaces }: Pick<RestApiOptions, 'secret' | 'secretPlaces'>,
  redactor: Redactor,
): SecretLookup & { readonly place: string } {
  const section = source.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return {
    find: (key) => secret?.(key),
    remember: (secret) => redactor.remember(secret),
    hint: (key) => {
      const places = secretPlaces?.(key) ?? [`SOURCES__${section}__${key.toUpperCase()}`];
      return `Set ${[...places, `write ${key} into the configuration`].join(', or ')}`;
    },
    place: `client.auth or SOURCES__${section}__…`,
  };
}
