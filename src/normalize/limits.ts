/** Where rows stop being rows and become an attack or a mistake, and how large a stretch is. */
export interface NormalizeLimits {
  /** Bytes of values after which a stretch is handed on at the next safe point; twice as many, and it is at once. */
  readonly stretchBytes: number;
  /** Levels of lists and objects, the row being the first. */
  readonly maxDepth: number;
  /** Columns of one table. */
  readonly maxColumns: number;
  /** Tables below the table of a resource. */
  readonly maxChildTables: number;
}

export const defaultNormalizeLimits: NormalizeLimits = {
  stretchBytes: 4 * 1024 * 1024,
  maxDepth: 256,
  maxColumns: 1000,
  maxChildTables: 500,
};

/** Different keys that the rows of a table may have for each column that it may have: most of them are always null. */
export const keysPerColumn = 16;
