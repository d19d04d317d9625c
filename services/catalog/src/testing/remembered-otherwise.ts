import { instantFromDate } from '@toshobin/lending-rules';
import { positionOf } from '@toshobin/lending-rules/ledger';
import { whereaboutsOf } from '../ledger/copy-place.ts';
import { factOf, notUndone, OF_NO_STEP } from '../ledger/journey.ts';
import type { CatalogInTest } from './catalog-in-test.ts';

/**
 * The columns kept beside the scans that differ from what the scans say: when a loan's copy was handed out and in,
 * where the copy of an open allocation is, and when one that was handed out late had ended before, as was told then.
 */
export async function rememberedOtherwise(catalog: CatalogInTest, recordId: string): Promise<string[]> {
  const { db } = catalog.deps;
  const now = new Date(catalog.now);
  const allocations = await db.allocation.findMany({
    where: { entry: { recordId: BigInt(recordId) }, ...notUndone },
    include: { loan: true, copy: true, entry: true },
    orderBy: { number: 'asc' },
  });
  const scans = await db.scan.findMany({
    where: { copy: { recordId: BigInt(recordId) }, kind: { notIn: OF_NO_STEP } },
  });
  const facts = scans.map(factOf);
  const told = (await catalog.written('catalog.reservation.changed')).map(({ state }) => state);
  return allocations.flatMap(({ number, openedAt, closedAt, firstEndedAt, loan, copy, entry }) => {
    const position = positionOf(facts, number);
    const { handedOutAt, handedInAt } = position;
    const { place, placeLibrary } = whereaboutsOf(position, entry.pickupLibrary, true);
    const isThere = copy.place === place && copy.placeLibrary === placeLibrary;
    // The copy was handed to a person for whom it was not held, or taken back from one. A hunt ends holds ahead of its
    // clock, and so opens what follows.
    const isAhead = openedAt > now;
    const wentOn = scans.some(
      (scan) =>
        scan.copyId === copy.id && scan.allocation === null && (isAhead || scan.recordedAt >= openedAt),
    );
    const ended = told.findLast((state) => state.copy?.allocation === number && state.copy.endedAt)?.copy;
    const endedFirst = handedOutAt && !ended?.position.homeAt ? ended?.endedAt : undefined;
    const same = (at: Date | null, said: string | null | undefined) =>
      (at && instantFromDate(at)) === (said ?? null);
    return [
      ...(!loan || same(loan.handedOutAt, handedOutAt) ? [] : [`${number} was handed out at another moment`]),
      ...(!loan || same(loan.handedInAt, handedInAt) ? [] : [`${number} was handed in at another moment`]),
      ...(closedAt || wentOn || isThere
        ? []
        : [`${copy.barcode} is ${copy.place}, and its scans say ${place}`]),
      ...(same(firstEndedAt, endedFirst) ? [] : [`${number} had ended at another moment, or not at all`]),
    ];
  });
}
