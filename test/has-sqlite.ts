import { openDatabase } from '../src/destinations/sqlite/driver.ts';

/** Whether this Node.js has what the SQLite destination needs. */
export const hasSqlite: boolean = await openDatabase(':memory:', false).then(
  (database) => {
    database.close();
    return true;
  },
  () => false,
);
