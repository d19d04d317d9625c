import { compareVersions } from '@toshobin/contracts';
import { isOver, isProcessOver } from '@toshobin/lending-rules';
import type { Finding } from './finding.ts';
import type { KnownProcesses } from './known-processes.ts';
import type { ReservationSeen } from './reservation-seen.ts';

/** A reservation that goes on against its process, and the reverse. */
export async function judgeProcess(seen: ReservationSeen, processes: KnownProcesses): Promise<Finding[]> {
  const { reservationId, ledger, application, awaited } = seen;
  const of = { reservation: reservationId };
  const isListed = processes.listed.has(reservationId);
  const goesOn = application !== undefined && application.outcome === null && application.answered;
  if (!goesOn) {
    const isBeginning = application !== undefined && application.outcome === null;
    // Released, or lent to nobody knows whom: it goes on until the copy is home.
    const isUnknown = application === undefined && ledger !== undefined && !isOver(ledger.present.state);
    if (!isListed || isBeginning || isUnknown) return [];
    return (await processes.runs(reservationId)) ? [{ what: 'processOfNothing', of }] : [];
  }
  const state = ledger?.present.state;
  const told = ledger?.told;
  if (!state || !told) return [];
  // The outcome that it would end with does not matter to what goes on.
  const isThrough = isProcessOver(state, state.ended ?? 'cancelled');
  if (!isListed && !(await processes.runs(reservationId)))
    return [{ what: 'withoutProcess', of, seen: isThrough ? 'its row is not closed' : state.stage }];
  const known = await processes.ask(reservationId);
  if (known === 'notAsked') return [];
  if (known === undefined) return [{ what: 'processSilent', of }];
  const should = { epoch: told.epoch, n: awaited };
  if (compareVersions(known, should) >= 0) return [];
  return [{ what: 'processBehind', of, seen: `${known.epoch}.${known.n} of ${should.epoch}.${should.n}` }];
}
