import { openTask } from '@toshobin/tasks';
import type { Carries } from '../patron-deps.ts';
import { lockCardApplication } from './lock-card-application.ts';

/**
 * R1. Asks the prefectural desk to check an application, by one task that stays open until it is decided. An
 * application that was checked already is left alone. Key: application.
 */
export const askIdentityCheck: Carries<'askIdentityCheck'> = async (deps, { applicationId, at }) => {
  await deps.db.$transaction(async (tx) => {
    const application = await lockCardApplication(tx, applicationId);
    if (application?.state !== 'applied') return;
    await openTask(tx, { kind: 'checkIdentity', subject: { applicationId }, why: application.channel, at });
  });
};
