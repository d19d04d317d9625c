import { type CatalogActivities, PREFECTURAL_LIBRARY, tasksSettledBy } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Deadline,
  type Decision,
  type DeskSettlement,
  dayOf,
  decideConfirmedExtension,
  decideSettlement,
  decideSettlementTakenBack,
  dueOnceMailed,
  type Instant,
  judgeExpiry,
  judgeLoanOpening,
  judgePickedUp,
  type LedgerState,
  type LendingPolicy,
  type LoanDates,
  refuse,
} from '@toshobin/lending-rules';
import { reached } from '@toshobin/lending-rules/ledger';
import type { Queue } from './queue.ts';
import type { Scans } from './scans.ts';
import { alwaysOpen, type Entry, type Stock } from './stock.ts';

type Command<K extends keyof CatalogActivities> = Parameters<CatalogActivities[K]>[0];

/** The loans and their due dates. */
export class Loans {
  readonly #stock: Stock;
  readonly #queue: Queue;
  readonly #scans: Scans;

  constructor(stock: Stock, queue: Queue, scans: Scans) {
    this.#stock = stock;
    this.#queue = queue;
    this.#scans = scans;
  }

  open(command: Command<'openLoan'>): { due?: Deadline; policy: LendingPolicy } {
    const { policy } = this.#stock;
    if (!this.#stock.isKnown(command)) return { policy };
    const { reservationId, allocation, startedAt } = command;
    const entry = this.#stock.entry(reservationId);
    const { calendar = alwaysOpen } = this.#stock.libraries.get(entry.pickupLibrary) ?? {};
    const chosenAt = entry.allocation?.allocation === allocation ? entry.allocation.allocatedAt : startedAt;
    const open = this.#stock.chosen(allocation).open && !this.#stock.isDispatchTakenBack(allocation);
    const loan = this.#datesOf(command);
    const { due, begins } = judgeLoanOpening({ open, chosenAt, loan }, startedAt, calendar, policy);
    if (begins) {
      this.#stock.loans.set(reservationId, { allocation, startedAt: begins, due, ended: false });
    }
    return { due, policy };
  }

  moveAfterLateMail(command: Command<'moveDueAfterLateMail'>): Deadline | undefined {
    const { mailAcceptedAt, reservationId, allocation } = command;
    if (!this.#stock.isKnown(command)) return undefined;
    const { policy } = this.#stock;
    const { shippedAt } = this.#stock.position(allocation);
    const due = dueOnceMailed(this.#datesOf(command), mailAcceptedAt, shippedAt, alwaysOpen, policy);
    const loan = this.#stock.loanOf(reservationId, allocation);
    if (loan) loan.due = due;
    return due;
  }

  #datesOf({ reservationId, allocation }: { reservationId: string; allocation: number }): LoanDates | null {
    const loan = this.#stock.loanOf(reservationId, allocation);
    return loan ? { ...loan, extended: loan.extendedAt !== undefined } : null;
  }

  extend(command: Command<'extendIfNobodyWaits'>): Decision<Deadline> {
    if (!this.#stock.isKnown(command)) return refuse('STATE_CHANGED');
    const loan = this.#stock.loans.get(command.reservationId);
    if (!loan || loan.ended) return refuse('NOT_ON_LOAN');
    const { recordId } = this.#stock.entry(command.reservationId);
    const position = this.#stock.position(loan.allocation);
    if (position.furthest === 'home') return refuse('NOT_ON_LOAN');
    const request = {
      loan: {
        due: loan.due,
        pickedUp: reached(position, 'handedOut'),
        extended: loan.extendedAt !== undefined,
        handedIn: reached(position, 'handedIn'),
        othersWaiting: this.#stock.waiting(recordId).length > 0,
        holderHasOtherOverdue: command.holderHasOtherOverdue,
      },
      extendedAt: loan.extendedAt,
      calendar: alwaysOpen,
      policy: this.#stock.policy,
    };
    const decision = decideConfirmedExtension(request, command);
    if (!decision.ok) return decision;
    loan.due = decision.value;
    loan.extendedAt ??= command.askedAt;
    return decision;
  }

  declarePickedUp(command: Command<'declarePickedUp'>): Decision<{ due: Deadline }> {
    const { reservationId, allocation, at } = command;
    if (!this.#stock.isKnown(command)) return refuse('STATE_CHANGED');
    const entry = this.#stock.entry(reservationId);
    const known = this.#stock.loanOf(reservationId, allocation);
    const atPrefectural = entry.pickupLibrary === PREFECTURAL_LIBRARY;
    const isLent = known !== undefined;
    const judged = judgePickedUp(this.#stock.chosen(allocation), { isLent, atPrefectural });
    if (!judged.ok) return judged;
    if (judged.value === 'isKnown' && known) return allow({ due: known.due });
    if (!known && !atPrefectural) this.open({ reservationId, allocation, startedAt: at });
    if (!entry.allocation) throw new Error(`Reservation ${reservationId} has no copy`);
    const { due } = this.#stock.loanOf(reservationId, allocation) ?? {};
    this.#scans.scan(entry.allocation.copyId, 'handedOut', at, entry.pickupLibrary);
    const loan = this.#stock.loanOf(reservationId, allocation);
    // A patron's word leaves the date as it is.
    if (loan && due) loan.due = due;
    return loan ? allow({ due: loan.due }) : refuse('NOT_ON_LOAN');
  }

  /** R18. The desk says what became of a loan that is lost or long overdue. */
  settle(
    reservationId: string,
    state: LedgerState,
    how: DeskSettlement,
    at: Instant,
  ): Decision<{ how: DeskSettlement; on: CalendarDate }> {
    const decided = decideSettlement(state);
    if (!decided.ok) return decided;
    const { tasks } = this.#stock;
    const entry = this.#stock.entry(reservationId);
    entry.settlement = { how, on: dayOf(at) };
    tasks.clear({ reservationId }, at, tasksSettledBy('loanSettled'), 'staff');
    if (how !== 'returned' && entry.allocation) {
      this.#stock.copy(entry.allocation.copyId).gone = true;
      this.#stock.tellIfUnservable(entry.recordId, 'withdrawn', at);
    }
    return allow(entry.settlement);
  }

  /** R18. The settlement was a mistake: the copy is as much in stock as it was before. */
  takeBackSettlement(entry: Entry, settled: LedgerState, at: Instant): Decision<undefined> {
    const decided = decideSettlementTakenBack(settled, dayOf(at));
    if (!decided.ok) return decided;
    delete entry.settlement;
    if (entry.allocation && entry.lostAt === undefined) {
      delete this.#stock.copy(entry.allocation.copyId).gone;
      this.#stock.servableAgain(entry.recordId);
    }
    return decided;
  }

  expireHold(
    { reservationId, allocation, at }: Command<'expireHold'>,
    end: Deadline | null,
  ): Awaited<ReturnType<CatalogActivities['expireHold']>> {
    if (!this.#stock.isKnown({ reservationId, allocation })) return { state: 'home' };
    const chosen = this.#stock.chosen(allocation);
    const state = judgeExpiry(chosen, end, at);
    const entry = this.#stock.entry(reservationId);
    if (state === 'expired' && chosen.open) this.#queue.endAllocation(entry, 'left', at, 'expired');
    return { state };
  }
}
