import { type KnownEvent, PREFECTURAL_LIBRARY, type ReservationFact } from '@toshobin/contracts';

/**
 * What no process waits for stays in the databases, where `reconcile` finds it: a history is kept short. Of mails, only
 * the one that begins a hold (R6) is waited for, that it did not, and a ready mail that went out late (R7).
 */
export function isAwaited(event: KnownEvent): boolean {
  switch (event.type) {
    case 'shipping.copy.moved':
      return isAwaitedStep(event.data);
    case 'patron.notice.sent': {
      const { kind, late } = event.data;
      return kind === 'readyAtPrefectural' || (kind === 'readyAtMunicipal' && late === true);
    }
    case 'patron.notice.failed':
      return event.data.kind === 'readyAtPrefectural';
    default:
      return true;
  }
}

/**
 * A packed copy is told to the patron by fact alone, and a copy that a branch posts home is awaited when it is home;
 * that the post brought it back to the prefectural library ends its way out.
 */
function isAwaitedStep({ fact }: ReservationFact): boolean {
  if (fact.voids !== undefined) return fact.kind !== 'packed';
  if (fact.kind === 'sentBack') return fact.place === PREFECTURAL_LIBRARY;
  return fact.kind !== 'packed';
}
