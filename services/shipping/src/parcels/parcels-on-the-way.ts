import {
  type CalendarDate,
  dateColumn,
  dayOf,
  fromDateColumn,
  instantFromDate,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { ParcelAsked, ParcelDirection, ParcelState } from '../generated/prisma/enums.ts';
import type { AnswerTo, ShippingDeps } from '../shipping-deps.ts';

/** How many of each way are named: as many as a dashboard has room for. */
const NAMED = 6;

const Counted = z.array(
  z.object({
    direction: z.enum(ParcelDirection),
    state: z.enum(ParcelState),
    parcels: z.int(),
    copies: z.int(),
    since: z.date().nullable(),
    late: z.int(),
    due: z.int(),
  }),
);
const Named = z.array(
  z.object({
    direction: z.enum(ParcelDirection),
    number: z.string(),
    library: z.string(),
    copies: z.int(),
    dispatchedAt: z.date().nullable(),
    expectedDate: z.date(),
    asked: z.enum(ParcelAsked).nullable(),
  }),
);

/**
 * The parcels on their way or to be opened, counted; those expected the longest are named. A parcel without a copy
 * waits for nothing: it was opened by mistake, or its copies were taken out.
 */
export async function parcelsOnTheWay(
  deps: Pick<ShippingDeps, 'db' | 'now'>,
): Promise<AnswerTo<'parcelsOnTheWay'>> {
  const today = dayOf(deps.now());
  const [counted, named] = await Promise.all([countThem(deps, today), nameThem(deps, today)]);
  const of = (direction: ParcelDirection, state: ParcelState) => {
    const found = counted.find((one) => one.direction === direction && one.state === state);
    const { parcels = 0, copies = 0, late = 0, due = 0, since = null } = found ?? {};
    return { parcels, copies, late, due, since: since && instantFromDate(since) };
  };
  const namedOf = (direction: ParcelDirection) =>
    named
      .filter((one) => one.direction === direction)
      .map(({ number, library, copies, dispatchedAt, expectedDate, asked }) => ({
        ...{ parcelNumber: number, library, copies },
        dispatchedAt: dispatchedAt && instantFromDate(dispatchedAt),
        expectedDate: fromDateColumn(expectedDate),
        ...(asked === null ? {} : { asked }),
      }));
  const { parcels, since } = of('return', 'arrived');
  return {
    outward: { ...of('outward', 'dispatched'), named: namedOf('outward') },
    back: { ...of('return', 'dispatched'), named: namedOf('return') },
    home: { parcels, since },
  };
}

async function countThem({ db }: Pick<ShippingDeps, 'db'>, today: CalendarDate) {
  const on = dateColumn(today);
  const rows = await db.$queryRaw`
    SELECT direction::text, state::text, count(*)::int AS parcels, sum(copies)::int AS copies, min(dispatched_at) AS since,
      count(*) FILTER (WHERE expected_date < ${on}::date)::int AS late,
      count(*) FILTER (WHERE expected_date <= ${on}::date)::int AS due
    FROM parcel, LATERAL (
      SELECT count(*) AS copies FROM parcel_line WHERE parcel_number = number AND parcel_line.state <> 'takenOut') inside
    WHERE copies > 0 AND (parcel.state = 'dispatched' OR (parcel.state = 'arrived' AND direction = 'return'))
    GROUP BY 1, 2`;
  return Counted.parse(rows);
}

async function nameThem({ db }: Pick<ShippingDeps, 'db'>, today: CalendarDate) {
  const rows = await db.$queryRaw`
    SELECT direction::text, number, library_code AS library, copies::int, dispatched_at AS "dispatchedAt",
      expected_date AS "expectedDate",
      (SELECT asked::text FROM parcel_question WHERE parcel_number = number ORDER BY asked_at DESC LIMIT 1) AS asked
    FROM (
      SELECT parcel.*, copies, row_number() OVER (PARTITION BY direction ORDER BY expected_date, number) AS place
      FROM parcel, LATERAL (
        SELECT count(*) AS copies FROM parcel_line WHERE parcel_number = number AND parcel_line.state <> 'takenOut') inside
      WHERE copies > 0 AND parcel.state = 'dispatched' AND expected_date <= ${dateColumn(today)}::date) expected
    WHERE place <= ${NAMED}::int ORDER BY direction, place`;
  return Named.parse(rows);
}
