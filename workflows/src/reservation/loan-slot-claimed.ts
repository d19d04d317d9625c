import { type CalendarDate, dayOf, type Instant, isAfter } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron } from '../ports/ports.ts';
import { cancel } from './cancel.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';
import { dayAt } from './words.ts';

/**
 * R3: no copy enters the packing list without one of the patron's ten loan slots. R15: at the limit it is kept for
 * seven days from the mail, while the clock stands still for copies that the patron handed in and that are on their
 * way; then it passes on if others wait, and is kept longer if nobody does.
 */
export async function loanSlotClaimed(reservation: Reservation, here: AtStage): Promise<void> {
  let told: CalendarDate | undefined;
  let alone = false;
  for (;;) {
    reservation.loanSlotMayBeFree = false;
    const claim = await patron.claimLoanSlot({ reservationId: reservation.id, at: now() });
    if (claim.ok) {
      if (alone) await reservation.obey(catalog.resume({ reservationId: reservation.id, at: now() }));
      reservation.done.slotClaimed = true;
      return;
    }
    if (here.isOver()) return;
    const policy = await reservation.readPolicy();
    // The clock may have stood still since it was asked last.
    const until = await keptUntil(reservation, alone ? policy.loanLimitKeepAlone : policy.loanLimitKeep);
    if (isAfter(until, now())) {
      if (told !== dayOf(until)) {
        told = dayOf(until);
        await reservation.tellPatron({ milestone: 'heldForLoanLimit', keptUntil: told });
      }
      reservation.tellOperators(
        `Kept at the prefectural library until ${dayAt(until)}: the patron has no loan slot free`,
      );
      await here.waitUntil(until, 'kept for a loan slot', () => reservation.loanSlotMayBeFree);
      if (here.isOver()) return;
      // At its end as well: a slot may have come free unheard.
      continue;
    }
    if (alone) {
      const wish = { at: now(), by: 'library', reason: 'loanLimit' } as const;
      await reservation.mutex.runExclusive(() => cancel(reservation, wish));
      return here.waitFor();
    }
    const { state } = await reservation.obey(catalog.passOnUnlessAlone({ ...reservation.key, at: now() }));
    if (state === 'kept') alone = true;
    else return passedOn(reservation, here, state);
  }
}

function keptUntil(reservation: Reservation, keep: string): Promise<Instant> {
  const query = { reservationId: reservation.id, keep, at: now() };
  return patron.loanLimitKeptUntil(query).then(({ until }) => until);
}

async function passedOn(reservation: Reservation, here: AtStage, state: 'passedOn' | 'gone'): Promise<void> {
  if (state === 'gone') return here.movedOn();
  await reservation.tellPatron({ milestone: 'heldForLoanLimit' });
}
