/**
 * What the names and paths of a literal configuration must also be: every `{resources.<parent>.…}` in a path names one
 * of the resources. Names that are only known at run time restrict nothing, and are checked then.
 * The compiler says what is wrong as the name of a property that is missing.
 */
export type KnownParents<Name extends string, Path extends string> =
  UnknownParent<Name, Path> extends never
    ? unknown
    : Record<`no resource is called "${UnknownParent<Name, Path>}"`, never>;

/** A resource that is a text is a name and a path. */
type UnknownParent<Name extends string, Path extends string> = Exclude<ParentIn<Name | Path>, Name>;

type ParentIn<Path> = Path extends `${string}{resources.${infer Parent}.${infer Rest}`
  ? Parent | ParentIn<Rest>
  : never;
