import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Instant, isAfter, plusDuration, returnQuestions } from '@toshobin/lending-rules';
import { alwaysOpen, type Stock } from './stock.ts';

export interface NightlyLook {
  searchesEnded: number;
  allocated: number;
  tasksOpened: number;
  failed: string[];
}

/** The nightly look at what waits: searches that end, copies that may be given now, returns that are not home. */
export function lookAtWhatWaits(stock: Stock, at: Instant): NightlyLook {
  const searchesEnded = endSearches(stock, at);
  const allocated = [...stock.records.keys()].reduce(
    (sum, recordId) => sum + stock.allocate(recordId, at),
    0,
  );
  return { searchesEnded, allocated, tasksOpened: askForReturns(stock, at), failed: [] };
}

function endSearches(stock: Stock, at: Instant): number {
  let ended = 0;
  for (const copy of stock.copies.values()) {
    const { searchedSince } = copy;
    if (!searchedSince || copy.gone || isAfter(plusDuration(searchedSince, stock.policy.searchFor), at))
      continue;
    ended += 1;
    copy.gone = true;
    stock.tasks.clear({ barcode: copy.copyId }, at, ['searchCopy']);
    stock.tellIfUnservable(copy.recordId, 'copyMissing', at);
  }
  return ended;
}

/** R10: asks once a hand-in for a copy that is not on its way after its open days, or not home after its time. */
function askForReturns(stock: Stock, at: Instant): number {
  let opened = 0;
  for (const { reservationId, allocation, state } of stock.entries.values()) {
    if (!allocation || state !== 'allocated') continue;
    const { handedInAt, sentBackAt, homeAt } = stock.position(allocation.allocation);
    if (handedInAt === undefined || homeAt !== undefined) continue;
    const { place = PREFECTURAL_LIBRARY } =
      stock.standingFacts(allocation.allocation).findLast((fact) => fact.kind === 'handedIn') ?? {};
    const isSent = sentBackAt !== undefined || place === PREFECTURAL_LIBRARY;
    for (const kind of returnQuestions({ at: handedInAt, isSent }, at, alwaysOpen, stock.policy)) {
      const isAsked = stock.tasks.ever.some(
        (row) =>
          row.kind === kind &&
          row.subject.reservationId === reservationId &&
          !isAfter(handedInAt, row.openedAt),
      );
      if (isAsked) continue;
      const library = kind === 'sendBack' && place ? place : PREFECTURAL_LIBRARY;
      const why = kind === 'sendBack' ? 'notSent' : 'notHome';
      if (stock.tasks.add(kind, library, { reservationId }, why, at)) opened += 1;
    }
  }
  return opened;
}
