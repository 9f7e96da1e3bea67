import { describeLoads } from './loads.ts';

describeLoads('guide');
