import { type KnownEvent, PREFECTURAL_LIBRARY, ReservationIdSchema } from '@toshobin/contracts';
import { type Instant, instantFromEpochMs } from '@toshobin/lending-rules';
import type { FactKind } from '@toshobin/lending-rules/facts';
import { factInTest } from '@toshobin/lending-rules/testing';
import fc from 'fast-check';
import { eventOf } from './in-memory-catalog.ts';

/** One thing that happens to a copy: on which day, and how many days later and how often we hear of it. */
interface Happening {
  kind: FactKind;
  day: number;
  daysLate: number;
  /** Among what is heard on the same day. */
  turn: number;
  times: number;
}

/** What happens to one reservation. Home is always among it. */
export interface GeneratedJourney {
  pickup: 'uto' | typeof PREFECTURAL_LIBRARY;
  /** Whether the branch that is asked 「棚にありますか」 answers 「あります」, or never answers. */
  answersHere: boolean;
  /** How many days the ready mail of the prefectural counter takes to be accepted; undefined: for ever. */
  mailTakesDays: number | undefined;
  happenings: Happening[];
}

const ways = {
  uto: ['picked', 'packed', 'shipped', 'arrived', 'handedOut', 'handedIn', 'home'],
  [PREFECTURAL_LIBRARY]: ['picked', 'handedOut', 'handedIn', 'home'],
} as const satisfies Record<string, readonly FactKind[]>;

/** The longest such journey ends before a loan is long overdue: a copy that never comes home has its own test. */
export const longestJourneyDays = 40;

const one = fc.record({
  gap: fc.nat({ max: 5 }),
  daysLate: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 10 }) },
  ),
  turn: fc.nat({ max: 99 }),
  times: fc.oneof(
    { weight: 4, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 3 }) },
  ),
  omitted: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

/** The ordinary way of a copy, with scans forgotten, repeated, heard late and so in any order. */
export const anyJourney: fc.Arbitrary<GeneratedJourney> = fc
  .record({
    pickup: fc.constantFrom<GeneratedJourney['pickup']>('uto', 'uto', 'uto', PREFECTURAL_LIBRARY),
    answersHere: fc.boolean(),
    mailTakesDays: fc.option(fc.nat({ max: 6 }), { nil: undefined }),
    steps: fc.array(one, { minLength: 7, maxLength: 7 }),
  })
  .map(({ pickup, answersHere, mailTakesDays, steps }) => {
    let day = 0;
    const happenings = ways[pickup].flatMap((kind, n): Happening[] => {
      const step = steps[n];
      if (!step) return [];
      // The loan's weeks, so that holds end and reminders come due among what is generated.
      day = Math.min(
        longestJourneyDays - 10,
        day + (kind === 'handedIn' || kind === 'home' ? 3 : 1) * step.gap,
      );
      const { daysLate, turn, times, omitted } = step;
      return omitted && kind !== 'home' ? [] : [{ kind, day, daysLate, turn, times }];
    });
    return { pickup, answersHere, mailTakesDays, happenings };
  });

/** What is heard on each day, in the order it is heard; a repetition is the same event again. */
export function eventsByDay(
  { pickup, happenings }: GeneratedJourney,
  { reservationId, allocation, copyId }: { reservationId: string; allocation: number; copyId: string },
  startedAtMs: number,
): KnownEvent[][] {
  const days = Array.from(
    { length: longestJourneyDays + 1 },
    (): { turn: number; event: KnownEvent }[] => [],
  );
  const at = (day: number): Instant => instantFromEpochMs(startedAtMs + day * 86_400_000);
  for (const { kind, day, daysLate, turn, times } of happenings) {
    const back = kind === 'handedIn' || kind === 'home';
    const fact = factInTest(kind, at(day), {
      copyId,
      reservationId: ReservationIdSchema.parse(reservationId),
      allocation,
      leg: back ? 'return' : 'outward',
      place: kind === 'home' || kind === 'picked' ? PREFECTURAL_LIBRARY : pickup,
    });
    const moved = kind === 'packed' || kind === 'shipped' || kind === 'arrived';
    const event = moved
      ? eventOf('shipping.copy.moved', { fact, parcelNumber: '900000000001', mode: 'yuMail' }, fact.factId)
      : eventOf('catalog.copy.scanned', { fact }, fact.factId);
    for (let n = 0; n < times; n++) days[day + daysLate]?.push({ turn: (turn * (n + 1)) % 100, event });
  }
  return days.map((heard) => heard.sort((a, b) => a.turn - b.turn).map(({ event }) => event));
}
