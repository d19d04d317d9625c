import type { PatronId, RecordId, ReservationId, Volume } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import { canReserveVolume } from '../records/can-reserve.ts';
import { titleOf } from '../records/title-of.ts';
import { admit } from '../reserving/reserve.ts';

type Deps = Pick<PatronWebDeps, 'catalog' | 'patron' | 'process' | 'libraries' | 'now'>;

export interface ReadingOrderWish {
  patronId: PatronId;
  /** Made when the form was drawn: sent twice, it is one order. */
  orderId: string;
  firstReservationId: ReservationId;
  /** Any of its volumes. */
  of: RecordId;
  volumes: readonly RecordId[];
  pickupLibrary: string;
  early: boolean;
}

/** The chosen volumes of a work in their order, or the chosen issues of a magazine, the oldest first. */
export async function volumesInOrder(
  deps: Pick<PatronWebDeps, 'catalog'>,
  { of, volumes: chosen }: { of: RecordId; volumes: readonly string[] },
): Promise<Decision<Volume[]>> {
  const answer = await deps.catalog.volumes({ params: { recordId: of } });
  if (!answer.ok) return answer;
  const { volumes } = answer.value;
  const inOrder = volumes[0]?.kind === 'magazineIssue' ? volumes.toReversed() : volumes;
  return allow(inOrder.filter(({ recordId }) => chosen.includes(recordId)));
}

/**
 * Opens a reading order (読みたい順予約): it is written with the application of its first volume, whose process is then
 * started and asked for the place, as for any reservation. The later ones are asked for by the order's own process.
 */
export async function openReadingOrder(
  deps: Deps,
  wish: ReadingOrderWish,
): Promise<Decision<{ reservationId: string; reservationNumber: string }>> {
  const found = await volumesInOrder(deps, wish);
  if (!found.ok) return found;
  const [first] = found.value;
  if (first === undefined || found.value.length < 2) return refuse('STATE_CHANGED');
  for (const volume of found.value) {
    const material = canReserveVolume(volume);
    if (!material.ok) return material;
  }
  const { patronId, orderId, firstReservationId, pickupLibrary, early } = wish;
  const opened = await deps.patron.openReadingOrder({
    params: { patronId },
    body: {
      ...{ orderId, firstReservationId, pickupLibrary, early, at: instantFromDate(deps.now()) },
      volumes: found.value.map((volume) => ({
        recordId: volume.recordId,
        title: titleOf(volume).slice(0, 1000),
        protectiveCover: volume.protectiveCover,
      })),
    },
  });
  if (!opened.ok) return opened;
  const { reservationId, reservationNumber } = opened.value;
  const { recordId } = first;
  const admitted = await admit(deps, { patronId, reservationId, recordId, pickupLibrary }, opened.value);
  if (admitted.ok) return allow({ reservationId, reservationNumber });
  // A refusal of the first is the whole order's, also where the catalog says it.
  await deps.patron.changeReadingOrder({
    params: { patronId, orderId },
    body: { do: 'stop', at: instantFromDate(deps.now()) },
  });
  return admitted;
}
