/** What each command was given, as the parser in `program.ts` leaves it. */

export interface SharedOptions {
  readonly json?: boolean | undefined;
  readonly debug?: boolean | undefined;
}

/** Where a pipeline is and where it loads to. */
export interface PlaceOptions extends SharedOptions {
  readonly destination?: string | undefined;
  readonly dataset?: string | undefined;
  readonly pipelinesDir?: string | undefined;
}

export const progressKinds = ['auto', 'plain', 'json', 'off'] as const;
export type ProgressKind = (typeof progressKinds)[number];

export const writeDispositions = ['append', 'replace', 'merge'] as const;

export const refreshModes = ['drop_sources', 'drop_resources', 'drop_data'] as const;

/** Which source, and which part of it. */
export interface SourceOptions {
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Each `key.path=value`. */
  readonly set?: readonly string[] | undefined;
}

export interface CheckCommandOptions extends SharedOptions, SourceOptions {
  readonly live?: boolean | undefined;
}

/** Of `run` and `plan`. */
export interface RunCommandOptions extends PlaceOptions, SourceOptions {
  readonly pipeline?: string | undefined;
  readonly writeDisposition?: (typeof writeDispositions)[number] | undefined;
  /** Pages of each root resource. */
  readonly limit?: number | undefined;
  readonly progress: ProgressKind;
  /** Bytes. */
  readonly packageSize?: number | undefined;
  readonly refresh?: (typeof refreshModes)[number] | undefined;
  /** Folders of cassettes; `run` only. */
  readonly record?: string | undefined;
  readonly replay?: string | undefined;
}

export const schemaFormats = ['yaml', 'json', 'sql', 'typescript'] as const;
export type SchemaFormat = (typeof schemaFormats)[number];

export interface SchemaCommandOptions extends PlaceOptions {
  readonly format: SchemaFormat;
}

export interface QueryCommandOptions extends PlaceOptions {
  readonly csv?: boolean | undefined;
  /** Rows. */
  readonly limit: number;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface MockCommandOptions extends SharedOptions {
  readonly port: number;
  readonly failEvery?: number | undefined;
  readonly dropEvery?: number | undefined;
  readonly refuseEvery?: number | undefined;
  readonly garbleEvery?: number | undefined;
  readonly closeEvery?: number | undefined;
  readonly expireEvery?: number | undefined;
  readonly repeatEvery?: number | undefined;
  readonly shuffleEvery?: number | undefined;
  /** Milliseconds. */
  readonly delay?: number | undefined;
  readonly rateLimit?: { readonly requests: number; readonly perMs: number } | undefined;
  readonly seed?: number | undefined;
}

export interface InitCommandOptions extends SharedOptions {
  /** Overwrites files that are there. */
  readonly force?: boolean | undefined;
}
