import { type Measure, sharedLook } from '@toshobin/service';
import type { Pool } from 'pg';
import { z } from 'zod';
import { IS_TO_GO } from '../notices/notice-status.ts';

const Waiting = z.object({ due: z.coerce.number(), seconds: z.coerce.number() });
const Outcomes = z.array(z.object({ outcome: z.string(), mails: z.coerce.number() }));

/** Whether mails go out, and what comes of them. */
export function mailMeasures(pool: Pool): Measure[] {
  const waiting = sharedLook(async () => Waiting.parse((await pool.query(due)).rows[0]));
  return [
    {
      name: 'toshobin_mails_due',
      help: 'notices whose time has come and that have not gone out',
      read: async () => [{ value: (await waiting()).due }],
    },
    {
      name: 'toshobin_mails_oldest_due_seconds',
      help: 'how long the first of them has been due',
      read: async () => [{ value: (await waiting()).seconds }],
    },
    {
      name: 'toshobin_mails_of_a_day',
      help: 'notices of the last 24 hours, by what became of them',
      labels: ['outcome'],
      read: async () => outcomes(pool, mailsOfADay),
    },
    {
      name: 'toshobin_bounces_of_a_day',
      help: 'what the mail service told in the last 24 hours of mails that it had taken',
      labels: ['outcome'],
      read: async () => outcomes(pool, bouncesOfADay),
    },
  ];
}

async function outcomes(pool: Pool, sql: string) {
  return Outcomes.parse((await pool.query(sql)).rows).map(({ outcome, mails }) => ({
    labels: { outcome },
    value: mails,
  }));
}

const due = `
  SELECT count(*) AS due, coalesce(extract(epoch FROM now() - min(not_before)), 0) AS seconds FROM notice
  WHERE ${IS_TO_GO} AND not_before <= now()`;

const mailsOfADay = `
  SELECT status AS outcome, count(*) AS mails FROM notice
  WHERE NOT (${IS_TO_GO}) AND created_at > now() - interval '1 day' GROUP BY 1`;

const bouncesOfADay = `
  SELECT outcome, count(*) AS mails FROM ses_notification WHERE received_at > now() - interval '1 day' GROUP BY 1`;
