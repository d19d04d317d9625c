import type { CardApplication, PatronRow } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  calendarDate,
  type Deadline,
  type Decision,
  deadlineOn,
  type OpeningCalendar,
  type Refusal,
  type RefusalCode,
  refuse,
} from '@toshobin/lending-rules';
import type { ReservationProcess } from '@toshobin/web';

/** What the fakes heard, so that a test can see what reached them. */
export interface Heard {
  applications: Map<string, string>;
  /** Where each reservation of them is to be picked up. */
  pickups: Map<string, string>;
  admissions: string[];
  /** Every wish that was carried out: its kind and its id. */
  wishes: string[];
  cards: Map<string, CardApplication & { mailLanguage: string }>;
  mails: number;
}

/** What the next calls find: the patron, the process (away, or refusing), the rows of My Library, a paused library. */
export interface World {
  scope: 'full' | 'choosePassword';
  /** `late`: the wish is carried out, and no answer comes in time. */
  process: 'answers' | 'away' | 'late' | RefusalCode | Refusal;
  rows: PatronRow[];
  cardStatus: 'valid' | 'suspended' | 'expired' | 'replaced';
  expiresOn: CalendarDate | null;
  emailStatus: 'none' | 'unverified' | 'verified' | 'undeliverable';
  loans: number;
  /** How many reservations are open, and where the last one was picked up. */
  reservations: number;
  lastPickupLibrary: string | null;
  /** Whether the patron service answers an application. */
  applying: 'answers' | 'away';
  /** Whether the catalog can be reached, the place in the queue it tells, and what it answers about an extension. */
  catalog: 'answers' | 'away';
  position: number | null;
  /** Nor is there a copy that could come. */
  noCopyLeft: boolean;
  /** Whether every copy is lost. */
  lost: boolean;
  preview: Decision<{ due: Deadline; present: Deadline }>;
  /** When the first municipal library is closed. */
  calendar: OpeningCalendar;
  pausedFrom: CalendarDate | null;
}

/** A reservation's process in memory: a wish changes the rows of My Library, as the real one does before it answers. */
export function fakeProcess(world: World, heard: Heard): ReservationProcess {
  const carriedOut = (
    kind: string,
    { params, body }: { params: { reservationId: string }; body: { wishId: string } },
    change: Partial<PatronRow>,
  ) => {
    const { process } = world;
    if (process === 'away') return refuse('TRY_AGAIN');
    if (typeof process === 'object') return refuse(process.code, process.values);
    if (process !== 'answers' && process !== 'late') return refuse(process);
    heard.wishes.push(`${kind} ${body.wishId}`);
    world.rows = world.rows.map((row) =>
      row.reservationId === params.reservationId ? { ...row, ...change } : row,
    );
    return process === 'late' ? refuse('TRY_AGAIN') : undefined;
  };
  const due = deadlineOn(calendarDate('2026-12-15'));
  return {
    async admit({ body }) {
      heard.admissions.push(body.reservationId);
      const { process, position } = world;
      if (typeof process === 'object') return { ok: false, refusal: process };
      if (process === 'away') return allow('notYet' as const);
      return allow({ position: position ?? 1, ready: position === null });
    },
    async cancel(wish) {
      const refused = carriedOut('cancel', wish, { state: 'cancelled', open: false });
      return refused ?? allow({ cancelled: true as const });
    },
    async cancelByLibrary(wish) {
      return carriedOut('cancelByLibrary', wish, {}) ?? allow({ cancelled: true as const });
    },
    async extend(wish) {
      const confirmed = wish.body.confirmDue ?? calendarDate('2026-12-22');
      const refused = carriedOut('extend', wish, { due: deadlineOn(confirmed), extended: true });
      return refused ?? allow(deadlineOn(confirmed));
    },
    async changePickup(wish) {
      const { pickupLibrary } = wish.body;
      const refused = carriedOut('changePickup', wish, { pickupLibrary });
      return refused ?? allow({ pickupLibrary });
    },
    async suspend(wish) {
      const { until } = wish.body;
      const refused = carriedOut('suspend', wish, { state: 'suspended', resumesOn: until });
      return refused ?? allow({ until });
    },
    async resume(wish) {
      const refused = carriedOut('resume', wish, { state: 'queued', resumesOn: null });
      return refused ?? allow({ position: 1 });
    },
    async declarePickedUp(wish) {
      return carriedOut('declarePickedUp', wish, { state: 'handedOut', due }) ?? allow({ due });
    },
  };
}
