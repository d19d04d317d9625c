import type { Milestone, PatronActivities } from '@toshobin/contracts';
import { allow, defaultPolicy, type Instant, isAfter, refuse } from '@toshobin/lending-rules';
import { type Emit, eventOf } from './in-memory-catalog.ts';

interface Row {
  patron: string;
  loanSlot?: number;
  waitsForSlot: boolean;
  closedAt?: Instant;
}

/** The patron's port in memory: who reserved what is known here alone, as in the real service. */
export class InMemoryPatron implements PatronActivities {
  loanLimit = defaultPolicy.loanLimit;
  /** Every milestone once, in the order it was first told. */
  readonly milestones: Milestone[] = [];
  readonly #told = new Set<string>();
  readonly #rows = new Map<string, Row>();
  readonly #emit: Emit;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  apply(reservationId: string, patron: string): void {
    this.#rows.set(reservationId, { patron, waitsForSlot: false });
  }

  milestonesOf(reservationId: string): string[] {
    return this.milestones
      .filter((told) => told.reservationId === reservationId)
      .map((told) =>
        'mail' in told && told.mail !== 'none' ? `${told.milestone}:${told.mail}` : told.milestone,
      );
  }

  /** The database as a backup has it, from before the end of a reservation. */
  restore(reservationId: string, patron: string): void {
    for (const key of this.#told) if (key.startsWith(reservationId)) this.#told.delete(key);
    this.apply(reservationId, patron);
  }

  has(reservationId: string): boolean {
    return this.#rows.has(reservationId);
  }

  async recordMilestone(milestone: Milestone): Promise<void> {
    const { reservationId, allocation } = milestone;
    const row = this.#rows.get(reservationId);
    // Closed or erased: nothing is written any more.
    if (!row || row.closedAt !== undefined) return;
    const notice = milestone.milestone === 'overdue' ? milestone.notice : 0;
    const due = 'due' in milestone ? milestone.due.date : '';
    const key = [reservationId, allocation, milestone.milestone, notice, due].join('|');
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.milestones.push(milestone);

    if (['rejected', 'cancelled', 'expired', 'closed'].includes(milestone.milestone)) {
      this.#free(row, milestone.at);
    }
    if (milestone.milestone === 'closed' || milestone.milestone === 'rejected') row.closedAt = milestone.at;
  }

  async claimLoanSlot({ reservationId }: { reservationId: string; at: Instant }) {
    const row = this.#rows.get(reservationId);
    if (!row || row.closedAt !== undefined) return refuse('NOT_FOUND');
    if (row.loanSlot !== undefined) return allow({ slot: row.loanSlot });
    const taken = new Set(
      [...this.#rows.values()].flatMap((other) =>
        other.patron === row.patron ? (other.loanSlot ?? []) : [],
      ),
    );
    const slot = Array.from({ length: this.loanLimit }, (_, n) => n + 1).find((n) => !taken.has(n));
    row.waitsForSlot = slot === undefined;
    if (slot === undefined) return refuse('LOAN_LIMIT');
    row.loanSlot = slot;
    return allow({ slot });
  }

  async openReservations({ after }: { after: string | null }): Promise<string[]> {
    return [...this.#rows]

      .filter(([id, row]) => row.closedAt === undefined && (after === null || id > after))
      .map(([id]) => id)
      .sort()
      .slice(0, 200);
  }

  async eraseClosed({ before }: { before: Instant }): Promise<number> {
    const closed = [...this.#rows].filter(
      ([, { closedAt }]) => closedAt !== undefined && isAfter(before, closedAt),
    );
    for (const [id] of closed) this.#rows.delete(id);
    return closed.length;
  }

  #free(row: Row, at: Instant): void {
    if (row.loanSlot === undefined) return;
    delete row.loanSlot;
    const next = [...this.#rows].find(([, other]) => other.patron === row.patron && other.waitsForSlot);
    if (!next) return;
    next[1].waitsForSlot = false;
    this.#emit(eventOf('patron.loanSlot.free', { reservationId: next[0] as never, at }));
  }
}
