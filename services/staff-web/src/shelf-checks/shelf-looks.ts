import type { CalendarDate } from '@toshobin/lending-rules';
import type { PrismaClient } from '../generated/prisma/client.ts';

export interface ShelfLook {
  library: string;
  reservationId: string;
  day: CalendarDate;
  found: boolean;
  account: string;
}

/** Once a day a pickup library looks for the copies that wait long. */
export interface ShelfLooks {
  /** What was looked for at a library on that day. */
  of(library: string, day: CalendarDate): Promise<ReadonlySet<string>>;
  /** Keeps what was found; the last word of a day stays. */
  keep(look: ShelfLook): Promise<void>;
}

export function prismaShelfLooks(database: PrismaClient): ShelfLooks {
  return {
    async of(library, day) {
      const looks = await database.shelfLook.findMany({ where: { library, day: dateOf(day) } });
      return new Set(looks.map(({ reservationId }) => reservationId));
    },
    async keep({ day, ...look }) {
      const { library, reservationId, found, account } = look;
      const key = { library, reservationId, day: dateOf(day) };
      await database.shelfLook.upsert({
        where: { library_reservationId_day: key },
        create: { ...key, found, account },
        update: { found, account },
      });
    },
  };
}

function dateOf(day: CalendarDate): Date {
  return new Date(`${day}T00:00:00.000Z`);
}
