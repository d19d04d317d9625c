import { writeEvent } from '@toshobin/events';
import { allow, dateColumn, epochMs, type Instant, refuse } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { Answers } from '../patron-deps.ts';

/** Applications of an hour that one address hears of: a family's. Nobody has shown yet whose address it is. */
const MAILED_IN_AN_HOUR = 5;
const HOUR_MS = 3_600_000;

/**
 * R1. Writes an application for a card and says so (`patron.card.applied`: its process starts); the answer has the
 * number to read out, and an applicant with an address gets it by mail, five an hour at most to one address. The same
 * form again is answered as the first time; with other contents, while they are there to compare, STATE_CHANGED. Online
 * an address is asked for: EMAIL_NOT_REGISTERED.
 */
export const applyForCard: Answers<'applyForCard'> = async (deps, request) => {
  const { application, channel, mailLanguage = 'ja', at } = request;
  const { applicationId, email } = application;
  if (channel === 'online' && email === null) return refuse('EMAIL_NOT_REGISTERED');
  const data = {
    channel,
    name: application.name,
    nameReading: application.nameReading,
    birthDate: dateColumn(application.birthDate),
    postcode: application.postcode,
    address: application.address,
    phone: application.phone,
    email,
  };
  return inTransaction(deps, async (tx) => {
    const written = await tx.cardApplication.createMany({
      data: [{ id: applicationId, ...data, mailLanguage, appliedAt: at }],
      skipDuplicates: true,
    });
    const row = await tx.cardApplication.findUniqueOrThrow({ where: { id: applicationId } });
    // Once the person's data are gone, there is nothing to compare.
    const isSame = row.name === null || contentsOf(row) === contentsOf(data);
    if (written.count === 0 && !isSame) return refuse('STATE_CHANGED');
    if (written.count > 0) {
      await writeEvent(tx, {
        id: deps.newId(),
        type: 'patron.card.applied',
        subject: applicationId,
        at,
        data: { applicationId, channel, at },
      });
      if (email !== null && (await mayBeMailed(tx, email, at))) {
        await queueAddressNotice(deps, tx, {
          patronId: null,
          address: email,
          data: { kind: 'cardApplied', applicationNumber: row.number, language: row.mailLanguage },
        });
      }
    }
    return allow({ applicationId, applicationNumber: row.number });
  });
};

/** Whether the address may be mailed once more; applications at the same moment wait for each other here. */
async function mayBeMailed(tx: Transaction, email: string, at: Instant): Promise<boolean> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(lower(${email}), 0))`;
  const since = new Date(epochMs(at) - HOUR_MS);
  const address = { equals: email, mode: 'insensitive' as const };
  const applied = await tx.cardApplication.count({ where: { email: address, appliedAt: { gt: since } } });
  return applied <= MAILED_IN_AN_HOUR;
}

function contentsOf(of: {
  channel: string;
  name: string | null;
  nameReading: string | null;
  birthDate: Date | null;
  postcode: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
}): string {
  const { channel, name, nameReading, birthDate, postcode, address, phone, email } = of;
  return JSON.stringify([channel, name, nameReading, birthDate, postcode, address, phone, email]);
}
