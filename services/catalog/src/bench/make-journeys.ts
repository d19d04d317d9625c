import { uuidOf } from '@toshobin/bench';
import type pg from 'pg';
import { z } from 'zod';

/**
 * Where the made-up journeys stand: over; with a patron, lent at the prefectural counter or by a pickup library;
 * waiting at a pickup library; in a parcel to one; on the prefectural hold shelf.
 */
const journeyKinds = ['past', 'lentHere', 'lentThere', 'ready', 'shipped', 'held'] as const;
type JourneyKind = (typeof journeyKinds)[number];

/** What the other services are told of a made-up journey. */
export const DeskJourneySchema = z.object({
  reservationId: z.uuid(),
  allocation: z.int(),
  recordId: z.string(),
  copyId: z.string(),
  barcode: z.string(),
  title: z.string(),
  pickupLibrary: z.string(),
  openedAt: z.date(),
  dueDate: z.string().nullable(),
  dueAt: z.date().nullable(),
});
export type DeskJourney = z.infer<typeof DeskJourneySchema>;

interface Shape {
  place: string;
  /** The kinds of its facts, one an hour. */
  facts: readonly string[];
  /** Days since the copy was chosen: so many, and by lot up to so many more. */
  days: readonly [from: number, more: number];
  atBranch: boolean;
  lent: boolean;
}

const outward = ['picked', 'packed', 'shipped'];
const shapes: Record<JourneyKind, Shape> = {
  past: {
    place: 'onShelf',
    facts: ['picked', 'handedOut', 'handedIn', 'home'],
    days: [40, 400],
    atBranch: false,
    lent: true,
  },
  lentHere: { place: 'onLoan', facts: ['picked', 'handedOut'], days: [2, 18], atBranch: false, lent: true },
  lentThere: {
    place: 'onLoan',
    facts: [...outward, 'arrived', 'handedOut'],
    days: [4, 16],
    atBranch: true,
    lent: true,
  },
  ready: {
    place: 'atPickupLibrary',
    facts: [...outward, 'arrived'],
    days: [2, 3],
    atBranch: true,
    lent: true,
  },
  shipped: { place: 'inTransit', facts: outward, days: [1, 1], atBranch: true, lent: true },
  held: { place: 'onHoldShelf', facts: ['picked'], days: [1, 5], atBranch: false, lent: false },
};

const PREFECTURAL = 'pref';

/**
 * Makes journeys of copies that stand on their shelf for nobody, by lot but always the same, until so many are there.
 * Answers the new ones. The other services' part of them (the reservation's row, the parcel) is theirs to make.
 */
export async function makeJourneys(
  client: pg.Client,
  kind: JourneyKind,
  wanted: number,
  branches: readonly string[],
): Promise<DeskJourney[]> {
  const missing = wanted - (await countOf(client, kind));
  if (missing <= 0) return [];
  const { place, facts, days, atBranch, lent } = shapes[kind];
  const over = kind === 'past';
  const { rows } = await client.query(
    `WITH free AS MATERIALIZED (
       SELECT copy.id, copy.record_id, copy.barcode,
         (SELECT count(*) FROM allocation WHERE copy_id = copy.id) AS earlier
       FROM copy JOIN bibliographic_record record ON record.id = copy.record_id
       WHERE copy.place = 'onShelf' AND copy.condition = 'inService' AND record.lending = 'lendable'
       ORDER BY hashint8extended(copy.id, 7) LIMIT $1),
     chosen AS MATERIALIZED (
       SELECT free.*, ${uuidOf("'desk ' || id || ' ' || earlier")} AS reservation,
         ($2::text[])[1 + row_number() OVER (ORDER BY id) % array_length($2::text[], 1)] AS library,
         date_trunc('hour', now()) - make_interval(days => $3::int, mins => (hashint8(id) & 65535) % ($4::int * 1440))
           AS opened
       FROM free),
     entries AS (
       INSERT INTO queue_entry (reservation_id, record_id, joined_at, state, pickup_library, channel)
       SELECT reservation, record_id, opened, ${over ? "'closed'" : "'allocated'"}::queue_state, library, 'web' FROM chosen),
     allocations AS (
       INSERT INTO allocation (copy_id, reservation_id, opened_at${over ? ', closed_at, ending' : ''})
       SELECT id, reservation, opened${over ? `, opened + interval '20 days', 'home'` : ''} FROM chosen
       RETURNING number, copy_id),
     numbered AS MATERIALIZED (SELECT chosen.*, number AS allocation FROM chosen JOIN allocations ON copy_id = id),
     loans AS (
       INSERT INTO loan (allocation, started_at, due_date, due_at, handed_out_at${over ? ', handed_in_at, ended_at' : ''})
       SELECT allocation, opened + interval '3 hours', ${DUE_DATE}, ${DUE_AT},
         ${facts.includes('handedOut') ? "opened + interval '5 hours'" : 'NULL'}
         ${over ? ", opened + interval '20 days', opened + interval '20 days'" : ''}
       FROM numbered WHERE ${lent}),
     facts AS (
       INSERT INTO scan (fact_id, kind, copy_id, reservation_id, allocation, leg, place, occurred_at, scanned_at, recorded_at, account)
       SELECT ${uuidOf('reservation || kind')}, kind::scan_kind, id, reservation, allocation,
         (CASE WHEN kind IN ('handedIn', 'home') THEN 'return' ELSE 'outward' END)::leg, library, at, at, at, 'bench'
       FROM (SELECT numbered.*, kind, opened + make_interval(hours => nth::int) AS at
         FROM numbered, unnest($5::text[]) WITH ORDINALITY fact (kind, nth)) happened ORDER BY allocation, at),
     moved AS (
       UPDATE copy SET place = $6::copy_place, place_library = CASE WHEN library = '${PREFECTURAL}' THEN NULL ELSE library END
       FROM chosen WHERE chosen.id = copy.id AND ${!over})
     SELECT reservation::text AS "reservationId", allocation, record_id::text AS "recordId",
       numbered.id::text AS "copyId", barcode, title, library AS "pickupLibrary", opened AS "openedAt",
       CASE WHEN ${lent} THEN to_char(${DUE_DATE}, 'YYYY-MM-DD') END AS "dueDate", CASE WHEN ${lent} THEN ${DUE_AT} END AS "dueAt"
     FROM numbered JOIN bibliographic_record record ON record.id = record_id WHERE ${!over} ORDER BY allocation`,
    [missing, atBranch ? branches : [PREFECTURAL], days[0], days[1], facts, place],
  );
  return z.array(DeskJourneySchema).parse(rows);
}

/** R7, near enough: three weeks, whatever the calendar says. */
const DUE_DATE = `((opened AT TIME ZONE 'Asia/Tokyo')::date + 21)`;
const DUE_AT = `((${DUE_DATE} + 1)::timestamp AT TIME ZONE 'Asia/Tokyo' - interval '1 millisecond')`;

async function countOf(client: pg.Client, kind: JourneyKind): Promise<number> {
  const { place, atBranch } = shapes[kind];
  const library = atBranch ? 'IS NOT NULL' : 'IS NULL';
  const { rows } = await client.query<{ count: number }>(
    kind === 'past'
      ? `SELECT count(*)::int FROM allocation WHERE ending = 'home'`
      : `SELECT count(*)::int FROM copy WHERE place = $1::copy_place AND place_library ${library}`,
    kind === 'past' ? [] : [place],
  );
  return rows[0]?.count ?? 0;
}
