import { Prisma } from '@toshobin/catalog';
import { LibrarySchema } from '@toshobin/contracts';
import { dayOf, instantFromDate, isAfter, startOfDay } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { z } from 'zod';
import type { Contradiction } from './contradictions.ts';
import type { Finding } from './finding.ts';
import type { OpenLibrary } from './open-library.ts';

/** So many of a kind are named; more are another trouble. */
const MOST = 500;

const Rows = z.array(z.object({ id: z.string() }));

/** Queues and copies of titles, in the catalog alone and against what the patron service knows of them. */
export async function judgeTitles(library: OpenLibrary, now: Date): Promise<Finding[]> {
  return [
    ...(await judgeAtAnyMoment(library, now)),
    ...(await judgeWaiting(library)),
    ...(await judgeFairness(library, now)),
  ];
}

/** What no moment may show, however busy the library: whoever changes it has the queue of the title locked until it is so. */
export async function judgeAtAnyMoment(library: OpenLibrary, now: Date): Promise<Finding[]> {
  const { catalog } = library;
  const paused = await pausedNow(library, now);
  const lacksCopy = Prisma.sql`NOT EXISTS (SELECT FROM copy WHERE copy.record_id = entry.record_id
    AND condition IN ('inService', 'searching'))`;
  // On the day itself the process has not judged yet.
  const today = new Date(startOfDay(dayOf(instantFromDate(now))));
  const kinds: readonly [Contradiction, string, Prisma.Sql][] = [
    [
      'twoHolders',
      'copy',
      Prisma.sql`SELECT standing -> 'item' ->> 'barcode' AS id FROM reservation_state
        WHERE standing -> 'state' ->> 'stage' IN ('toFetch', 'fetched', 'packed', 'inTransit', 'held', 'onLoan')
        GROUP BY 1 HAVING count(*) > 1`,
    ],
    [
      'waitsBesideFreeCopy',
      'reservation',
      Prisma.sql`SELECT reservation_id::text AS id FROM queue_entry entry
        WHERE state = 'waiting' AND pickup_library <> ALL (${paused}::text[])
          AND EXISTS (SELECT FROM copy WHERE copy.record_id = entry.record_id
            AND place = 'onShelf' AND condition = 'inService')`,
    ],
    [
      'nobodyCanFill',
      'reservation',
      Prisma.sql`SELECT reservation_id::text AS id FROM queue_entry entry
        WHERE state IN ('waiting', 'suspended') AND unservable_at IS NULL AND ${lacksCopy}`,
    ],
    [
      'saidUnservable',
      'reservation',
      Prisma.sql`SELECT reservation_id::text AS id FROM queue_entry entry
        WHERE state IN ('waiting', 'suspended') AND unservable_at < ${today} AND NOT ${lacksCopy}`,
    ],
    [
      'waitingNotTold',
      'record',
      Prisma.sql`WITH so AS (SELECT record_id FROM queue_entry WHERE state = 'waiting'),
          told AS (SELECT record_id FROM title_waiting WHERE waiting)
        SELECT record_id::text AS id
        FROM ((TABLE so EXCEPT TABLE told) UNION ALL (TABLE told EXCEPT TABLE so)) differ`,
    ],
  ];
  const findings: Finding[] = [];
  for (const [what, name, sql] of kinds) {
    const rows = Rows.parse(await catalog.$queryRaw`SELECT * FROM (${sql}) found LIMIT ${MOST}`);
    findings.push(...rows.map(({ id }) => ({ what, of: { [name]: id } })));
  }
  return findings;
}

async function pausedNow({ catalog }: OpenLibrary, now: Date): Promise<string[]> {
  const today = dayOf(instantFromDate(now));
  const rows = await catalog.library.findMany();
  return rows.flatMap(({ code, library }) => {
    const { pausedFrom, reopens } = LibrarySchema.parse(library);
    const isPaused =
      pausedFrom !== null && !isAfter(pausedFrom, today) && (reopens === null || isAfter(reopens, today));
    return isPaused ? [code] : [];
  });
}

/** R8. Whether anybody waits: what was told, and what the patron service heard. */
async function judgeWaiting({ catalog, patron }: OpenLibrary): Promise<Finding[]> {
  const [told, heard] = await Promise.all([
    catalog.titleWaiting.findMany({ where: { waiting: true }, select: { recordId: true } }),
    patron.titleWaiting.findMany({ where: { waiting: true }, select: { recordId: true } }),
  ]);
  const ids = (rows: readonly { recordId: bigint }[]) => new Set(rows.map(({ recordId }) => recordId));
  const [said, known] = [ids(told), ids(heard)];
  const differ = [...said, ...known].filter((id) => !(said.has(id) && known.has(id)));
  return differ.map((id) => ({
    what: 'waitingToldWrongly',
    of: { record: String(id), service: 'catalog' },
    seen: said.has(id) ? 'somebody waits' : 'nobody waits',
  }));
}

const Overtaken = z.array(
  z.object({ id: z.string(), other: z.string(), openedAt: z.date(), epoch: z.int(), n: z.int() }),
);

/**
 * Who waits still, and whoever joined later and has got a copy since. By what was told last it waited all the time: what
 * was suspended, or had lost its copy, in between was told later.
 */
export async function judgeFairness(library: OpenLibrary, now: Date): Promise<Finding[]> {
  const { catalog } = library;
  const paused = await pausedNow(library, now);
  const overtaken = Overtaken.parse(
    await catalog.$queryRaw`
      SELECT entry.reservation_id::text AS id, other.reservation_id::text AS other, chosen.opened_at AS "openedAt",
        told.epoch, told.n
      FROM queue_entry entry
        JOIN reservation_state told ON told.reservation_id = entry.reservation_id
        JOIN queue_entry other ON other.record_id = entry.record_id AND other.state = 'allocated'
          AND (other.joined_at, other.sequence) > (entry.joined_at, entry.sequence) AND other.channel <> 'counter'
        JOIN allocation chosen ON chosen.reservation_id = other.reservation_id AND chosen.closed_at IS NULL
          -- Two copies that were swapped go where their patrons are.
          AND chosen.journey IS NULL
      WHERE entry.state = 'waiting' AND entry.pickup_library <> ALL (${paused}::text[])
        AND entry.recorded_at < chosen.opened_at
      LIMIT ${MOST}`,
  );
  const findings: Finding[] = [];
  for (const { id, other, openedAt, epoch, n } of overtaken) {
    const word = await catalog.outbox.findUnique({
      where: { id: derivedId(id, `standing ${epoch} ${n}`) },
      select: { time: true },
    });
    if (word && word.time < openedAt) findings.push({ what: 'queueUnfair', of: { reservation: id, other } });
  }
  return findings;
}
