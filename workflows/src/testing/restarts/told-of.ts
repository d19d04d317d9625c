import { type Milestone, mailOf, type NoticeKind } from '@toshobin/contracts';
import type { DeskSettlement } from '@toshobin/lending-rules';
import type { LibraryInTest } from '../library-in-test.ts';
import { goesOut, inOneMail } from '../patron/notice.ts';

/** What was told, asked and kept of one reservation, and when, with names for ids, by where they appear first. */
export interface Told {
  ledger: unknown;
  /** What the process had the patron told, by kind and occasion. */
  said: Record<string, unknown>;
  /** R19. All mails, with the patron service's own: when each was queued, when it may go out, and in which group. */
  mails: string[];
  outcome: string | null;
  tasks: unknown[];
  /** The tasks that staff still have. */
  asked: string[];
  /** R9. The questions that its branch was asked. */
  questions: unknown[];
  /** R3, R15. Its loan slot, or since when it waits for one. */
  slot: unknown;
  hasSlot: boolean;
  listed: boolean;
  /** How the desk settled what did not come back. */
  settled: DeskSettlement | 'neverLent' | null;
  /** How the reservation stands, whenever it came to that, with the kinds of tasks that staff still have. */
  end: unknown;
}

export function toldOf(library: LibraryInTest, reservationId: string): Told {
  const { catalog, patron, shipping } = library;
  const isOf = (one: { reservationId?: string | undefined }) => one.reservationId === reservationId;
  const state = catalog.standingOf(reservationId)?.state;
  const milestones = patron.milestones.filter(isOf);
  const closed = milestones.findLast((told) => told.milestone === 'closed');
  const tasks = catalog.tasksEver.filter(({ subject }) => isOf(subject));
  const asked = tasks.filter(({ clearedAt }) => clearedAt === undefined).map(({ kind }) => kind);
  const hasSlot = patron.hasSlot(reservationId);
  const listed = shipping.isListed(state?.copy?.allocation ?? 0);
  const where = [state?.pickupLibrary, state?.redirectedFrom];
  return {
    ledger: plain(state),
    said: saidOf(milestones.map((told) => ({ ...told, allocation: patron.journeyOf(told.allocation) }))),
    mails: mailsOf(library, reservationId),
    outcome: closed?.milestone === 'closed' ? closed.outcome : null,
    tasks: tasks.map(({ taskId: _, subject: _subject, ...task }) => task),
    asked: asked.sort(),
    questions: shipping.shelfChecks.filter(isOf).map((question) => plain(question)),
    slot: plain(patron.slotOf(reservationId)),
    hasSlot,
    listed,
    settled: state?.settled?.how ?? null,
    end: [state?.stage, state?.ended, state?.settled?.how, ...where, hasSlot, listed, asked],
  };
}

/** The kinds of mails that were queued. */
export function kindsOfMail({ notices }: LibraryInTest['patron']): NoticeKind[] {
  return notices.map(({ kind }) => kind);
}

/** The mails of a reservation; those in one mail are named by their reservations, in the order of applications. */
function mailsOf({ patron, reservations }: LibraryInTest, reservationId: string): string[] {
  const name = namesInOrder();
  return patron.notices
    .filter((notice) => notice.reservationId === reservationId)
    .map((notice) => {
      const { kind, occasion, queuedAt, state, says } = notice;
      const together = inOneMail(patron.notices, notice).map((one) =>
        reservations.indexOf(one.reservationId),
      );
      const mail = { kind, queuedAt, goesOut: goesOut(notice), state, says, together: together.sort() };
      return JSON.stringify({ occasion: occasion.replace(/^[1-9]\d*|(?<=-)[0-9a-f-]{36}$/g, name), ...mail });
    })
    .sort();
}

/** What the process said first for each mail. */
function saidOf(milestones: readonly Milestone[]): Record<string, unknown> {
  const name = namesInOrder();
  const said: Record<string, unknown> = {};
  for (const milestone of milestones) {
    const mail = mailOf(milestone, milestone.allocation);
    if (mail === undefined) continue;
    // The occasion says which copy: a run that has begun since does not know one that is its own no more.
    const { allocation: _, ...step } = milestone;
    // The end is told once a reservation.
    const occasion = mail.kind.startsWith('cancelledBy') ? '' : mail.occasion.replace(/^[1-9]\d*/, name);
    said[`${mail.kind} ${occasion}`] ??= plain(step, name);
  }
  return said;
}

const ids = new Set(['allocation', 'journey', 'parcelNumber', 'holdNumber', 'reservationId', 'closureId']);

/** A value with names for what differs between two reservations that go the same way. */
function plain(value: unknown, name = namesInOrder()): unknown {
  const written = JSON.stringify(value ?? null, (key, part: unknown) =>
    ids.has(key) && part !== null ? name(String(part)) : part,
  );
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
