import { isAfter } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron, said } from '../ports/ports.ts';
import { leave } from './cancel.ts';
import type { SlotAnswer } from './duty.ts';
import { askCatalog } from './look-again.ts';
import type { Reservation } from './reservation.ts';

/**
 * R3: claims one of the patron's ten loan slots for a fetched copy. R15: at the limit the copy is kept for seven days
 * from the mail, while the clock stands still for copies that the patron handed in and that are on their way; then it
 * passes on if others wait, is kept longer if nobody does, and is at last given up. Answers what was decided;
 * undefined: the copy is its own no more, or needs no slot any more.
 */
export async function claimSlot(reservation: Reservation): Promise<SlotAnswer | undefined> {
  const { id: reservationId, key, copy } = reservation;
  if (copy === null) return undefined;
  const { journey, keptAlone } = copy;
  const command = { reservationId, at: now() };
  const claim = await said(patron.claimLoanSlot, 'slot: claim one')(command);
  if (claim.ok) {
    if (keptAlone) await reservation.obey(said(catalog.resume, 'waits no longer for a slot')(command));
    return { journey, claimed: true };
  }
  if (claim.refusal.code !== 'LOAN_LIMIT') {
    // The catalog told the patron service that the copy needs no slot any more: a copy fetched again claims one anew.
    await askCatalog(reservation);
    if (claim.refusal.code === 'STATE_CHANGED') reservation.done.forget(`slot ${journey}`);
    return undefined;
  }
  const { loanLimitKeep, loanLimitKeepAlone } = await reservation.readNumbers();
  const kept = async (keep: string): Promise<SlotAnswer> => {
    const { until } = await said(
      patron.loanLimitKeptUntil,
      'slot: until when is it kept?',
    )({ reservationId, keep, at: now() });
    return { journey, claimed: false, until };
  };
  const isOn = (answer: SlotAnswer) => !answer.claimed && isAfter(answer.until, now());
  const first = await kept(keptAlone ? loanLimitKeepAlone : loanLimitKeep);
  if (isOn(first)) return first;
  if (!keptAlone) {
    const passOn = said(catalog.passOnUnlessAlone, 'passed on, if others wait');
    const { state } = await reservation.obey(passOn({ ...key, at: now() }));
    if (state !== 'kept') return undefined;
    const longer = await kept(loanLimitKeepAlone);
    if (isOn(longer)) return longer;
  }
  await leave(reservation, { at: now(), by: 'library', reason: 'loanLimit' });
  return undefined;
}
