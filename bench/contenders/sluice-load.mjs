/** One load with sluice: `sluice-load.mjs < asked.json`, with `{"address", "database", "folder", "resources"}`. */
import { pipeline } from 'sluice';
import { duckdb } from 'sluice/destinations/duckdb';
import { restApi } from 'sluice/sources/rest-api';
import { printUsage, readAsked } from './usage.mjs';

const { address, database, folder, resources } = readAsked();
await pipeline({
  name: 'bench',
  destination: duckdb(database),
  dataset: 'bench',
  pipelinesFolder: `${folder}/pipelines`,
}).run(restApi({ client: { base_url: `${address}/` }, resources }, { name: 'bench' }));
printUsage();
