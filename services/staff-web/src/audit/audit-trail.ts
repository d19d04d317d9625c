import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Staff } from '../roles.ts';

/** One thing done: to a copy, a parcel or a reservation, named by its number and never by a person or title. */
export interface Deed {
  action: string;
  subject: string;
  /** `done`, or the code of the refusal. */
  outcome: string;
}

/** Who did what and when; rows are only ever added. */
export interface AuditTrail {
  write(staff: Staff, deed: Deed): Promise<void>;
}

export function prismaAuditTrail(database: PrismaClient, now: () => Date): AuditTrail {
  return {
    async write(staff, deed) {
      await database.audit.create({ data: { at: now(), ...staff, ...deed } });
    },
  };
}
