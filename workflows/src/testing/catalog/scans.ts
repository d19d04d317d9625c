import { randomUUID } from 'node:crypto';
import { type EventData, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { tasksSettledByFact } from '@toshobin/contracts/tasks-settled';
import {
  deadlineAfter,
  type Instant,
  isAfter,
  isBackByPost,
  judgeLoss,
  loanDeadline,
} from '@toshobin/lending-rules';
import type { Fact, FactKind } from '@toshobin/lending-rules/facts';
import { reached, roundOf } from '@toshobin/lending-rules/ledger';
import { factInTest } from '@toshobin/lending-rules/testing';
import { eventOf } from '../event-of.ts';
import { alwaysOpen, type Copy, type Entry, type Loan, type Stock } from './stock.ts';

/** The scans of staff: recorded, told to whom they concern, and taken back. */
export class Scans {
  readonly #stock: Stock;
  /** By counter loan: how the held copy that was lent in spite of its hold is held again. */
  readonly #heldAgain = new Map<string, (at: Instant) => boolean>();

  constructor(stock: Stock) {
    this.#stock = stock;
  }

  /** What staff do with a copy in hand. */
  scan(
    copyId: string,
    kind: FactKind,
    at: Instant,
    place: string = PREFECTURAL_LIBRARY,
    occurredAt = at,
  ): Fact {
    const copy = this.#stock.copy(copyId);
    const entry = this.#stock.holderOf(copy);
    const back = kind === 'handedIn' || kind === 'home';
    const fact = factInTest(kind, at, {
      copyId,
      reservationId: entry?.reservationId ?? null,
      allocation: copy.allocation ?? null,
      leg: back ? 'return' : 'outward',
      place,
      occurredAt,
    });
    const isFirst = !reached(this.#stock.position(copy.allocation ?? 0), 'handedOut');
    this.#stock.keep(fact);
    if (entry && kind === 'handedOut') this.#lend(entry, fact.occurredAt, place, isFirst);
    this.#stock.emit(eventOf('catalog.copy.scanned', { fact }, fact.factId));
    this.#settle(fact, at);
    if (kind === 'home') {
      const its = entry?.state === 'allocated' ? entry : undefined;
      const allocation = fact.allocation ?? 0;
      const [facts, position] = [this.#stock.factsOf(allocation), this.#stock.position(allocation)];
      const cameBack = isBackByPost({ allocation, facts, position }, PREFECTURAL_LIBRARY);
      if (its && !cameBack) this.#stock.end(its, 'closed', at, 'home');
      delete copy.allocation;
      delete copy.searchedSince;
      copy.onShelf = true;
      if (its && cameBack) this.#stock.withdraw(its, at, 'cameBack');
      this.#stock.allocate(copy.recordId, at);
    }
    return fact;
  }

  /** A copy's step inside a parcel, as the catalog hears it from shipping. */
  hear({
    fact,
    parcelNumber,
    mode,
    dispatchDay,
    expectedDate,
    assumed,
  }: EventData<'shipping.copy.moved'>): void {
    this.#stock.keep(fact);
    this.#stock.beginNoLoan(fact);
    if (fact.voids !== undefined) return;
    this.#settle(fact, fact.recordedAt);
    if (parcelNumber === undefined) return;
    this.#stock.parcels.set(fact.factId, { parcelNumber, mode, dispatchDay, expectedDate, assumed });
  }

  #settle(fact: Fact, at: Instant): void {
    const { copyId: barcode, reservationId } = fact;
    const { tasks } = this.#stock;
    tasks.clear({ barcode }, at, tasksSettledByFact(fact));
    if (reservationId !== null) tasks.clear({ reservationId }, at, tasksSettledByFact(fact));
  }

  /** Takes a scan back: what followed from it is undone. */
  void(factId: string, at: Instant): Fact {
    const voided = this.#stock.facts.find((fact) => fact.factId === factId);
    if (!voided) throw new Error(`No scan ${factId}`);
    if (voided.kind === 'home' && this.#stock.chosen(voided.allocation ?? 0).ending === 'cameBack')
      throw new Error('That the post brought a copy home is taken back in the catalog alone');
    const fact: Fact = { ...voided, factId: randomUUID(), occurredAt: at, recordedAt: at, voids: factId };
    const entry = voided.reservationId === null ? undefined : this.#stock.entry(voided.reservationId);
    this.#stock.keep(fact);
    this.#stock.emit(eventOf('catalog.copy.scanned', { fact }, fact.factId));
    if (!entry) return fact;
    const { reservationId } = entry;
    this.#stock.tasks.reopen('longOverdue', { reservationId }, voided.recordedAt);
    if (voided.kind === 'handedOut' && voided.place === PREFECTURAL_LIBRARY) {
      this.#stock.loans.delete(reservationId);
    }
    // A counter loan whose hand-out is taken back never was.
    if (voided.kind === 'handedOut' && entry.channel === 'counter') {
      const isHeldAgain = this.#heldAgain.get(reservationId)?.(at);
      this.#stock.end(entry, 'left', at, isHeldAgain ? 'returnUndone' : 'cancelled');
    }
    if (voided.kind === 'home') this.#takeFromNext(entry, voided, at);
    return fact;
  }

  /** Lent to somebody at the counter without a reservation; whoever had it reserved goes back to the old place. */
  lendAtCounter(copyId: string, reservationId: string, at: Instant): Fact {
    const stock = this.#stock;
    const copy = stock.copy(copyId);
    const reserved = stock.holderOf(copy);
    const entry: Entry = {
      reservationId,
      recordId: copy.recordId,
      pickupLibrary: PREFECTURAL_LIBRARY,
      channel: 'counter',
      place: stock.nextNumber(),
      queuedAt: at,
      state: 'allocated',
    };
    stock.entries.set(reservationId, entry);
    const wasFetched = reached(stock.position(copy.allocation ?? 0), 'picked');
    stock.give(copy, entry, at);
    const heldAgain = reserved && stock.takeAway(reserved, at);
    if (heldAgain && wasFetched) this.#heldAgain.set(reservationId, heldAgain);
    return this.scan(copyId, 'handedOut', at);
  }

  /**
   * A copy of the right title was handed to the wrong person: the two reservations swap their copies, each standing
   * where it stood, and the hand-out is of the one whose patron has the copy.
   */
  swap(copyId: string, forReservation: string, at: Instant, place: string): Fact {
    const inHand = this.#stock.copy(copyId);
    const owner = this.#stock.holderOf(inHand);
    const other = this.#stock.entry(forReservation);
    const meant = other.allocation && this.#stock.copy(other.allocation.copyId);
    if (!owner || !meant || owner.recordId !== other.recordId) throw new Error('Nothing to swap');
    const standing = [owner, other].map(({ allocation, journey, hold }) => ({
      insteadOf: allocation?.allocation ?? 0,
      ...(journey === undefined ? {} : { journey }),
      facts: this.#stock.standingFacts(allocation?.allocation ?? 0),
      loan: this.#stock.loanOf(allocation?.reservationId ?? '', allocation?.allocation),
      hold: this.#holdInForce(hold, allocation?.allocation ?? 0),
    }));
    const [ofOwner, ofOther] = standing;
    if (!ofOwner || !ofOther) throw new Error('Nothing to swap');
    for (const entry of [owner, other]) this.#stock.withdraw(entry, at, 'swapped');
    this.#standInstead(other, inHand, { ...ofOther, facts: ofOwner.facts }, at);
    this.#standInstead(owner, meant, { ...ofOwner, facts: ofOther.facts }, at);
    return this.scan(copyId, 'handedOut', at, place);
  }

  /**
   * A held copy is handed to somebody it was not held for, with nothing to swap: the reservation that was to have it
   * waits again. Answers how that is taken back.
   */
  giveToWrongPerson(copyId: string, at: Instant): (at: Instant) => boolean {
    const copy = this.#stock.copy(copyId);
    const entry = this.#stock.holderOf(copy);
    if (!entry) throw new Error(`Copy ${copyId} is nobody's`);
    copy.onShelf = false;
    return this.#stock.takeAway(entry, at);
  }

  /**
   * The copy is not where it should be: it is searched for, and another is tried. Answers how that is taken back: the
   * reservation has it again, under its number, while it waits.
   */
  notOnShelf(copyId: string, at: Instant): (at: Instant) => void {
    const copy = this.#stock.copy(copyId);
    const entry = this.#stock.holderOf(copy);
    if (!entry) throw new Error(`Copy ${copyId} is nobody's`);
    copy.searchedSince = at;
    copy.onShelf = false;
    this.#stock.tasks.add('searchCopy', PREFECTURAL_LIBRARY, { barcode: copyId }, 'notOnShelf', at);
    const { allocation } = entry;
    this.#stock.withdraw(entry, at, 'notOnShelf');
    return (then) => {
      delete copy.searchedSince;
      delete copy.gone;
      copy.onShelf = true;
      this.#stock.servableAgain(copy.recordId);
      this.#stock.tasks.clear({ barcode: copyId }, then, ['searchCopy']);
      if (entry.state === 'waiting' && allocation) {
        copy.allocation = allocation.allocation;
        entry.allocation = allocation;
        this.#stock.reopen(entry, allocation.allocation);
      }
      this.#stock.allocate(copy.recordId, then);
    };
  }

  /** A copy is lost: a borrower's loan ends; otherwise another copy is looked for. */
  lose(copyId: string, at: Instant, why: 'lostInTransit' | 'outOfService' = 'lostInTransit'): void {
    const copy = this.#stock.copy(copyId);
    const entry = this.#stock.holderOf(copy);
    if (copy.gone) return;
    copy.gone = true;
    copy.onShelf = false;
    const { allocation } = entry ?? {};
    if (entry && allocation) {
      const judged = judgeLoss(this.#stock.chosen(allocation.allocation), entry.state);
      if (judged === 'waitsForAnother') this.#stock.withdraw(entry, at, why);
      if (judged === 'loanEnds') {
        this.#stock.end(entry, 'closed', at, 'lost');
        entry.lostAt = at;
        this.#stock.endLoan(entry.reservationId);
      }
    }
    const lacking = why === 'outOfService' ? 'withdrawn' : 'copyMissing';
    this.#stock.tellIfUnservable(copy.recordId, lacking, at);
  }

  /**
   * At the prefectural counter the loan begins. R9: a copy handed out after its hold's end is lent for a week; at a
   * pickup library that end is the due date, also where no mail has said so.
   */
  #lend(entry: Entry, at: Instant, place: string, isFirst: boolean): void {
    const { policy, loans } = this.#stock;
    const allocation = entry.allocation?.allocation;
    if (allocation === undefined) return;
    const { ending } = this.#stock.chosen(allocation);
    const atBranch = place !== PREFECTURAL_LIBRARY;
    if (!atBranch || this.#stock.loanOf(entry.reservationId, allocation) === undefined) {
      const { shippedAt } = this.#stock.position(allocation);
      const startedAt = (atBranch ? shippedAt : undefined) ?? at;
      const due = loanDeadline(startedAt, alwaysOpen, policy);
      loans.set(entry.reservationId, { allocation, startedAt, due, ended: false });
    }
    const loan = this.#stock.loanOf(entry.reservationId, allocation);
    const hasEnded = entry.state === 'left';
    if (hasEnded) this.#stock.reopen(entry, allocation);
    if (loan && hasEnded) loan.ended = false;
    if (!loan) return;
    const isPastDue = atBranch && isFirst && isAfter(at, loan.due.at);
    const isPastEnd = hasEnded && !(atBranch && ending === 'expired');
    if (isPastDue || isPastEnd) loan.due = deadlineAfter(at, policy.handOutAfterExpiry);
  }

  /** The return that freed the copy is taken back: whoever was given it since goes back to the old place. */
  #takeFromNext(entry: Entry, voided: Fact, at: Instant): void {
    const copy = this.#stock.copy(voided.copyId);
    const next = this.#stock.holderOf(copy);
    copy.onShelf = false;
    if (next) this.#stock.withdraw(next, at, 'returnUndone');
    if (voided.allocation !== null) copy.allocation = voided.allocation;
    // A reservation that had ended before, as long overdue, stays ended.
    if (this.#stock.chosen(voided.allocation ?? 0).ending !== 'home') return;
    this.#stock.reopen(entry, voided.allocation ?? 0);
    const loan = this.#stock.loans.get(entry.reservationId);
    if (loan) loan.ended = false;
  }

  /** Gives a reservation another copy where it stands: the scans are stated again of that copy, and the dates stay. */
  #standInstead(
    entry: Entry,
    copy: Copy,
    {
      insteadOf,
      journey,
      facts,
      loan,
      hold,
    }: {
      insteadOf?: number;
      journey?: number;
      facts: readonly Fact[];
      loan: Loan | undefined;
      hold?: Entry['hold'];
    },
    at: Instant,
  ): void {
    const allocation = this.#stock.give(copy, entry, at);
    if (loan)
      this.#stock.loans.set(entry.reservationId, {
        ...loan,
        allocation: allocation.allocation,
        ended: false,
      });
    if (insteadOf !== undefined) entry.journey = journey ?? insteadOf;
    if (hold) entry.hold = hold;
    for (const fact of facts) this.#stock.stateAgain(fact, allocation, at);
  }

  /** The hold with the round of another copy, of which no scan was taken back yet; undefined where it holds no more. */
  #holdInForce(hold: Entry['hold'], allocation: number): Entry['hold'] {
    const facts = this.#stock.factsOf(allocation);
    return hold?.round === roundOf(facts, 'picked') ? { ...hold, round: 0 } : undefined;
  }
}
