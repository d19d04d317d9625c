import { randomUUID } from 'node:crypto';
import { openCatalogDatabase, tellAllAnew, tellPolicyAnew, tellWaitingAnew } from '@toshobin/catalog';
import { leapNumbers } from '@toshobin/database';
import { republishSince } from '@toshobin/events';
import { type Instant, instantFromDate } from '@toshobin/lending-rules';
import { allWaitedFor, openPatronDatabase } from '@toshobin/patron';
import { openShippingDatabase, tellCalendarsAnew } from '@toshobin/shipping';
import pg from 'pg';

export const keepers = ['catalog', 'patron', 'shipping', 'temporal'] as const;

const now = () => instantFromDate(new Date());
const committed = () => {};

/** The three services' databases by their variables. */
export interface Addresses {
  readonly CATALOG_DATABASE_URL: string;
  readonly PATRON_DATABASE_URL: string;
  readonly SHIPPING_DATABASE_URL: string;
}

/**
 * After these were set back to a backup: none of their numbers is given a second time; the catalog begins the epoch of that
 * moment and tells every reservation anew; what an owner that was set back says of the rules, libraries and calendars holds
 * for the others too; each owner has all that it may have told the others published once more. What is
 * known already changes nothing.
 * @returns `older` where a later restore was told of already: the epoch stays
 */
export async function tellOfRestore(
  { CATALOG_DATABASE_URL, PATRON_DATABASE_URL, SHIPPING_DATABASE_URL }: Addresses,
  at: Instant,
  restored: ReadonlySet<string>,
): Promise<'told' | 'older'> {
  const { db, close } = openCatalogDatabase(CATALOG_DATABASE_URL);
  try {
    for (const [service, connectionString] of [
      ['catalog', CATALOG_DATABASE_URL],
      ['patron', PATRON_DATABASE_URL],
      ['shipping', SHIPPING_DATABASE_URL],
    ] as const) {
      const pool = new pg.Pool({ connectionString, options: '-c TimeZone=UTC', max: 1 });
      if (restored.has(service)) await leapNumbers(pool);
      console.log(`${service}: ${await republishSince(pool, new Date(0))} facts go out once more`);
      await pool.end();
    }
    const said = (told: number) => console.log(`catalog: ${told} reservations told anew`);
    const desk = { db, now, committed };
    if (restored.has('catalog')) await tellPolicyAnew(desk);
    if (restored.has('catalog') || restored.has('patron')) {
      const told = await tellWaitingAnew(desk, await waitedForAtPatron(PATRON_DATABASE_URL));
      console.log(`catalog: of ${told} titles told anew whether somebody waits`);
    }
    if (restored.has('shipping')) await calendarsToldAnew(SHIPPING_DATABASE_URL);
    return (await tellAllAnew(desk, at, said)) === 'older' ? 'older' : 'told';
  } finally {
    await close();
  }
}

async function waitedForAtPatron(databaseUrl: string): Promise<bigint[]> {
  const { db, close } = openPatronDatabase(databaseUrl);
  try {
    return await allWaitedFor(db);
  } finally {
    await close();
  }
}

async function calendarsToldAnew(databaseUrl: string): Promise<void> {
  const { db, close } = openShippingDatabase(databaseUrl);
  try {
    const told = await tellCalendarsAnew({ db, now, newId: randomUUID, committed });
    console.log(`shipping: ${told} libraries and calendars told anew`);
  } finally {
    await close();
  }
}
