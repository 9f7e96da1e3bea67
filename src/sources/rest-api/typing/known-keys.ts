/**
 * The literal itself where all its keys are known to the words, at every level. Otherwise the words stand in the place
 * of the object that has an unknown key, so that the compiler underlines this key and names the one that was meant.
 * @typeParam Words the type of the vocabulary that stands here; a union is narrowed to what the literal fits
 */
export type KnownKeys<Literal, Words> = unknown extends Words
  ? Literal
  : Literal extends Leaf
    ? Literal
    : Fitting<Literal, Words> extends infer Fits
      ? [Fits] extends [never] | [Literal]
        ? Literal
        : Literal extends readonly unknown[]
          ? KnownElements<Literal, Fits>
          : [Exclude<keyof Literal, KeyOf<Fits>>] extends [never]
            ? { readonly [Key in keyof Literal]: KnownKeys<Literal[Key], Member<Fits, Key>> }
            : Fits
      : never;

type KnownElements<Literal extends readonly unknown[], Fits> = {
  readonly [Index in keyof Literal]: KnownKeys<
    Literal[Index],
    Fits extends readonly (infer Element)[] ? Element : never
  >;
};

type Leaf = string | number | bigint | boolean | symbol | null | undefined | ((...given: never) => unknown);

/** The members of a union that the literal can be; one that has a `type` only those that have one too. */
type Fitting<Literal, Words> = Words extends Leaf
  ? never
  : Literal extends Words
    ? 'type' extends Exclude<keyof Literal, KeyOf<Words>>
      ? never
      : Words
    : never;

type KeyOf<Words> = Words extends unknown ? keyof Words : never;

type Member<Words, Key> = Words extends unknown ? (Key extends keyof Words ? Words[Key] : never) : never;
