import { CARD_VALID_DAYS } from '@toshobin/contracts';
import { addDays, dateColumn, dayOf, fromDateColumn } from '@toshobin/lending-rules';
import { hashPassword } from '@toshobin/passwords';
import { openTask } from '@toshobin/tasks';
import { nextCardNumber } from '../cards/next-card-number.ts';
import { mailEmailLink } from '../contact/email-link.ts';
import { initialPasswordOf } from '../credentials/initial-password.ts';
import { inTransaction } from '../database.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { Carries } from '../patron-deps.ts';
import { lockCardApplication, nothingOfThePerson } from './lock-card-application.ts';

/**
 * R1, R2. Makes the applicant a patron with a card: the number works at once, the birth date is the initial password,
 * and the address has to be verified by the link that goes out at once. The mail says that the card comes by post,
 * which is a task of the desk. The person's data become the patron's, and leave the application. Issued again nothing
 * happens; an application that is not approved is left alone. Key: application.
 */
export const issueCard: Carries<'issueCard'> = async (deps, { applicationId, at }) => {
  const found = await deps.db.cardApplication.findUnique({ where: { id: applicationId } });
  if (found?.state !== 'approved' || found.birthDate === null) return;
  const hash = await hashPassword(initialPasswordOf(fromDateColumn(found.birthDate)));
  await inTransaction(deps, async (tx) => {
    const application = await lockCardApplication(tx, applicationId);
    if (application?.state !== 'approved') return;
    const { name, birthDate, nameReading, postcode, address, phone, email, mailLanguage } = application;
    if (name === null || birthDate === null) throw new Error('An approved application has lost its data');
    const patronId = deps.newId();
    const expiresOn = dateColumn(addDays(dayOf(at), CARD_VALID_DAYS));
    await tx.patron.create({
      data: {
        id: patronId,
        name,
        birthDate,
        nameReading,
        postcode,
        address,
        phone,
        email,
        emailStatus: email === null ? 'none' : 'unverified',
        mailLanguage,
        cards: { create: { number: await nextCardNumber(tx), expiresOn } },
        credential: { create: { kind: 'initial', hash, setAt: at } },
      },
    });
    await tx.cardApplication.update({
      where: { id: applicationId },
      data: { ...nothingOfThePerson, state: 'issued', patronId },
    });
    if (email !== null) {
      await queueAddressNotice(deps, tx, { patronId, address: email, data: { kind: 'cardIssued' } });
      await mailEmailLink(deps, tx, { id: deps.newId(), patronId, email, at });
    }
    await openTask(tx, { kind: 'postCard', subject: { applicationId }, why: 'issued', at });
  });
};
