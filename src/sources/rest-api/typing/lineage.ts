/** Who is above whom among literal resources: which fields of which rows a request can be filled from. */
import type { IsLiteral, ParentIn } from './placeholders.ts';

/** The name of a resource in short or long form. */
export type NameOf<Resource> = Resource extends string
  ? Resource
  : Resource extends { readonly name: infer Name extends string }
    ? Name
    : never;

/** Every text of a resource that may hold placeholders. */
export type TextsOf<Resource> = Resource extends string
  ? Resource
  : Resource extends { readonly endpoint: infer Endpoint }
    ? PathOf<Resource> | TextsOfEndpoint<Endpoint>
    : PathOf<Resource>;

/** The path of a resource: without one of its own it is the name. */
export type PathOf<Resource> = Resource extends { readonly endpoint: infer Path extends string }
  ? Path
  : Resource extends { readonly endpoint: { readonly path: infer Path extends string } }
    ? Path
    : NameOf<Resource>;

/** Every text of an endpoint that may hold placeholders, save its path; `string` for what is only known at run time. */
export type TextsOfEndpoint<Endpoint> = Endpoint extends object
  ? | TextsOfParams<Endpoint extends { readonly params: infer Params } ? Params : {}>
    | TextsIn<Endpoint[Extract<keyof Endpoint, 'json' | 'data' | 'headers'>]>
  : never;

type TextsOfParams<Params> =
  | (keyof Params & string)
  | Extract<Params[keyof Params], string>
  | Extract<Extract<Params[keyof Params], readonly unknown[]>[number], string>;

/** The resources whose fields a resource takes, by placeholder or `resolve`. */
export type ParentsOf<Resource> = ParentIn<TextsOf<Resource>> | ResolvedBy<Resource>;

/** The resources that `resolve` params of a resource, or of the defaults, name. */
export type ResolvedBy<Resource> = Resource extends { readonly endpoint: { readonly params: infer Params } }
  ? { [Name in keyof Params]: Params[Name] extends Resolve<infer Parent> ? Parent : never }[keyof Params]
  : never;

/** A param that is filled from the parent. */
export interface Resolve<Parent extends string = string> {
  readonly type: 'resolve';
  readonly resource: Parent;
}

/**
 * These resources and all above them, by the parents of each. A cycle ends it too. Whoever has more generations above
 * gets `string`: the compiler does not look further, and the run time does.
 */
export type LineageOf<
  Name extends string,
  Parents extends Readonly<Record<string, unknown>>,
  Seen = never,
  Generations extends readonly unknown[] = [],
> = [Name] extends [never]
  ? Seen
  : Generations['length'] extends 12
    ? string
    : LineageOf<Exclude<Parents[Name] & string, Seen | Name>, Parents, Seen | Name, [...Generations, Name]>;

/** The one of them that all others are above of; never where they stand beside each other. */
export type NearestOf<
  Candidates extends string,
  Parents extends Readonly<Record<string, unknown>>,
  Candidate extends string = Candidates,
> = Candidate extends unknown
  ? [Exclude<Candidates, LineageOf<Candidate, Parents>>] extends [never]
    ? Candidate
    : never
  : never;

type TextsIn<Part, Depth extends readonly unknown[] = []> = Part extends string
  ? Part
  : Part extends object
    ? Depth['length'] extends 20
      ? string
      : IsLiteral<Part> extends true
        ? Part extends readonly unknown[]
          ? TextsIn<Part[number], [...Depth, 0]>
          : (keyof Part & string) | TextsIn<Part[keyof Part], [...Depth, 0]>
        : string
    : never;
