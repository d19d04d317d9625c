import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  dayOf,
  deadlineOn,
  type Instant,
  isAfter,
  nthOpenDayAfter,
  plusDuration,
} from '@toshobin/lending-rules';
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
    stock.tellIfUnservable(copy.recordId, 'copyMissing');
  }
  return ended;
}

/** R10: handed in and not on its way after its open days, or not home after its time. */
function askForReturns(stock: Stock, at: Instant): number {
  let opened = 0;
  for (const { reservationId, allocation, state } of stock.entries.values()) {
    if (!allocation || state !== 'allocated') continue;
    const { handedInAt, sentBackAt, homeAt } = stock.position(allocation.allocation);
    if (handedInAt === undefined || homeAt !== undefined) continue;
    const { sendBackOpenDays, homeWithin } = stock.policy;
    const place = stock.facts.findLast(
      (fact) => fact.allocation === allocation.allocation && fact.kind === 'handedIn',
    )?.place;
    const sendBackBy = deadlineOn(nthOpenDayAfter(alwaysOpen, dayOf(handedInAt), sendBackOpenDays));
    const homeBy = plusDuration(handedInAt, homeWithin);
    const open = (kind: 'sendBack' | 'searchReturn', library: string) =>
      stock.tasks.add(kind, library, { reservationId }, kind === 'sendBack' ? 'notSent' : 'notHome', at);
    const atBranch = place && place !== PREFECTURAL_LIBRARY;
    if (atBranch && sentBackAt === undefined && isAfter(at, sendBackBy.at) && open('sendBack', place))
      opened += 1;
    if (isAfter(at, homeBy) && open('searchReturn', PREFECTURAL_LIBRARY)) opened += 1;
  }
  return opened;
}
