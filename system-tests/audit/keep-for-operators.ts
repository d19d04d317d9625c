import { instantFromDate } from '@toshobin/lending-rules';
import { databaseUrl, readConfig } from '@toshobin/service';
import { openStaffWebDatabase, prismaKeptCheck } from '@toshobin/staff-web';
import { z } from 'zod';
import { contradictions } from './contradictions.ts';
import { type Finding, idsOf } from './finding.ts';

/** As many as a page bears. */
const MOST = 200;

/** Keeps the outcome where operators see it, 止まっているもの, in place of the one before. */
export async function keepForOperators(reservations: number, findings: readonly Finding[]): Promise<void> {
  const { STAFF_WEB_DATABASE_URL } = readConfig(z.object({ STAFF_WEB_DATABASE_URL: databaseUrl }));
  const database = openStaffWebDatabase(STAFF_WEB_DATABASE_URL);
  try {
    await prismaKeptCheck(database).keep({
      checkedAt: instantFromDate(new Date()),
      reservations,
      found: findings.length,
      findings: findings.slice(0, MOST).map(({ what, of }) => ({
        title: contradictions[what].ja,
        next: contradictions[what].repair.ja,
        of: idsOf(of),
        ...(of.reservation ? { reservationId: of.reservation } : {}),
      })),
    });
  } finally {
    await database.$disconnect();
  }
}
