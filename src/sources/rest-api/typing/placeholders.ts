/**
 * Placeholders as the compiler reads them: the same rules as `requests/templates.ts`, so that a literal text which
 * would be refused when it runs is underlined while it is written. A text that is only known at run time is let
 * through. What is wrong becomes a type that is a sentence; next to it stand the texts that would be right, for the
 * editor to complete and for the compiler to name the nearest of them.
 */

/** What a placeholder may name where it stands. */
export interface Scope {
  /** Names of resources. */
  readonly parents: string;
  /** The resource whose text it is: never offered as a parent. */
  readonly own: string;
  /** Names of params, in a path; never elsewhere. */
  readonly params: string;
}

/** The text itself where all its placeholders lead somewhere, otherwise a sentence that says which does not. */
export type SoundText<Text, Known extends Scope> = Text extends string
  ? [MistakeIn<Text, Known>] extends [never]
    ? Text
    : MistakeIn<Text, Known>
  : Text;

/** The sentence alone, for a text that stands as a name: nothing else can be offered for it. */
export type MistakeInName<Name extends string, Known extends Scope> = Extract<
  MistakeIn<Name, Known>,
  `${'no resource is' | 'the placeholder' | 'a brace'} ${string}`
>;

/** Never where a text has no mistake. */
export type MistakeIn<Text extends string, Known extends Scope> =
  HolesIn<Text> extends infer Hole ? (Hole extends string ? HoleMistake<Text, Hole, Known> : never) : never;

/** The resources whose fields a text takes. */
export type ParentIn<Text extends string> =
  HolesIn<Text> extends infer Hole ? (Hole extends `resources.${infer Parent}.${string}` ? Parent : never) : never;

/** True where one of the texts is only known at run time. */
export type IsOpen<Text extends string> = true extends (
  Text extends unknown ? ({} extends Record<Text, 1> ? true : false) : never
)
  ? true
  : false;

/** True for a list or object that was written out: what may have any number of members is not. */
export type IsLiteral<Part extends object> = Part extends (...given: never) => unknown
  ? false
  : Part extends readonly unknown[]
    ? number extends Part['length']
      ? false
      : true
    : string extends keyof Part
      ? false
      : true;

/** What stands between single braces. A brace without its partner is a hole that begins with `}`. */
type HolesIn<Text extends string, Found = never> = Text extends `${infer Before}{${infer After}`
  ? After extends `{${infer Rest}`
    ? HolesIn<Rest, Found | StrayIn<Before>>
    : After extends `${infer Hole}}${infer Rest}`
      ? HolesIn<Rest, Found | Hole | StrayIn<Before>>
      : Found | `}${After}` | StrayIn<Before>
  : Found | StrayIn<Text>;

type StrayIn<Text extends string> = Text extends `${string}}${infer After}`
  ? After extends `}${infer Rest}`
    ? StrayIn<Rest>
    : '}'
  : never;

type HoleMistake<
  Text extends string,
  Hole extends string,
  Known extends Scope,
> = Hole extends `resources.${infer Inside}`
  ? FieldMistake<Text, Inside, Known>
  : Hole extends `}resources.${infer Typed}`
    ? | `the placeholder {resources.${Typed} has no end: write {resources.<parent>.<field>}`
      | Replaced<Text, `{resources.${Typed}`, `{resources.${Offered<Known>}.`>
    : Hole extends `}${string}`
      ? 'a brace has no partner: double it where it is meant as such'
      : Hole extends `incremental.${string}` | Known['params'] | `${Known['params']}${'!' | ':'}${string}`
        ? never
        : Hole extends ''
          ? 'the placeholder {} is empty: write {{}} for braces'
          : [Known['params']] extends [never]
            ? `the placeholder {${Hole}} does not begin with 'resources.': double the braces where they are meant as such`
            : `the placeholder {${Hole}} is not in params: write {resources.<parent>.${Hole}}, or set params.${Hole}`;

type FieldMistake<
  Text extends string,
  Inside extends string,
  Known extends Scope,
> = Inside extends `${infer Parent}.${infer Field}`
  ? Parent extends Known['parents']
    ? Field extends ''
      ? `the placeholder {resources.${Parent}.} has no field: write {resources.${Parent}.<field>}`
      : never
    : `no resource is called '${Parent}'` | Replaced<Text, `{resources.${Parent}.`, `{resources.${Offered<Known>}.`>
  : | `the placeholder {resources.${Inside}} has no field: write {resources.<parent>.<field>}`
    | Replaced<Text, `{resources.${Inside}}`, `{resources.${Offered<Known>}.id}`>;

/** A name that has placeholders itself, as a path in short form, cannot be referred to. */
type Offered<Known extends Scope> = Exclude<Known['parents'], Known['own'] | `${string}${'{' | '/' | '.'}${string}`>;

type Replaced<
  Text extends string,
  Old extends string,
  New extends string,
> = Text extends `${infer Before}${Old}${infer After}` ? `${Before}${New}${After}` : never;
