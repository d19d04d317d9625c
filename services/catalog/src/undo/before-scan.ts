import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { endingIs, isHome, wasPosted } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Scan } from '../generated/prisma/client.ts';
import type { AllocationEnding, CopyCondition } from '../generated/prisma/enums.ts';
import type { Whereabouts } from '../ledger/copy-place.ts';
import { journeyOf, notUndone, whereItIs } from '../ledger/journey.ts';
import type { ScanTakenBack } from './scan-taken-back.ts';

type Before = Whereabouts & { condition: CopyCondition };

const onShelf: Before = { place: 'onShelf', placeLibrary: null, condition: 'inService' };

/**
 * Where a copy of nobody's reservation was before a desk took it back by mistake; undefined when it stood on its shelf.
 * The last scan that nothing takes back tells it: one of nobody's copy by itself, one of a reservation's by how the
 * reservation ended. A copy that was out of service stays so, since no scan finds it.
 */
export async function beforeScan({ tx, copy, scan }: ScanTakenBack): Promise<Before | undefined> {
  const earlier = await tx.scan.findMany({
    where: { copyId: scan.copyId, sequence: { lt: scan.sequence } },
    orderBy: { sequence: 'desc' },
  });
  const voided = new Set(earlier.map(({ voids }) => voids));
  const standing = earlier.filter(({ factId, voids }) => voids === null && !voided.has(factId));
  const seen = standing.find(({ kind }) => kind !== 'lost');
  const was = seen?.allocation === null ? ofNobody(seen) : await ofReservation(tx, scan);
  const found = standing[0]?.kind === 'lost' ? 'lost' : was.condition;
  const condition = copy.condition === 'inService' ? found : copy.condition;
  return was.place === 'onShelf' && condition === 'inService' ? undefined : { ...was, condition };
}

function ofNobody({ kind, leg, place }: Scan): Before {
  const condition = 'inService';
  if (leg === 'return' && kind !== 'home') return { place: 'returning', placeLibrary: place, condition };
  // The copy was given to a person for whom it was not held.
  const placeLibrary = place === PREFECTURAL_LIBRARY ? null : place;
  return kind === 'handedOut' ? { place: 'onLoan', placeLibrary, condition } : onShelf;
}

/** Where the copy was, by its last allocation before the scan. */
async function ofReservation(tx: Transaction, { copyId, occurredAt }: Scan): Promise<Before> {
  const former = await tx.allocation.findFirst({
    where: { copyId, closedAt: { lte: occurredAt }, ...notUndone },
    orderBy: { number: 'desc' },
    select: { number: true },
  });
  const journey = former === null ? undefined : await journeyOf(tx, former.number);
  if (journey === undefined || isHome(journey)) return onShelf;
  // A copy taken out of service at the prefectural library was put there.
  if (journey.ending === 'outOfService' && !wasPosted(journey)) return onShelf;
  return { ...whereItIs(journey), condition: conditionAfter(journey.ending) };
}

function conditionAfter(ending: AllocationEnding | null): CopyCondition {
  if (ending === 'notOnShelf') return 'searching';
  return endingIs(ending, 'lost') ? 'lost' : 'inService';
}
