import { type Milestone, mailOf, type NoticeKind } from '@toshobin/contracts';
import {
  dayOf,
  type Instant,
  InstantSchema,
  type LendingPolicy,
  nextSendingTime,
} from '@toshobin/lending-rules';
import type { LibraryInTest } from '../library-in-test.ts';
import { inOneMail } from '../patron/notice.ts';

/** What was told, asked and kept of one reservation, with names for ids, by where they appear first, and days for moments. */
export interface Told {
  ledger: unknown;
  mails: Record<string, string>;
  /** R19. Which mails go out, and of whose notices each of them is. */
  together: string[];
  outcome: string | null;
  tasks: string[];
  hasSlot: boolean;
  listed: boolean;
  /** How it stands whenever it came to stand so, with the kinds of what staff are still asked. */
  end: unknown;
}

export function toldOf(library: LibraryInTest, reservationId: string): Told {
  const { catalog, patron, shipping } = library;
  const state = catalog.standingOf(reservationId)?.state;
  const milestones = patron.milestones.filter((told) => told.reservationId === reservationId);
  const closed = milestones.findLast((told) => told.milestone === 'closed');
  const tasks = catalog.tasksEver.filter(({ subject }) => subject.reservationId === reservationId);
  const hasSlot = patron.hasSlot(reservationId);
  const listed = shipping.isListed(state?.copy?.allocation ?? 0);
  const where = [state?.pickupLibrary, state?.redirectedFrom];
  const asked = tasks.filter(({ clearedAt }) => clearedAt === undefined).map(({ kind }) => kind);
  return {
    ledger: plain(state),
    mails: {
      ...mailsOf(
        milestones.map((told) => ({ ...told, allocation: patron.journeyOf(told.allocation) })),
        catalog.policy,
      ),
      ...movedDates(patron, reservationId),
    },
    together: mailedTogether(library, reservationId),
    outcome: closed?.milestone === 'closed' ? closed.outcome : null,
    tasks: tasks.map(
      ({ kind, library, openedAt, clearedAt }) =>
        `${kind} at ${library}, ${dayOf(openedAt)} to ${clearedAt ? dayOf(clearedAt) : ''}`,
    ),
    hasSlot,
    listed,
    end: [state?.stage, state?.ended, state?.settled?.how, ...where, hasSlot, listed, asked.sort()],
  };
}

/** The kinds of mails that were queued. */
export function kindsOfMail({ notices }: LibraryInTest['patron']): NoticeKind[] {
  return notices.map(({ kind }) => kind);
}

/** Of each mail whose notices go out in it, by the order in which they were applied for. */
function mailedTogether({ patron, reservations }: LibraryInTest, reservationId: string): string[] {
  return patron.notices
    .filter((notice) => notice.reservationId === reservationId && notice.state !== 'withdrawn')
    .map((notice) => {
      const all = inOneMail(patron.notices, notice).map((one) => reservations.indexOf(one.reservationId));
      return `${notice.kind} of ${[...new Set(all)].sort().join(', ')}`;
    })
    .sort();
}

/** Mails that follow from how a reservation stands, whoever tells its process what. */
function movedDates({ notices }: LibraryInTest['patron'], reservationId: string): Record<string, string> {
  const name = namesInOrder();
  const mails = notices.filter(
    (notice) => notice.reservationId === reservationId && notice.kind === 'datesMoved',
  );
  return Object.fromEntries(
    mails.map(({ kind, occasion, state, queuedAt, says }) => [
      `${kind} ${occasion.replace(/^\d+/, name).replace(/-.*/, name)}`,
      JSON.stringify(plain({ says, queuedAt, goesOut: state !== 'withdrawn' })),
    ]),
  );
}

/**
 * Each mail by its kind and occasion: the day of it, what it says, and when it may go out (R19), by which one person's mails
 * of a kind go out as one.
 */
function mailsOf(milestones: readonly Milestone[], policy: LendingPolicy): Record<string, string> {
  const name = namesInOrder();
  const mails: Record<string, string> = {};
  for (const milestone of milestones) {
    const mail = mailOf(milestone, milestone.allocation);
    if (mail === undefined) continue;
    const occasion = mail.occasion.replace(/^\d+/, (number) => (number === '0' ? '0' : name(number)));
    // Of which copy is in the occasion: a run that has begun since does not know one that is its own no more.
    const { allocation: _, ...said } = milestone;
    // That it ended is told once a reservation.
    mails[`${mail.kind} ${mail.kind.startsWith('cancelledBy') ? '' : occasion}`] ??= JSON.stringify(
      plain({ ...said, ...sendingWindow(milestone.at, policy) }, name),
    );
  }
  return mails;
}

function sendingWindow(at: Instant, policy: LendingPolicy): { goesOut: Instant; atOnce: boolean } {
  const goesOut = nextSendingTime(at, policy);
  return { goesOut, atOnce: goesOut === at };
}

const ids = new Set(['allocation', 'journey', 'parcelNumber', 'holdNumber', 'reservationId', 'closureId']);

/** With names for what differs between two reservations that go the same way, and with days for moments. */
function plain(value: unknown, name = namesInOrder()): unknown {
  const written = JSON.stringify(value ?? null, (key, part: unknown) => {
    if (ids.has(key) && part !== null) return name(String(part));
    const at = InstantSchema.safeParse(part);
    return at.success ? dayOf(at.data) : part;
  });
  return JSON.parse(written);
}

/** Names for ids in the order in which they appear. */
function namesInOrder(): (id: string) => string {
  const known = new Map<string, string>();
  return (id) => {
    const name = known.get(id) ?? `id${known.size + 1}`;
    known.set(id, name);
    return name;
  };
}
