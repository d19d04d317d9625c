import { instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import { Prisma } from '../generated/prisma/client.ts';
import { IS_TO_GO } from '../notices/notice-status.ts';
import type { AnswerTo, PatronDeps } from '../patron-deps.ts';

const Queue = z.tuple([
  z.object({
    due: z.int(),
    since: z.date().transform(instantFromDate).nullable(),
    later: z.int(),
    triedBefore: z.int(),
  }),
]);

/** The mails that wait to be sent, as numbers alone; the index of unsent mails answers it. */
export async function mailQueue({ db, now }: Pick<PatronDeps, 'db' | 'now'>): Promise<AnswerTo<'mailQueue'>> {
  const at = new Date(now());
  const [queue] = Queue.parse(
    await db.$queryRaw`
      SELECT (count(*) FILTER (WHERE not_before <= ${at}))::int AS due, min(not_before) FILTER (WHERE not_before <= ${at}) AS since,
        (count(*) FILTER (WHERE not_before > ${at}))::int AS later,
        (count(*) FILTER (WHERE attempts > 0))::int AS "triedBefore"
      FROM notice WHERE ${Prisma.raw(IS_TO_GO)}`,
  );
  return queue;
}
