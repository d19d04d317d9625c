import {
  LibraryCodeSchema,
  type ReservationId,
  ReservationIdSchema,
  StaffRoleSchema,
} from '@toshobin/contracts';
import { type Decision, type RefusalCode, RefusalCodeSchema } from '@toshobin/lending-rules';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Staff } from '../roles.ts';

/** Minutes for which a caller's cancellation can be taken back. */
export const HELD_MINUTES = 5;
/** Hours for which it is told on the caller's card that one could not be carried out. */
const TOLD_HOURS = 24;

/** A cancellation that is not carried out yet, or could not be. */
export interface HeldCancellation {
  until: Date;
  refusedAs: RefusalCode | undefined;
}

/** The same, as it is carried out. */
export interface DueCancellation {
  reservationId: ReservationId;
  wishId: string;
  askedAt: Date;
  by: Staff;
}

/** R20. What callers have cancelled and may still take back: by a reservation's id, never by a person. */
export function prismaHeldCancellations(database: PrismaClient) {
  return {
    /** Until when it can be taken back; of one that is held already, or comes twice, the moment of the first. */
    async hold({
      reservationId,
      wishId,
      askedAt,
      by: { account, role, library },
    }: DueCancellation): Promise<Date> {
      const until = new Date(askedAt.getTime() + HELD_MINUTES * 60_000);
      const data = { reservationId, wishId, account, role, library, askedAt, until };
      await database.heldCancellation.deleteMany({ where: { reservationId, refusedAs: { not: null } } });
      await database.heldCancellation.createMany({ data, skipDuplicates: true });
      return (await database.heldCancellation.findUnique({ where: { reservationId } }))?.until ?? until;
    },
    async of(reservationIds: readonly string[]): Promise<ReadonlyMap<string, HeldCancellation>> {
      const rows = await database.heldCancellation.findMany({
        where: { reservationId: { in: [...reservationIds] } },
      });
      return new Map(
        rows.map(({ reservationId, until, refusedAs }) => [
          reservationId,
          { until, refusedAs: RefusalCodeSchema.safeParse(refusedAs).data },
        ]),
      );
    },
    /** False: it was carried out already, or never asked for. */
    async takeBack(reservationId: string): Promise<boolean> {
      const { count } = await database.heldCancellation.deleteMany({
        where: { reservationId, refusedAs: null },
      });
      return count > 0;
    },
    /**
     * Carries out what is due, each by itself: what can't be carried out now (TRY_AGAIN, a fault) stays and is tried the
     * next time, what is refused is told on the card. `failed` hears of faults.
     */
    async carryOutDue(
      at: Date,
      cancel: (due: DueCancellation) => Promise<Decision<unknown>>,
      failed: (fault: unknown) => void,
    ): Promise<void> {
      const toldSince = new Date(at.getTime() - TOLD_HOURS * 3_600_000);
      await database.heldCancellation.deleteMany({
        where: { refusedAs: { not: null }, until: { lt: toldSince } },
      });
      const due = await database.heldCancellation.findMany({
        where: { refusedAs: null, until: { lte: at } },
        orderBy: { until: 'asc' },
        take: 100,
        select: { reservationId: true },
      });
      for (const { reservationId } of due) {
        await database
          .$transaction(async (tx) => {
            // One at a time carries it out, and who takes it back meanwhile hears that it is too late.
            const locked = await tx.$queryRaw<unknown[]>`
              SELECT 1 FROM held_cancellation WHERE reservation_id = ${reservationId}::uuid AND refused_as IS NULL
              FOR UPDATE SKIP LOCKED`;
            if (locked.length === 0) return;
            const row = await tx.heldCancellation.findUniqueOrThrow({ where: { reservationId } });
            const decision = await cancel(dueOf(row));
            if (decision.ok) return void (await tx.heldCancellation.delete({ where: { reservationId } }));
            if (decision.refusal.code === 'TRY_AGAIN') return;
            const data = { refusedAs: decision.refusal.code };
            await tx.heldCancellation.update({ where: { reservationId }, data });
          }, WORK)
          .catch(failed);
      }
    },
  };
}

/** A process answers within seconds or not at all. */
const WORK = { timeout: 30_000 };

function dueOf(row: {
  reservationId: string;
  wishId: string;
  askedAt: Date;
  account: string;
  role: string;
  library: string;
}): DueCancellation {
  return {
    reservationId: ReservationIdSchema.parse(row.reservationId),
    wishId: row.wishId,
    askedAt: row.askedAt,
    by: {
      account: row.account,
      role: StaffRoleSchema.parse(row.role),
      library: LibraryCodeSchema.parse(row.library),
    },
  };
}
