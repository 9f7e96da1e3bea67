import { runOf, type Spec } from './both-engines.ts';

/** A stream of numbers that is the same for the same seed (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to, and without, `sides`. */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
  }

  of<Element>(list: readonly Element[]): Element {
    const element = list[this.roll(list.length)];
    if (element === undefined) throw new RangeError('nothing to choose from');
    return element;
  }

  happens(percent: number): boolean {
    return this.roll(100) < percent;
  }
}

const plainKeys = ['a', 'b', 'c', 'id', 'name', 'value', 'created_at', 'list'];
const oddKeys = [
  'userId',
  'user_id',
  'UserID',
  'A',
  'Größe',
  '日本語',
  'x y',
  'a__b',
  '$ref',
  '100%',
  'select',
  '__typename',
  '_id',
  'id_',
  'é',
  '٣x',
  'C++',
  '_',
  'a.b',
  'order',
] as const;
const scalars: readonly ((dice: Dice) => string)[] = [
  (dice) => String(dice.roll(1000) - 500),
  (dice) => `${dice.roll(100)}.${dice.of(['0', '5', '25', '125'])}`,
  (dice) => dice.of(['1e3', '1e-7', '2.0', '-0.0', '12345678901234567', '4611686018427387904']),
  (dice) => dice.of(['true', 'false']),
  () => 'null',
  (dice) =>
    JSON.stringify(dice.of(['x', '', 'abc', '7', '1.5', 'true', 'no', 'é😀', "it's", 'a\nb', '0x10', ' 5 ', '1_000'])),
  (dice) =>
    `"2024-0${1 + dice.roll(9)}-1${dice.roll(10)}T0${dice.roll(10)}:00:00${dice.of(['Z', '+02:00', '', '.123456Z'])}"`,
  (dice) => dice.of(['"2024-01-02"', '"10:30:00"', '"2024"', '"1700000000"']),
];

const textKind = 5;
const timestampKind = 6;

/** Mostly of one kind, so that columns have a type of their own and sometimes change it. */
function scalar(dice: Dice, favourite: number): string {
  const other = dice.roll(scalars.length);
  // A timestamp that is the first misfit of a column, and a number that is no year, end the run in dlt (case 53).
  const flipped = favourite === timestampKind ? textKind : other === timestampKind ? 0 : other;
  const make = scalars[dice.happens(75) ? favourite : flipped];
  return make === undefined ? 'null' : make(dice);
}

/** Keys that may meet in one column have values of one kind. */
function kindOf({ kinds }: Shape, key: string): number {
  const letters = key
    .replace(/^a__/, '')
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase();
  return kinds[Array.from(letters).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % kinds.length] ?? 0;
}

interface Shape {
  readonly keys: readonly string[];
  readonly kinds: readonly number[];
}

function newShape(dice: Dice): Shape {
  const pool = dice.happens(50) ? plainKeys : [...plainKeys, ...oddKeys];
  const keys = Array.from({ length: 3 + dice.roll(4) }, () => dice.of(pool));
  return {
    keys,
    kinds: Array.from({ length: 23 }, () =>
      dice.happens(14) ? scalars.length + dice.roll(3) : dice.roll(scalars.length),
    ),
  };
}

function value(dice: Dice, shape: Shape, key: string, depth: number): string {
  const kind = kindOf(shape, key);
  if (kind < scalars.length || depth <= 0) return scalar(dice, kind % scalars.length);
  if (dice.happens(10)) return scalar(dice, kind % scalars.length);
  if (kind === scalars.length) return object(dice, shape, depth - 1);
  const length = dice.roll(4);
  const element = (): string => {
    if (dice.happens(5)) return dice.of(['null', '[1,2]', '[]', '{}', '[["x"]]']);
    return kind === scalars.length + 1
      ? object(dice, shape, depth - 1)
      : scalar(dice, kindOf(shape, 'value') % scalars.length);
  };
  return `[${Array.from({ length }, element).join(',')}]`;
}

function object(dice: Dice, shape: Shape, depth: number): string {
  const keys = new Set(shape.keys.filter(() => dice.happens(80)));
  return `{${[...keys].map((key) => `${JSON.stringify(key)}:${value(dice, shape, key, depth)}`).join(',')}}`;
}

/** Three runs of rows whose shape grows from run to run: nested, ragged, null first, with types that flip. */
function rowSet(seed: number): readonly string[] {
  const dice = new Dice(seed);
  let shape = newShape(dice);
  return [0, 1, 2].map(() => {
    const rows = Array.from({ length: 1 + dice.roll(5) }, () => object(dice, shape, dice.happens(25) ? 2 : 1));
    if (dice.happens(60)) shape = { ...shape, keys: [...shape.keys, dice.of([...plainKeys, ...oddKeys])] };
    return `[${rows.join(',')}]`;
  });
}

/** Many row sets in one case, each a resource of its own: one run of dlt costs as much for fifty as for one. */
export function generatedSpec(name: string, seeds: readonly number[]): Spec {
  const sets = seeds.map((seed) => ({ name: `s${seed}`, texts: rowSet(seed) }));
  return {
    name,
    runs: [0, 1, 2].map((run) => ({
      resources: sets.map((set) => ({ name: set.name, rows: set.texts[run] ?? '[]' })),
    })),
  };
}

/** One row set alone; for finding out what went wrong with it. */
export function generatedAlone(seed: number): Spec {
  return { name: `alone${seed}`, runs: rowSet(seed).map((rows) => runOf(rows)) };
}
