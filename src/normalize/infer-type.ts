import type { ColumnName } from '../core/names.ts';
import { IsoReader } from '../core/iso-time.ts';
import { ExactNumber } from '../core/value.ts';
import { columnRulesOf, type ColumnDefaults, type ColumnRules } from '../schema/column-rules.ts';
import { isDetectionName, type DetectionName } from '../schema/detections.ts';
import type { DataType, SchemaSettings } from '../schema/table.ts';
import { isInt64, plainType, type Cell } from './cell.ts';

/** What a detection sees in a value. @param now seconds since 1970; undefined where nobody says */
type Detect = (cell: Cell, now: number | undefined) => DataType | undefined;

const iso = new IsoReader();
const secondsAround = 5 * 31_536_000;

/** The detections of dlt by their names (dataset-format section 2.3). */
const detectors: Readonly<Record<DetectionName, Detect>> = {
  timestamp: (cell, now) => {
    const seconds = cell instanceof ExactNumber ? Number(cell.text) : cell;
    if (typeof seconds !== 'number' || now === undefined) return undefined;
    return Math.abs(seconds - now) <= secondsAround ? 'timestamp' : undefined;
  },
  iso_timestamp: (cell) => (typeof cell === 'string' && iso.read(cell) === 'timestamp' ? 'timestamp' : undefined),
  iso_date: (cell) => (typeof cell === 'string' && iso.read(cell) === 'date' ? 'date' : undefined),
  // Wide integers are exact anyway: `wei` where they fit, else text.
  large_integer: (cell) => (isWide(cell) ? plainType(cell) : undefined),
  // Values of this kind are Python's; no JSON has them.
  hexbytes_to_text: () => undefined,
  wei_to_double: (cell) => (isWide(cell) ? 'double' : undefined),
};

function isWide(cell: Cell): boolean {
  return typeof cell === 'bigint' && !isInt64(cell);
}

/**
 * What becomes of columns that are new: asked with the first value of a column, never for each row. What patterns say
 * of a name is remembered, so that each name is searched once.
 */
export class TypeInference {
  readonly #rules: ColumnRules;
  readonly #detectors: readonly Detect[];
  readonly #now: number | undefined;
  readonly #hasTypes: boolean;
  readonly #types = new Map<ColumnName, DataType | undefined>();

  /** @param nowMs what `timestamp` compares with. @default it detects nothing */
  constructor(settings: SchemaSettings, nowMs: number | undefined) {
    this.#rules = columnRulesOf(settings);
    this.#detectors = settings.detections.filter(isDetectionName).map((name) => detectors[name]);
    this.#now = nowMs === undefined ? undefined : nowMs / 1000;
    this.#hasTypes = Object.keys(settings.preferredTypes ?? {}).length > 0;
  }

  /** The type of a column of this name that begins with this value. */
  typeOf(name: ColumnName, cell: Cell): DataType {
    return this.preferredType(name) ?? this.#detected(cell) ?? plainType(cell);
  }

  preferredType(name: ColumnName): DataType | undefined {
    if (!this.#hasTypes) return undefined;
    if (!this.#types.has(name)) this.#types.set(name, this.#rules.preferredType(name));
    return this.#types.get(name);
  }

  defaults(name: ColumnName): ColumnDefaults | undefined {
    return this.#rules.defaults(name);
  }

  #detected(cell: Cell): DataType | undefined {
    for (const detect of this.#detectors) {
      const type = detect(cell, this.#now);
      if (type !== undefined) return type;
    }
    return undefined;
  }
}
