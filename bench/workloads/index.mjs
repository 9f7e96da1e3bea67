import { deep } from './deep.mjs';
import { drifting } from './drifting.mjs';
import { events } from './events.mjs';
import { largeEvents, largeOrders, largeParents, manyResources } from './large.mjs';
import { merge } from './merge.mjs';
import { orders, scale } from './orders.mjs';
import { parents } from './parents.mjs';
import { slowPages, slowParents } from './slow.mjs';
import { wide } from './wide.mjs';

/** In the order in which they are measured and shown; those of a group only when they or their group are asked for. */
export const workloads = [
  orders,
  events,
  wide,
  deep,
  drifting,
  parents,
  slowPages,
  slowParents,
  merge,
  scale,
  largeEvents,
  largeOrders,
  largeParents,
  manyResources,
];
