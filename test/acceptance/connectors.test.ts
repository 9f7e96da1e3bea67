import { describeLoads } from './loads.ts';

describeLoads('connector');
