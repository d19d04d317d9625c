import { type VolumeStands, volumeStands } from '@toshobin/lending-rules';
import type { Application, Transaction } from '../database.ts';
import type { ReadingOrder, ReadingOrderVolume } from '../generated/prisma/client.ts';

/** A volume with how it stands, by the row of its reservation. */
export type StandingVolume = ReadingOrderVolume & { stands: VolumeStands };
export type OpenOrder = ReadingOrder & { volumes: StandingVolume[] };

/** How a volume stands, by the row of its reservation. */
export function standsBy({ state, endedAt }: Pick<Application, 'state' | 'endedAt'>): VolumeStands {
  return volumeStands({ state, ended: endedAt !== null });
}

/** The reading orders that fit, the oldest first, each with its volumes in order. */
export async function readOrders(
  tx: Transaction,
  where: { id: string } | { patronId: string },
): Promise<OpenOrder[]> {
  const orders = await tx.readingOrder.findMany({
    where,
    include: { volumes: { orderBy: { place: 'asc' } } },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
  });
  const asked = orders.flatMap(({ volumes }) => volumes.flatMap(({ reservationId }) => reservationId ?? []));
  const rows = await tx.application.findMany({
    where: { reservationId: { in: asked } },
    select: { reservationId: true, state: true, endedAt: true },
  });
  const standsOf = new Map(rows.map((row) => [row.reservationId, standsBy(row)]));
  const stands = ({ reservationId, missed }: ReadingOrderVolume): VolumeStands =>
    reservationId === null ? (missed ? 'missed' : 'toAsk') : (standsOf.get(reservationId) ?? 'missed');
  return orders.map((order) => ({
    ...order,
    volumes: order.volumes.map((volume) => ({ ...volume, stands: stands(volume) })),
  }));
}
