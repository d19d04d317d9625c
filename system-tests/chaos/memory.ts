import type { PatronRow } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import { UnexpectedAnswer } from '../src/web-session.ts';

const ScanSchema = z.object({ factId: z.uuid() });

/** What everybody was told during a walk, by nobody's database: what it has to come true to. */
export class Memory {
  /** Reservations that a page accepted. */
  readonly accepted = new Set<string>();
  /** Cancellations that a page confirmed. */
  readonly cancelled = new Set<string>();
  /** Dates to which a page said that a loan is extended, and libraries to which it said that a copy goes: the last of each. */
  readonly extendedTo = new Map<string, CalendarDate>();
  readonly pickupAt = new Map<string, string>();
  /** When a change of library got no answer, the last time: on its way through frozen processes it may come true after the next one. */
  readonly changeUnanswered = new Map<string, number>();
  /** Scans that were answered, by the id that the device gave them. */
  readonly scans = new Set<string>();
  /** Answers that no page should give. */
  readonly strange: string[] = [];
  /** What was done, by name, and how it was answered. */
  readonly counts = new Map<string, number>();
  /** Acts that were answered, and those to which no answer came: whether they happened is not known. */
  answered = 0;
  unanswered = 0;

  /** By title and library, what patrons saw ready for them there: one of another can be taken for it. */
  readonly #held = new Map<string, Set<string>>();

  seesHeld(rows: readonly PatronRow[]): void {
    for (const row of rows) {
      const there = this.#held.get(whereHeld(row)) ?? new Set();
      this.#held.set(whereHeld(row), there);
      if (row.state === 'ready') there.add(row.reservationId);
      else there.delete(row.reservationId);
    }
  }

  /** A reservation of somebody else whose copy of the same title stands on the same shelf. */
  heldBeside(row: PatronRow): string | undefined {
    return [...(this.#held.get(whereHeld(row)) ?? [])].find((id) => id !== row.reservationId);
  }

  /** Whatever a desk was granted, if it was a scan. */
  recordsScan(body: unknown): void {
    const scan = ScanSchema.safeParse(body).data;
    if (scan !== undefined) this.scans.add(scan.factId);
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** Carries something out; what got no answer in time is noted, and an answer that should not be is a finding. */
  async attempt(what: string, act: () => Promise<string | undefined>): Promise<void> {
    try {
      const how = await act();
      this.answered += 1;
      if (how !== undefined) this.count(`${what} ${how}`);
    } catch (fault) {
      // A person who waits in vain gives up.
      this.unanswered += 1;
      this.count(`${what}: no answer`);
      const cause = fault instanceof Error && fault.cause !== undefined ? fault.cause : fault;
      if (isStrange(cause)) this.strange.push(`${what}: ${cause.message}`);
    }
  }
}

/** Away is no fault while engines are killed; anything else that is not agreed is one. */
function isStrange(fault: unknown): fault is UnexpectedAnswer {
  return fault instanceof UnexpectedAnswer && (fault.status < 502 || fault.status > 504);
}

function whereHeld({ recordId, pickupLibrary }: PatronRow): string {
  return `${recordId} at ${pickupLibrary}`;
}
