import { type CatalogActivities, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  allow,
  type Deadline,
  type Decision,
  decideExtension,
  dueAfterLateMail,
  type LendingPolicy,
  loanDeadline,
  reached,
  refuse,
} from '@toshobin/lending-rules';
import type { Queue } from './queue.ts';
import type { Scans } from './scans.ts';
import { alwaysOpen, type Stock } from './stock.ts';

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
    const known = this.#stock.loanOf(reservationId, allocation);
    if (known) return { due: known.due, policy };
    const entry = this.#stock.entry(reservationId);
    const { calendar = alwaysOpen } = this.#stock.libraries.get(entry.pickupLibrary) ?? {};
    const due = loanDeadline(startedAt, calendar, policy);
    const isTheirs = entry.state === 'allocated' && entry.allocation?.allocation === allocation;
    if (isTheirs) {
      this.#stock.loans.set(reservationId, {
        allocation,
        startedAt,
        due,
        handedIn: false,
        ended: false,
      });
    }
    return { due, policy };
  }

  moveAfterLateMail(command: Command<'moveDueAfterLateMail'>): Deadline | undefined {
    const { mailAcceptedAt, reservationId, allocation } = command;
    if (!this.#stock.isKnown(command)) return undefined;
    const { policy } = this.#stock;
    const loan = this.#stock.loanOf(reservationId, allocation);
    if (loan?.ended || loan?.extendedTo) return loan.due;
    const startedAt = loan?.startedAt ?? this.#stock.position(allocation).shippedAt ?? mailAcceptedAt;
    const present = loan?.due ?? loanDeadline(startedAt, alwaysOpen, policy);
    const due = dueAfterLateMail(startedAt, present, mailAcceptedAt, alwaysOpen, policy);
    if (loan) loan.due = due;
    return due;
  }

  extend(command: Command<'extendIfNobodyWaits'>): Decision<Deadline> {
    if (!this.#stock.isKnown(command)) return refuse('STATE_CHANGED');
    const loan = this.#stock.loans.get(command.reservationId);
    if (!loan || loan.ended) return refuse('NOT_ON_LOAN');
    if (loan.extendedTo && loan.extendedTo === command.confirmDue) return allow(loan.due);
    const entry = this.#stock.entry(command.reservationId);
    const decision = decideExtension({
      loan: {
        due: loan.due,
        pickedUp: reached(this.#stock.position(loan.allocation), 'handedOut'),
        extended: loan.extendedTo !== undefined,
        handedIn: loan.handedIn,
        othersWaiting: this.#stock.waiting(entry.recordId).length > 0,
        holderHasOtherOverdue: command.holderHasOtherOverdue,
      },
      asked: command.askedAt,
      calendar: alwaysOpen,
      policy: this.#stock.policy,
    });
    if (!decision.ok) return decision;
    if (command.confirmDue && command.confirmDue !== decision.value.date) {
      return refuse('PREVIEW_CHANGED', { newDueDate: decision.value.date });
    }
    loan.due = decision.value;
    loan.extendedTo = decision.value.date;
    return decision;
  }

  declarePickedUp(command: Command<'declarePickedUp'>): Decision<{ due: Deadline }> {
    const { reservationId, allocation, at } = command;
    if (!this.#stock.isKnown(command)) return refuse('STATE_CHANGED');
    const entry = this.#stock.entries.get(reservationId);
    const position = this.#stock.position(allocation);
    if (reached(position, 'handedIn') || position.furthest === 'home') return refuse('ALREADY_HANDED_IN');
    const known = this.#stock.loanOf(reservationId, allocation);
    if (reached(position, 'handedOut') && known) return allow({ due: known.due });
    // Its arrival may not have been scanned either.
    const held = entry?.pickupLibrary === PREFECTURAL_LIBRARY ? 'picked' : 'shipped';
    const isTheirs = entry?.state === 'allocated' && entry.allocation?.allocation === allocation;
    if (!isTheirs || !entry.allocation || !reached(position, held) || position.onReturnLeg)
      return refuse('NOT_ON_LOAN');
    if (!known && held === 'shipped') this.open({ reservationId, allocation, startedAt: at });
    this.#scans.scan(entry.allocation.copyId, 'handedOut', at, entry.pickupLibrary, { declared: true });
    const loan = this.#stock.loanOf(reservationId, allocation);
    return loan ? allow({ due: loan.due }) : refuse('NOT_ON_LOAN');
  }

  expireHold({
    reservationId,
    allocation,
    at,
  }: Command<'expireHold'>): Awaited<ReturnType<CatalogActivities['expireHold']>> {
    const position = this.#stock.position(allocation);
    const isKnown = this.#stock.isKnown({ reservationId, allocation });
    if (!isKnown || reached(position, 'home')) return { state: 'home' };
    if (reached(position, 'handedOut')) return { state: 'handedOut' };
    const entry = this.#stock.entry(reservationId);
    const isTheirs = entry.state === 'allocated' && entry.allocation?.allocation === allocation;
    if (isTheirs) {
      this.#queue.endAllocation(entry, 'left', at);
      entry.expired = true;
    }
    return { state: 'expired' };
  }
}
