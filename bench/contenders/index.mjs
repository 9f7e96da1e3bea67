import { airbyte } from './airbyte.mjs';
import { dltDefault, dltParallel, dltTuned } from './dlt.mjs';
import { floor, parse } from './floor.mjs';
import { parquet } from './parquet.mjs';
import { singer } from './singer.mjs';
import { sluice } from './sluice.mjs';

/**
 * In the order in which they take turns. A contender has
 *
 * - `what` it does, and `start()`, which makes ready what it needs, tells versions, or throws the reason why it cannot run;
 * - `load(asked)`: one load in a process of its own, measured; `asked` has `address`, `database` to fill, a `folder` of its
 *   own, the `resources` and `tables` of the workload;
 * - `shape`: `tables` unless said otherwise, `documents` when nested values stay JSON, `none` when nothing arrives;
 * - `leavesOut`: columns that it cannot keep exactly, by table;
 * - `prepare(loaded)`: what it takes from the first load of sluice.
 */
export const contenders = [sluice, floor, parquet, parse, dltTuned, dltParallel, dltDefault, airbyte, singer];
