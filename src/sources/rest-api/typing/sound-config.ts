/**
 * What a literal configuration must be beyond its type, told while it is written: every key is known, every placeholder
 * leads to a resource, and what a resource takes comes from one line of parents. What is wrong has a sentence for its
 * type. Nothing is lost for what is only known at run time: the compiler lets it through, `readConfig` and `planOf`
 * look at everything anyway.
 */
import type { ResourceDefaults, RestApiConfig } from '../vocabulary.ts';
import type { KnownKeys } from './known-keys.ts';
import type { NameOf, ParentsOf } from './lineage.ts';
import type { SoundEndpoint } from './sound-endpoint.ts';
import type { Family, SoundResource } from './sound-resource.ts';

/**
 * The configuration itself where it may be used, otherwise the same with a sentence in place of each mistake. A call
 * compares its argument with it, so that exactly what is wrong is underlined.
 */
export type SoundConfig<Config> = [RestApiConfig] extends [Config]
  ? Config
  : Config extends { readonly resources: infer Resources extends readonly unknown[] }
    ? [Exclude<keyof Config, keyof RestApiConfig>] extends [never]
      ? SoundParts<Config, FamilyOf<Resources, DefaultsOf<Config>>>
      : RestApiConfig
    : RestApiConfig;

/** Takes the literal from an argument, and accepts nothing: whatever stands next to it in a union is what counts. */
export type InferFrom<Literal> = Literal & (Literal extends never ? unknown : never);

type SoundParts<Config, Known extends Family> = {
  readonly [Key in keyof Config]: Key extends 'resources'
    ? SoundResources<Config[Key], Known>
    : Key extends 'resource_defaults'
      ? SoundDefaults<Config[Key], Known>
      : KnownKeys<Config[Key], Key extends keyof RestApiConfig ? RestApiConfig[Key] : never>;
};

type SoundResources<Resources, Known extends Family> = {
  readonly [Index in keyof Resources]: SoundResource<Resources[Index], Index, Known>;
};

type SoundDefaults<Defaults, Known extends Family> = Defaults extends object
  ? [Exclude<keyof Defaults, keyof ResourceDefaults>] extends [never]
    ? {
        readonly [Key in keyof Defaults]: Key extends 'endpoint'
          ? SoundEndpoint<Defaults[Key], string, { parents: Known['names']; own: never; defaults: {} }>
          : KnownKeys<Defaults[Key], Key extends keyof ResourceDefaults ? ResourceDefaults[Key] : never>;
      }
    : ResourceDefaults
  : Defaults;

type DefaultsOf<Config> = Config extends { readonly resource_defaults: { readonly endpoint: infer Defaults } }
  ? Defaults
  : {};

interface FamilyOf<Resources extends readonly unknown[], Defaults> {
  readonly names: NameOf<Resources[number]>;
  readonly parents: IfCounted<
    Resources,
    {
      readonly [Index in keyof Resources as NameAt<Resources, Index>]: Extract<
        ParentsOf<Resources[Index]> | ParentsOf<{ name: ''; endpoint: Defaults }>,
        NameOf<Resources[number]>
      >;
    },
    string
  >;
  readonly positions: IfCounted<
    Resources,
    { readonly [Index in keyof Resources as NameAt<Resources, Index>]: Index },
    never
  >;
  readonly defaults: Defaults;
}

/** Of a list that is only known at run time nobody knows who is in it, so each name may stand for anything. */
type IfCounted<Resources extends readonly unknown[], ByName, Anything> = number extends Resources['length']
  ? Readonly<Record<string, Anything>>
  : ByName;

type NameAt<Resources extends readonly unknown[], Index extends keyof Resources> = Index extends `${number}`
  ? NameOf<Resources[Index]>
  : never;
