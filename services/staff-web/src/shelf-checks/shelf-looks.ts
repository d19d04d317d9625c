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
export function prismaShelfLooks(database: PrismaClient) {
  return {
    /** What was looked for at a library on that day. */
    async of(library: string, day: CalendarDate): Promise<ReadonlySet<string>> {
      const looks = await database.shelfLook.findMany({ where: { library, day: dateOf(day) } });
      return new Set(looks.map(({ reservationId }) => reservationId));
    },
    /** Keeps what was found; the last word of a day stays. */
    async keep({ day, ...look }: ShelfLook): Promise<void> {
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
