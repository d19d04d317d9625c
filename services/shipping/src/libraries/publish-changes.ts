import { isDeepStrictEqual } from 'node:util';
import { writeEvent, writeEvents } from '@toshobin/events';
import { dayOf } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { readDispatchCalendar } from '../calendars/read-dispatch-calendar.ts';
import { inTransaction, type Transaction } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { SHIPPING_IDS } from '../shipping-ids.ts';
import { libraryOf } from './read-libraries.ts';

/**
 * Tells the others of every library, and of the dispatch calendar, that is not as they were told last: after a change
 * of the data, and at the start of a process, because a new year brings new holidays. Answers how many were told.
 */
export async function publishChanges(deps: ShippingDeps): Promise<number> {
  const told = await inTransaction(deps, async (tx) => {
    await lockCalendars(tx);
    return publishChangesIn(tx, deps);
  });
  return told;
}

/**
 * For a database that was set back to a backup: the others may know of a later pause or closure, which is lost. They
 * are told everything as it is here now, although the rows say that it was told already.
 */
export async function tellCalendarsAnew(deps: ShippingDeps): Promise<number> {
  return inTransaction(deps, async (tx) => {
    await lockCalendars(tx);
    await tx.library.updateMany({ data: { published: Prisma.DbNull } });
    await tx.dispatchCalendar.updateMany({ data: { published: Prisma.DbNull } });
    return publishChangesIn(tx, deps);
  });
}

/** Publishes what has changed in the transaction of an act of staff that has changed them, behind `lockCalendars`. */
export async function publishChangesIn(tx: Transaction, deps: ShippingDeps): Promise<number> {
  return (await publishLibraries(tx, deps)) + (await publishDispatchCalendar(tx, deps));
}

/** Keeps every other change of libraries and calendars waiting until the end of the transaction. */
export async function lockCalendars(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM dispatch_calendar FOR UPDATE`;
}

/** Publishes in two statements, however many there are: a first start tells of forty in the time of one transaction. */
async function publishLibraries(tx: Transaction, { now }: ShippingDeps): Promise<number> {
  const at = now();
  const rows = await tx.library.findMany({ include: { closures: true }, orderBy: { order: 'asc' } });
  const changed = rows
    .map((row) => ({ row, library: libraryOf(row, dayOf(at)) }))
    .filter(({ row, library }) => !isDeepStrictEqual(row.published, library));
  if (changed.length === 0) return 0;
  const published = JSON.stringify(changed.map(({ library }) => library));
  await tx.$executeRaw`
    UPDATE library SET published = news.library, version = version + 1
      FROM jsonb_array_elements(${published}::jsonb) AS news (library) WHERE code = news.library ->> 'code'`;
  await writeEvents(
    tx,
    changed.map(({ row, library }) => ({
      id: derivedId(SHIPPING_IDS, `library ${row.code} ${row.version + 1} ${at}`),
      type: 'shipping.library.changed' as const,
      subject: row.code,
      at: new Date(at),
      data: library,
    })),
  );
  return changed.length;
}

async function publishDispatchCalendar(tx: Transaction, { now }: ShippingDeps): Promise<number> {
  const at = now();
  const { published, version } = await tx.dispatchCalendar.findUniqueOrThrow({ where: { id: 1 } });
  const calendar = await readDispatchCalendar(tx, dayOf(at));
  if (isDeepStrictEqual(published, calendar)) return 0;
  await tx.dispatchCalendar.update({ where: { id: 1 }, data: { published: calendar, version: version + 1 } });
  await writeEvent(tx, {
    id: derivedId(SHIPPING_IDS, `dispatch calendar ${version + 1} ${at}`),
    type: 'shipping.dispatchCalendar.changed',
    subject: 'dispatch-calendar',
    at,
    data: calendar,
  });
  return 1;
}
