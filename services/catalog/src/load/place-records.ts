import type { Queryable } from '../records/queryable.ts';

/**
 * Lays the records out on disk by recency, which the search relies on (see the first migration), and takes those
 * added or changed since into that order. Locks the table against everybody while it runs, about 2 minutes for a
 * million records: for the load, and for the nightly window. Without it nothing is wrong, only slower with every
 * record added. Nothing is done when no record waits to be placed.
 *
 * @param database one client, inside a transaction: the flags and the order must become true together
 * @returns how many records were out of place
 */
export async function placeRecords(database: Queryable): Promise<number> {
  // Nobody may add or change a record between the flags and the new order.
  await database.query('LOCK TABLE bibliographic_record IN ACCESS EXCLUSIVE MODE');
  const { rowCount } = await database.query('UPDATE bibliographic_record SET placed = true WHERE NOT placed');
  if (rowCount === null || rowCount === 0) return 0;
  await layOutRecords(database);
  return rowCount;
}

/** Lays out the whole table, whatever the flags say: for a load that has set them itself, in the same transaction. */
export async function layOutRecords(database: Queryable): Promise<void> {
  await database.query('CLUSTER bibliographic_record USING record_recency');
  await database.query('ANALYZE bibliographic_record');
}
