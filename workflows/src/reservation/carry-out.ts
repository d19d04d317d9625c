import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Instant, isPassedOn } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron, said, shipping } from '../ports/ports.ts';
import { leave } from './cancel.ts';
import { redirect } from './change-pickup.ts';
import { claimSlot } from './claim-slot.ts';
import { type Duty, type StaffTask, staffTasks } from './duty.ts';
import { askCatalog } from './look-again.ts';
import { tellReadyAtBranch } from './ready-at-branch.ts';
import type { Reservation } from './reservation.ts';
import { resumeNow } from './suspend.ts';

/** Does a duty, and keeps its owner's answer. A wish may be decided meanwhile: owners compare, and say what is so. */
export async function carryOut(reservation: Reservation, duty: Duty): Promise<void> {
  const { what, summary } = duty;
  const { id: reservationId, key, copy } = reservation;
  switch (what.does) {
    case 'tell': {
      const since = await reservation.tellPatron(what.step, summary);
      if (since) reservation.ready = { allocation: key.allocation, round: copy?.round ?? 0, since };
      return;
    }
    case 'tellReadyAtBranch':
      return tellReadyAtBranch(reservation);
    case 'askSinceWhenReady': {
      const { toldReadyAt } = await said(patron.positionOf, summary)(key);
      const { pickedAt, arrivedAt } = copy?.position ?? {};
      const since = toldReadyAt ?? pickedAt ?? arrivedAt;
      if (since) reservation.ready = { allocation: key.allocation, round: copy?.round ?? 0, since };
      return;
    }
    case 'readNumbers':
      return void (await reservation.readNumbers());
    case 'claimSlot':
      return reservation.hasSlot(await claimSlot(reservation), duty);
    case 'list':
      return list(reservation, summary);
    case 'redirect':
      return void (await redirect(reservation));
    case 'openLoan':
      return openLoan(reservation, summary);
    case 'resume':
      return void (await resumeNow(reservation, { at: now() }));
    case 'resumeWithSlot': {
      const { waitsForSlot } = await said(patron.positionOf, summary)(key);
      // The patron may have chosen a day meanwhile.
      const { state } = reservation;
      if (state && isPassedOn(state) && !waitsForSlot) await resumeNow(reservation, { at: now() });
      return;
    }
    case 'cancel':
      return void (await leave(reservation, { at: now(), by: 'library', reason: what.reason }));
    case 'askBranch':
      return askBranch(reservation, summary);
    case 'askAnswer': {
      const { answer } = await said(shipping.shelfCheckOf, summary)(key);
      const asked = reservation.shelfCheck;
      if (!answer && asked?.allocation === key.allocation)
        reservation.shelfCheck = { ...asked, isSilent: true };
      return;
    }
    case 'askGrace': {
      const { graceUntil = reservation.holdEnds } = await said(shipping.shelfCheckOf, summary)(key);
      if (graceUntil) reservation.shelfCheck = { allocation: key.allocation, graceUntil: graceUntil.at };
      return;
    }
    case 'expire':
      return void (await reservation.obey(said(catalog.expireHold, summary)({ ...key, at: now() })));
    case 'endAsLongOverdue': {
      const end = { reservationId, outcome: 'longOverdue', judgedBy: what.due, at: now() } as const;
      return void (await reservation.obey(said(catalog.closeReservation, summary)(end)));
    }
    case 'askStaff':
      return askStaff(reservation, what, summary);
    case 'settle':
      return reservation.settled(what.kinds);
    default:
      return what satisfies never;
  }
}

/** A loan slot is its own: from now on the copy is on shipping's packing list, for whatever library it is to go to. */
async function list({ standing }: Reservation, summary: string): Promise<void> {
  if (standing) await said(shipping.addToPackingList, summary)({ standing, at: now() });
}

/** Opens the loan. No date in the answer: the catalog does not know the copy (any more), and is asked what it knows. */
async function openLoan(reservation: Reservation, summary: string): Promise<void> {
  const { shippedAt, arrivedAt } = reservation.copy?.position ?? {};
  const command = { ...reservation.key, startedAt: shippedAt ?? arrivedAt ?? now() };
  const { due, policy } = await reservation.obey(said(catalog.openLoan, summary)(command));
  reservation.numbers ??= policy;
  if (!due) await askCatalog(reservation);
}

async function askBranch(reservation: Reservation, summary: string): Promise<void> {
  const { key, allocation, holdEnds, standing, pickupLibrary: library } = reservation;
  if (!allocation || !holdEnds || !standing) return;
  const { copyId } = allocation;
  const question = { ...key, copyId, library, standing, at: now() };
  const { answerBy } = await said(shipping.askShelfCheck, summary)(question);
  reservation.shelfCheck = { allocation: key.allocation, end: holdEnds.date, answerBy };
}

async function askStaff(
  reservation: Reservation,
  { kind, since }: { kind: StaffTask; since: Instant },
  summary: string,
): Promise<void> {
  reservation.asksStaff(kind);
  const task = { kind, library: PREFECTURAL_LIBRARY, why: staffTasks[kind], since, at: now() };
  await said(catalog.openTask, summary)({ ...reservation.key, ...task });
}
