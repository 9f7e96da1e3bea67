import type { Resource as ReadyMade } from '../../source.ts';
import type { EndpointConfig, ResourceConfig } from '../vocabulary.ts';
import type { KnownKeys } from './known-keys.ts';
import type { LineageOf, NameOf, NearestOf, ParentsOf, PathOf, TextsOf, TextsOfEndpoint } from './lineage.ts';
import type { IsOpen, SoundText } from './placeholders.ts';
import type { PathScope, SoundEndpoint } from './sound-endpoint.ts';

/** What the resources of one configuration know of each other. */
export interface Family {
  readonly names: string;
  /** By name: the names of the resources whose fields it takes. Looked up and never listed: there may be hundreds. */
  readonly parents: Readonly<Record<string, unknown>>;
  /** By name: where it stands; several where the name is taken twice. */
  readonly positions: Readonly<Record<string, unknown>>;
  /** The endpoint that all have in common. */
  readonly defaults: unknown;
}

/** One resource, in short or long form, or ready-made. */
export type SoundResource<Resource, Index, Known extends Family> = Resource extends string
  ? ShortMistake<Resource, Index, Known> extends infer Mistake
    ? [Mistake] extends [never]
      ? SoundText<Resource, PathScope<Surrounding<Resource, Known>, {}>>
      : Mistake
    : never
  : Resource extends ReadyMade
    ? Resource
    : [ResourceConfig] extends [Resource]
      ? Resource
      : SoundLongForm<Resource, Index, Known>;

type SoundLongForm<Resource, Index, Known extends Family> = [
  Exclude<keyof Resource, keyof ResourceConfig | keyof EndpointConfig>,
] extends [never]
  ? { readonly [Key in keyof Resource]: SoundMember<Resource, Key, Index, Known> }
  : ResourceConfig;

type ShortMistake<Name extends string, Index, Known extends Family> =
  NameMistake<Name, Index, Known> | LineMistake<Name, Known>;

type SoundMember<Resource, Key extends keyof Resource, Index, Known extends Family> = Key extends 'name'
  ? OrMistake<Resource[Key], NameMistake<NameOf<Resource>, Index, Known>>
  : Key extends 'endpoint'
    ? OrMistake<
        SoundEndpoint<Resource[Key], PathOf<Resource>, Surrounding<NameOf<Resource>, Known>>,
        LineMistake<Resource, Known>
      >
    : Key extends 'include_from_parent'
      ? OrMistake<
          SoundIncludes<Resource[Key], LineageOf<ParentsIn<Resource, Known>, Known['parents']>>,
          OrphanMistake<Resource, Known>
        >
      : Key extends keyof ResourceConfig
        ? KnownKeys<Resource[Key], ResourceConfig[Key]>
        : `'${Key & string}' is a key of endpoint: write endpoint: { ${Key & string}: … }`;

type ParentsIn<Resource, Known extends Family> = Extract<ParentsOf<Resource>, Known['names']>;

/** @typeParam Above names of the resources of whose rows fields can be taken; never where that is not known */
type SoundIncludes<Fields, Above> = {
  readonly [Index in keyof Fields]: Fields[Index] extends { readonly resource: infer Name extends string }
    ? [Above] extends [never]
      ? Fields[Index]
      : Name extends Above
        ? KnownKeys<Fields[Index], IncludeWords>
        : {
            readonly [Key in keyof Fields[Index]]: Key extends 'resource'
              ? (`no field of '${Name}' can be taken: it is not above this resource` | Above) & string
              : Fields[Index][Key];
          }
    : KnownKeys<Fields[Index], IncludeWords>;
};

type IncludeWords = NonNullable<ResourceConfig['include_from_parent']>[number];

interface Surrounding<Own extends string, Known extends Family> {
  readonly parents: Known['names'];
  readonly own: Own;
  readonly defaults: Known['defaults'];
}

type OrMistake<Right, Mistake> = [Mistake] extends [never] ? Right : Mistake;

type NameMistake<Name extends string, Index, Known extends Family> = [Known['positions'][Name]] extends [Index]
  ? never
  : IsOpen<Name> extends true
    ? never
    : `another resource is called '${Name}' too`;

/** Never where all that a resource takes comes from its parent and from those above it. */
type LineMistake<Resource, Known extends Family> =
  ParentsIn<Resource, Known> extends infer Parents extends string
    ? [Parents] extends [never]
      ? never
      : IsBelow<NameOf<Resource>, Parents, Known> extends true
        ? `'${NameOf<Resource>}' takes fields of itself, or of a resource below it`
        : [NearestOf<Parents, Known['parents']>] extends [never]
          ? `'${NameOf<Resource>}' takes fields of ${Listed<Parents>}, which do not come from each other`
          : never
    : never;

type IsBelow<Name, Parents extends string, Known extends Family> =
  LineageOf<Parents, Known['parents']> extends infer Lineage
    ? string extends Lineage
      ? false
      : Name extends Lineage
        ? true
        : false
    : never;

/** With placeholders in the defaults, or texts that are not known yet, nobody can say. */
type OrphanMistake<Resource, Known extends Family> = [
  ParentsOf<Resource> | ParentsOf<{ name: ''; endpoint: Known['defaults'] }>,
] extends [never]
  ? IsOpen<TextsOf<Resource> | TextsOfEndpoint<Known['defaults']>> extends true
    ? never
    : 'include_from_parent needs a parent: the endpoint has no {resources.<parent>.<field>}'
  : never;

/** The names of a union in one text. */
type Listed<Union> =
  LastOf<Union> extends infer Last extends string
    ? [Exclude<Union, Last>] extends [never]
      ? `'${Last}'`
      : `${Listed<Exclude<Union, Last>>} and '${Last}'`
    : never;

/** Of overloads the last one counts. */
type LastOf<Union> = (Union extends unknown ? (take: () => Union) => void : never) extends (take: infer All) => void
  ? All extends () => infer Last
    ? Last
    : never
  : never;
