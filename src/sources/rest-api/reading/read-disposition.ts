/** The disposition of a resource: one word, or an object that says how. */
import { readMoment } from '../../../schema/moment.ts';
import type { MergeHints, MergeStrategy, Moment, WriteDisposition } from '../../../schema/table.ts';
import type { ReplaceStrategy, WriteDispositionConfig } from './hint-vocabulary.ts';
import { bool, filledText, isPlain, keyOf, listOf, oneOf, orNull, refuse, shape, type Place } from './reading.ts';

const dispositions: readonly WriteDisposition[] = ['append', 'replace', 'merge', 'skip'];
const mergeStrategies: readonly MergeStrategy[] = ['delete-insert', 'upsert', 'insert-only', 'scd2'];
const replaceStrategies: readonly ReplaceStrategy[] = [
  'truncate-and-insert',
  'insert-from-staging',
  'staging-optimized',
];

const readShape = shape<WriteDispositionConfig>(
  {
    disposition: oneOf(dispositions),
    strategy: orNull(oneOf([...mergeStrategies, ...replaceStrategies])),
    deduplicated: orNull(bool),
    on_missing_key: orNull(oneOf(['append'])),
    validity_column_names: orNull(readPair),
    active_record_timestamp: orNull(moment),
    boundary_timestamp: orNull(moment),
    row_version_column_name: orNull(filledText),
  },
  { required: ['disposition'] },
);

/** A word, or an object that says how; keys of another disposition or strategy are refused. */
export function readWriteDisposition(
  value: unknown,
  place: Place,
): WriteDisposition | WriteDispositionConfig | undefined {
  if (!isPlain(value)) return oneOf(dispositions)(value, place);
  if (Object.hasOwn(value, 'retire_absent_rows')) {
    return refuse(keyOf(place, 'retire_absent_rows'), {
      message: 'is not a key of dlt 1.26',
      hint: 'Set merge_key of the resource to its natural key: rows of absent keys then stay valid',
    });
  }
  const before = place.problems.length;
  const config = readShape(value, place);
  const isSound = config !== undefined && place.problems.length === before;
  return isSound && fitsTogether(config, place) ? config : undefined;
}

/** What the long form says of a merge. */
export function mergeHints(config: WriteDispositionConfig): MergeHints | undefined {
  const strategy = mergeStrategies.find((known) => known === config.strategy);
  if (config.disposition !== 'merge') return undefined;
  const [from, to] = config.validity_column_names ?? [];
  return {
    strategy,
    deduplicated: config.deduplicated ?? undefined,
    onMissingKey: config.on_missing_key ?? undefined,
    history: {
      validityColumns: from === undefined || to === undefined ? undefined : [from, to],
      activeRecordTimestamp: config.active_record_timestamp,
      boundaryTimestamp: config.boundary_timestamp ?? undefined,
      rowVersionColumn: config.row_version_column_name ?? undefined,
    },
  };
}

const scd2Keys = [
  'validity_column_names',
  'active_record_timestamp',
  'boundary_timestamp',
  'row_version_column_name',
] as const;

function fitsTogether(config: WriteDispositionConfig, place: Place): boolean {
  const { disposition } = config;
  const known = strategiesOf(disposition);
  const strategy = config.strategy ?? undefined;
  const problems = place.problems.length;
  if (strategy !== undefined && !known.includes(strategy)) {
    const hint = known.length === 0 ? 'Leave it out' : `Write one of ${known.join(', ')}`;
    refuse(keyOf(place, 'strategy'), { message: `is none of ${disposition}`, found: strategy, hint });
  }
  const isPlainMerge = disposition === 'merge' && (strategy ?? 'delete-insert') === 'delete-insert';
  refuseUnless(isPlainMerge, config, { place, keys: ['deduplicated', 'on_missing_key'], strategy: 'delete-insert' });
  refuseUnless(disposition === 'merge' && strategy === 'scd2', config, { place, keys: scd2Keys, strategy: 'scd2' });
  return place.problems.length === problems;
}

function strategiesOf(disposition: WriteDisposition): readonly (MergeStrategy | ReplaceStrategy)[] {
  if (disposition === 'merge') return mergeStrategies;
  return disposition === 'replace' ? replaceStrategies : [];
}

interface KeysOfStrategy {
  readonly place: Place;
  readonly keys: readonly (keyof WriteDispositionConfig)[];
  readonly strategy: MergeStrategy;
}

/** Null and false ask for nothing and may stand anywhere. */
function refuseUnless(fits: boolean, config: WriteDispositionConfig, { place, keys, strategy }: KeysOfStrategy): void {
  if (fits) return;
  for (const key of keys) {
    const value = config[key];
    if (value === undefined || value === null || value === false) continue;
    refuse(keyOf(place, key), { message: `goes with the merge strategy ${strategy} only` });
  }
}

function readPair(value: unknown, place: Place): readonly string[] | undefined {
  const names = listOf(filledText)(value, place);
  if (names === undefined || (names.length === 2 && names[0] !== names[1])) return names;
  return refuse(place, { message: 'must be two names, of valid from and valid to', found: value });
}

function moment(value: unknown, place: Place): Moment | undefined {
  if ((typeof value === 'string' || typeof value === 'number') && readMoment(value) !== undefined) return value;
  return refuse(place, { message: 'must be a date or timestamp in ISO 8601, or seconds since 1970', found: value });
}
