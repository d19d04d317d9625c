import {
  type Allocation,
  compareVersions,
  PREFECTURAL_LIBRARY,
  type ReservationStanding,
} from '@toshobin/contracts';
import {
  copyToPack,
  dateColumn,
  givesSlotBack,
  type Instant,
  ownCopy,
  shelvedUntil,
} from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { inTransaction, type Transaction } from '../database.ts';
import { type PackingRow, type ParcelLine, Prisma } from '../generated/prisma/client.ts';
import { type LockedParcel, lockParcel } from '../parcels/lock-parcel.ts';
import { record } from '../parcels/record.ts';
import { planOutward } from '../planning/plan-dispatch.ts';
import { pickupLibrary, readPlanning } from '../planning/read-planning.ts';
import type { ShippingDeps } from '../shipping-deps.ts';

/**
 * One transaction in which `keep` keeps how a reservation stands, unless something newer is known, and answers its row,
 * locked. With it a copy that is its reservation's own no more (cancelled, lent to another, swapped) leaves the parcel
 * it is in, as long as that has not left. Safe to repeat, in any order.
 */
export async function keepingStanding<T>(
  deps: ShippingDeps,
  standing: ReservationStanding,
  work: (tx: Transaction, keep: () => Promise<PackingRow>) => Promise<T>,
): Promise<T> {
  // Parcels are locked before rows, everywhere: where the copy turns out to be in one that it is to leave, nothing is
  // kept, and another round begins with that one. Nobody packs a copy while its row is locked.
  let parcelNumber: string | undefined;
  for (let round = 0; round < 5; round += 1) {
    try {
      return await inTransaction(deps, async (tx) => {
        const parcel = parcelNumber === undefined ? undefined : await lockParcel(tx, parcelNumber);
        return work(tx, async () => {
          const row = await keepStanding(tx, standing, deps.now());
          await leaveParcel(tx, row, parcel, deps.now());
          return row;
        });
      });
    } catch (error) {
      if (!(error instanceof LiesInParcel)) throw error;
      parcelNumber = error.parcelNumber;
    }
  }
  throw new Error('A copy was packed and unpacked all the time');
}

/** Thrown when the standing to be kept takes a copy out of this parcel, which is not locked yet. */
class LiesInParcel extends Error {
  readonly parcelNumber: string;

  constructor(parcelNumber: string) {
    super(`A copy lies in ${parcelNumber}`);
    this.parcelNumber = parcelNumber;
  }
}

async function leaveParcel(
  tx: Transaction,
  { reservationId, allocation }: PackingRow,
  parcel: LockedParcel | undefined,
  at: Instant,
): Promise<void> {
  const line = await openLineOf(tx, reservationId);
  if (!line || line.allocation === allocation) return;
  if (line.parcelNumber !== parcel?.number) throw new LiesInParcel(line.parcelNumber);
  const scanId = derivedId(reservationId, `not its own any more: line ${line.id}`);
  await record(tx, parcel, [{ kind: 'copyTakenOut', line }], { scanId, occurredAt: at, recordedAt: at });
}

/** The line of a reservation's copy in a parcel that has not left. */
function openLineOf(tx: Transaction, reservationId: string): Promise<ParcelLine | null> {
  return tx.parcelLine.findFirst({
    where: { reservationId, state: 'inside', parcel: { direction: 'outward', state: 'open' } },
  });
}

/**
 * Writes the row of a reservation, and locks it. A standing that is older than the one that is kept changes nothing;
 * the same one again adds what the release before it did not keep.
 */
async function keepStanding(
  tx: Transaction,
  standing: ReservationStanding,
  at: Instant,
): Promise<PackingRow> {
  const { reservationId, epoch, n, state } = standing;
  const { pickupLibrary: library } = state;
  const unheard = { reservationId, epoch: 0, n: 0, pickupLibrary: library, toPack: false };
  // One statement writes the row where there is none, locks it and answers it.
  const row = await tx.packingRow.upsert({
    where: { reservationId },
    create: unheard,
    update: { reservationId },
  });
  if (compareVersions(standing, row) < 0) return row;
  const own = ownCopy(state);
  const item = own && standing.item;
  const isSlotless = givesSlotBack(state, library === PREFECTURAL_LIBRARY);
  const isRedirected = row.listedAt !== null && row.pickupLibrary !== library;
  return tx.packingRow.update({
    where: { reservationId },
    data: {
      epoch,
      n,
      pickupLibrary: library,
      item: item ?? Prisma.DbNull,
      allocation: own?.allocation ?? null,
      journey: own?.journey ?? null,
      copyId: item ? BigInt(item.copyId) : null,
      barcode: item?.barcode ?? null,
      toPack: copyToPack(state) !== null,
      shelvedUntil: shelvedUntil(state)?.at ?? null,
      settledOn: state.settled && dateColumn(state.settled.on),
      ...(isSlotless ? { ...withoutSlot, slotlessEpoch: epoch, slotlessN: n } : {}),
      ...(isRedirected && !isSlotless && item ? await planFor(tx, item, library, at) : {}),
    },
  });
}

const withoutSlot = { slotJourney: null, listedAt: null, plannedDispatchDay: null, expectedDate: null };

/** The days on which a copy leaves and arrives, if it is packed now. */
export async function planFor(
  tx: Transaction,
  item: Allocation,
  code: string,
  at: Instant,
): Promise<{ plannedDispatchDay: Date; expectedDate: Date }> {
  const planning = await readPlanning(tx, at, code);
  const library = pickupLibrary(planning, code);
  if (!library) throw new Error(`There is no pickup library with the code ${code}`);
  const plan = planOutward([item], library, planning);
  return { plannedDispatchDay: dateColumn(plan.dispatchDay), expectedDate: dateColumn(plan.expectedDate) };
}
