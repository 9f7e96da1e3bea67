/** One load by hand: `floor-load.mjs < asked.json`, with `{"address", "database", "resources", "tables"}`. */
import { walk } from './pages.mjs';
import { printUsage, readAsked } from './usage.mjs';

const asked = readAsked();
if (Object.keys(asked.tables).length === 0) {
  await walk(asked, () => undefined);
} else {
  const { openTables } = await import('./floor-tables.mjs');
  const tables = await openTables(asked);
  await walk(asked, (name, rows) => tables.write(name, rows));
  await tables.commit();
}
printUsage();
