import type { EndpointConfig } from '../vocabulary.ts';
import type { KnownKeys } from './known-keys.ts';
import type { Resolve } from './lineage.ts';
import type { IsLiteral, IsOpen, MistakeInName, Scope, SoundText } from './placeholders.ts';

/** What the texts of an endpoint may refer to. */
export interface Surroundings {
  readonly parents: string;
  readonly own: string;
  /** The endpoint that is merged under it. */
  readonly defaults: unknown;
}

/** The endpoint of a resource, in short or long form. */
export type SoundEndpoint<Endpoint, Path extends string, Around extends Surroundings> = Endpoint extends string
  ? SoundText<Endpoint, PathScope<Around, {}>>
  : Endpoint extends object
    ? [EndpointConfig] extends [Endpoint]
      ? Endpoint
      : [Exclude<keyof Endpoint, keyof EndpointConfig>] extends [never]
        ? { readonly [Key in keyof Endpoint]: SoundMember<Endpoint, Key, Path, Around> }
        : EndpointConfig
    : Endpoint;

/** Where names of params may stand too. */
export interface PathScope<Around extends Surroundings, Endpoint> {
  readonly parents: Around['parents'];
  readonly own: Around['own'];
  readonly params: ParamNames<Endpoint> | ParamNames<Around['defaults']> | NoParam;
}

interface ValueScope<Around extends Surroundings> {
  readonly parents: Around['parents'];
  readonly own: Around['own'];
  readonly params: never;
}

type ParamNames<Endpoint> = Endpoint extends { readonly params: infer Params } ? keyof Params & string : never;

/** A path may name params, even where there are none: no placeholder is called so. */
type NoParam = '{';

type SoundMember<
  Endpoint,
  Key extends keyof Endpoint,
  Path extends string,
  Around extends Surroundings,
> = Key extends 'path'
  ? SoundText<Endpoint[Key], PathScope<Around, Endpoint>>
  : Key extends 'params'
    ? SoundParams<Endpoint[Key], Path, Around>
    : Key extends 'json' | 'data' | 'headers'
      ? SoundValue<Endpoint[Key], ValueScope<Around>>
      : KnownKeys<Endpoint[Key], Key extends keyof EndpointConfig ? EndpointConfig[Key] : never>;

type SoundParams<Params, Path extends string, Around extends Surroundings> = Params extends object
  ? IsLiteral<Params> extends true
    ? { readonly [Name in keyof Params]: SoundParam<Params[Name], Name, Path, Around> }
    : Params
  : Params;

type SoundParam<Param, Name, Path extends string, Around extends Surroundings> = Param extends Resolve
  ? SoundResolve<Param, Name & string, Path, Around>
  : Param extends { readonly type: string }
    ? KnownKeys<Param, ParamWords>
    : SoundNamed<Name, Param, ValueScope<Around>>;

type ParamWords = NonNullable<EndpointConfig['params']>[string];

type SoundResolve<Param extends Resolve, Name extends string, Path extends string, Around extends Surroundings> =
  IsIn<Path, `{${Name}}`> extends false
    ? `{${Name}} does not occur in the path, as a param of type resolve must`
    : Param['resource'] extends (string extends Param['resource'] ? string : Around['parents'])
      ? KnownKeys<Param, ParamWords>
      : {
          readonly [Key in keyof Param]: Key extends 'resource'
            ? `no resource is called '${Param['resource']}'` | Exclude<Around['parents'], Around['own']>
            : Param[Key];
        };

type IsIn<Path extends string, Part extends string> = Path extends `${string}${Part}${string}` ? true : IsOpen<Path>;

/** Texts at any depth, and the names they stand under; what is only known at run time is left as it is. */
type SoundValue<Part, Known extends Scope> = Part extends string
  ? SoundText<Part, Known>
  : Part extends object
    ? IsLiteral<Part> extends true
      ? { readonly [Key in keyof Part]: SoundNamed<Key, Part[Key], Known> }
      : Part
    : Part;

type SoundNamed<Name, Part, Known extends Scope> = Name extends string
  ? [MistakeInName<Name, Known>] extends [never]
    ? SoundValue<Part, Known>
    : MistakeInName<Name, Known>
  : SoundValue<Part, Known>;
