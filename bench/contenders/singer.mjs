import { join } from 'node:path';
import { environmentOf, versionsOf } from '../environments.mjs';
import { fileOf, measured } from '../measure.mjs';
import { flatSchema } from '../tables.mjs';

let tap;
let target;

/** Singer, as Meltano runs it: one process that asks, another that loads. Objects become columns, lists JSON. */
export const singer = {
  name: 'Singer',
  what: 'tap-rest-api-msdk with all columns, into target-duckdb; lists stay JSON',
  shape: 'documents',
  async start() {
    tap = await environmentOf('singer-tap', ['tap-rest-api-msdk==1.4.2']);
    target = await environmentOf('singer-target', ['target-duckdb==0.8.0', 'duckdb==1.1.3']);
    const versions = [
      await versionsOf(tap, ['tap-rest-api-msdk', 'singer-sdk']),
      await versionsOf(target, ['target-duckdb', 'duckdb']),
    ];
    return { versions: versions.join(', ') };
  },
  load: (asked) => {
    const programs = { tap: join(tap, 'tap-rest-api-msdk'), target: join(target, 'target-duckdb') };
    const schemas = Object.fromEntries(asked.resources.map(({ name }) => [name, flatSchema(asked.tables, name)]));
    return measured(join(target, 'python'), [fileOf('contenders/singer-load.py')], { ...asked, programs, schemas });
  },
};
