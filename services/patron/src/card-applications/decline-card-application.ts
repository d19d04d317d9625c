import { inTransaction } from '../database.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { Carries } from '../patron-deps.ts';
import { lockCardApplication, nothingOfThePerson } from './lock-card-application.ts';

/**
 * R1. Declines the application: queues the mail that names the reason, and deletes what the applicant wrote. The
 * address goes with the mail. Again, and for what was not declined, nothing happens. Key: application.
 */
export const declineCardApplication: Carries<'declineApplication'> = async (deps, { applicationId }) => {
  await inTransaction(deps, async (tx) => {
    const application = await lockCardApplication(tx, applicationId);
    if (application?.state !== 'declined' || application.name === null) return;
    const { email, reason, number: applicationNumber, mailLanguage: language } = application;
    if (email !== null && reason !== null) {
      await queueAddressNotice(deps, tx, {
        patronId: null,
        address: email,
        data: { kind: 'cardDeclined', reason, applicationNumber, language },
      });
    }
    await tx.cardApplication.update({
      where: { id: applicationId },
      data: { ...nothingOfThePerson, reason: null },
    });
  });
};
