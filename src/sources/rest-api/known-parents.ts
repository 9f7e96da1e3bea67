import type { RestApiConfig } from './vocabulary.ts';

/**
 * What a literal configuration must also be: every `{resources.<parent>.…}` in a path names one of its resources. A
 * configuration whose names are only known at run time is not restricted, and is checked then.
 */
export type KnownParents<C extends RestApiConfig> =
  UnknownParent<C> extends never ? unknown : { readonly resources: `no resource is called "${UnknownParent<C>}"` };

type UnknownParent<C extends RestApiConfig> = string extends Names<C> ? never : Exclude<ParentIn<Paths<C>>, Names<C>>;

type Entry<C extends RestApiConfig> = C['resources'][number];

type Names<C extends RestApiConfig> =
  Entry<C> extends infer R ? (R extends string ? R : R extends { readonly name: infer Name } ? Name : never) : never;

type Paths<C extends RestApiConfig> =
  Entry<C> extends infer R
    ? R extends string
      ? R
      : R extends { readonly endpoint: infer E }
        ? PathOf<E>
        : never
    : never;

type PathOf<E> = E extends string ? E : E extends { readonly path: infer Path extends string } ? Path : never;

type ParentIn<Path> = Path extends `${string}{resources.${infer Parent}.${infer Rest}`
  ? Parent | ParentIn<Rest>
  : never;
