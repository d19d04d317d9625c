import type { PatronId } from '@toshobin/contracts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/**
 * Ends every session of a patron at once, but the one named, and every card that a browser keeps: whoever knew the old
 * password is out.
 */
export type EndSessions = (patronId: PatronId, except?: string) => Promise<void>;

/** The sessions of this front's own database. */
export function prismaEndSessions(database: PrismaClient): EndSessions {
  return async (patronId, except) => {
    const others = except === undefined ? {} : { id: { not: except } };
    await database.session.deleteMany({ where: { patronId, ...others } });
    await database.keptCard.deleteMany({ where: { patronId } });
  };
}
