import { allow, endingIs, instantFromDate, refuse } from '@toshobin/lending-rules';
import type { Answers, AnswerTo, CatalogDeps } from '../catalog-deps.ts';
import type { Allocation, Scan } from '../generated/prisma/client.ts';
import { factOf, OF_NO_STEP } from '../ledger/journey.ts';
import { loadLedgers } from '../ledger/load-ledgers.ts';
import { wishAnswers } from '../ledger/wish-answers.ts';

type ReservationInCatalog = AnswerTo<'readReservation'>;

/** What the catalog knows of a reservation: its place, its copy and every fact. Refuses NOT_FOUND. */
export const readReservation: Answers<'readReservation'> = async (deps, { reservationId }) => {
  const loaded = (await loadLedgers(deps.db, [reservationId])).get(reservationId);
  if (loaded === undefined) return refuse('NOT_FOUND');
  const { entry, copy } = loaded.ledger;
  // A copy that was withdrawn from a reservation is its own no more.
  const own = copy === undefined || endingIs(copy.ending, 'withdrawal') ? undefined : copy;
  const [allocations, pickupChanges] = await Promise.all([
    deps.db.allocation.findMany({
      where: { reservationId },
      include: { copy: { select: { barcode: true } } },
      orderBy: { number: 'asc' },
    }),
    pickupChangesOf(deps, reservationId),
  ]);
  const scans = await deps.db.scan.findMany({
    where: {
      OR: [
        { allocation: { in: allocations.map(({ number }) => number) } },
        {
          allocation: null,
          kind: { in: ['handedOut', 'handedIn', 'home'] },
          copyId: { in: allocations.map(({ copyId }) => copyId) },
        },
      ],
      kind: { notIn: OF_NO_STEP },
    },
    orderBy: { sequence: 'asc' },
  });
  const strays = scans.filter(({ allocation }) => allocation === null);
  return allow({
    reservationId,
    entry: entry.state,
    state: loaded.present.state,
    pickupLibrary: entry.pickupLibrary,
    barcode: allocations.find(({ number }) => number === own?.allocation)?.copy.barcode ?? null,
    allocation: own?.allocation ?? null,
    due: own?.loan?.due ?? null,
    facts: own?.facts.map(({ fact }) => fact) ?? [],
    scans: scans.map(({ factId, account, reason }) => ({ factId, account, reason })),
    ended: allocations.flatMap(({ copy, closedAt, ending, number: allocation }) => {
      if (!closedAt || !ending) return [];
      const facts = scans.filter((scan) => scan.allocation === allocation).map(factOf);
      return [{ barcode: copy.barcode, allocation, endedAt: instantFromDate(closedAt), ending, facts }];
    }),
    handedToOthers: allocations.flatMap((of) => handedToOthers(of, strays)),
    pickupChanges,
  });
};

/** Hand-outs of the allocation's copy to others while it was held, its way back until home, and what took them back. */
function handedToOthers(
  { number, copyId, openedAt, closedAt }: Allocation,
  strays: readonly Scan[],
): ReservationInCatalog['handedToOthers'] {
  const given = strays.filter(
    ({ kind, occurredAt, voids, ...scan }) =>
      kind === 'handedOut' &&
      voids === null &&
      scan.copyId === copyId &&
      openedAt <= occurredAt &&
      occurredAt <= (closedAt ?? occurredAt),
  );
  const [first] = given;
  if (first === undefined) return [];
  const since = strays.filter(
    ({ kind, voids, ...scan }) =>
      kind !== 'handedOut' && voids === null && scan.copyId === copyId && scan.sequence > first.sequence,
  );
  const voided = new Set(strays.flatMap(({ voids }) => voids ?? []));
  const home = since.findIndex(({ kind, factId }) => kind === 'home' && !voided.has(factId));
  const happened = [...given, ...(home < 0 ? since : since.slice(0, home + 1))];
  const ids = new Set(happened.map(({ factId }) => factId));
  const takenBack = strays.filter(({ voids }) => voids !== null && ids.has(voids));
  return [...happened, ...takenBack].map((scan) => factOf({ ...scan, allocation: number }));
}

/** The granted wishes for another library that shipping did not take back. */
async function pickupChangesOf(
  deps: CatalogDeps,
  reservationId: string,
): Promise<ReservationInCatalog['pickupChanges']> {
  const wishes = await deps.db.wish.findMany({ where: { reservationId }, select: { answer: true } });
  return wishes.flatMap(({ answer }) => {
    const read = wishAnswers.changePickup.safeParse(answer).data;
    return read?.ok && read.value.moved ? [read.value.moved] : [];
  });
}
