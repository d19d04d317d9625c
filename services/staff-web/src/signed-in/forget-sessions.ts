import { vacuum } from '@toshobin/database';
import { isNight, KEPT_MINUTES } from '@toshobin/web';
import { ANSWER_MINUTES } from '../answered-forms/answered-forms.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import {
  CALL_MINUTES,
  nobodyShown,
  nothingSought,
  SHOWN_MINUTES,
  SOUGHT_MINUTES,
} from '../sessions/desk-state.ts';

const HOUR_MS = 3_600_000;

/** Removes sessions nobody has used for a day, counts of failures older than that, cards nobody has in hand any more, what was typed into the search box, and what nobody came back for. */
export async function forgetSessions(database: PrismaClient, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 24 * HOUR_MS);
  await database.session.deleteMany({ where: { lastSeenAt: { lt: before } } });
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  await database.session.updateMany({
    where: { shownAt: { lt: minutesAgo(SHOWN_MINUTES) } },
    data: nobodyShown,
  });
  await database.session.updateMany({
    where: { callerAt: { lt: minutesAgo(CALL_MINUTES) } },
    data: { callerCard: null, callerAt: null },
  });
  await database.session.updateMany({
    where: { soughtAt: { lt: minutesAgo(SOUGHT_MINUTES) } },
    data: nothingSought,
  });
  await database.keptForm.deleteMany({ where: { keptAt: { lt: minutesAgo(KEPT_MINUTES) } } });
  await database.answeredForm.updateMany({
    where: { answeredAt: { lt: minutesAgo(ANSWER_MINUTES) } },
    data: { sealed: null },
  });
  await database.answeredForm.deleteMany({ where: { answeredAt: { lt: before } } });
  await database.enrolmentCode.deleteMany({ where: { validUntil: { lt: now } } });
  await database.shelfLook.deleteMany({ where: { day: { lt: before } } });
  await database.signInAttempt.deleteMany({ where: { windowStart: { lt: before } } });
}

/** Once in the night: what was removed since the last one, and what deeds no more say, is not to lie in its pages until there is much of it. */
export async function vacuumAtNight(database: PrismaClient, now: Date): Promise<void> {
  if (!isNight(now)) return;
  await vacuum(database, [
    'answered_form',
    'audit',
    'desk_scan',
    'enrolment_code',
    'held_cancellation',
    'kept_form',
    'session',
    'shelf_look',
    'sign_in_attempt',
  ]);
}
