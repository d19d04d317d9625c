import { databaseAway, databaseBusy } from '@toshobin/database';
import { type Hears, hear, Poison } from '@toshobin/events';
import type { CatalogDeps } from '../catalog-deps.ts';
import { hearClosureEntered, hearClosureTakenBack } from '../closures/hear-closure.ts';
import { recordLoss } from '../copies/record-loss.ts';
import { recordMove } from '../copies/record-move.ts';
import { noteDeletedHistory } from '../erasure/deleted-history.ts';
import { hearDelayed, hearShelfCheck } from '../ledger/hear-of-copy.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { hearNoticeFailed, hearNoticeSent } from '../loans/hear-mails.ts';
import { allocateFreeCopies } from '../queue/allocate-free-copies.ts';
import { heardFacts } from './heard-facts.ts';

/**
 * Takes the others' facts into the ledger: the steps of a copy inside parcels, copies late or lost, branches' answers
 * to shelf checks, the mails that name a date; what patrons deleted of their histories; the libraries and their
 * closures. Safe to repeat, in any order. A fact of a copy or allocation that is not here is poison: the two databases
 * differ.
 */
export function hearFacts(deps: CatalogDeps): Hears {
  return hear(heardFacts, { isAway: databaseAway, isBusy: databaseBusy }, async (event) => {
    switch (event.type) {
      case 'shipping.copy.moved':
        return known(await recordMove(deps, event.data));
      case 'shipping.copy.lost':
        return known(await recordLoss(deps, event.id, event.data));
      case 'shipping.copy.delayed':
        return hearDelayed(deps, event.data);
      case 'shipping.shelfCheck.answered':
        return hearShelfCheck(deps, event.data);
      case 'patron.notice.sent':
        return hearNoticeSent(deps, event.data, BigInt(event.sequence));
      case 'patron.notice.failed':
        return hearNoticeFailed(deps, event.data, BigInt(event.sequence));
      case 'patron.history.deleted':
        return noteDeletedHistory(deps.db, event.data);
      case 'shipping.closure.entered':
        return hearClosureEntered(deps, event.data);
      case 'shipping.closure.takenBack':
        return hearClosureTakenBack(deps, event.data);
      case 'shipping.library.changed':
        // A library that has reopened may have copies again for those who wait there.
        if (await keepLibrary(deps.db, event.data, BigInt(event.sequence)))
          await allocateFreeCopies(deps, new Date(event.time), event.data.code);
        return;
      default:
        event satisfies never;
    }
  });
}

function known(heard: 'recorded' | 'known' | 'unknown'): void {
  if (heard === 'unknown') throw new Poison('the catalog has no such copy or allocation');
}
