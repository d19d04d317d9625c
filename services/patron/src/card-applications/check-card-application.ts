import { writeEvent } from '@toshobin/events';
import { allow, refuse } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import { inTransaction } from '../database.ts';
import type { Answers } from '../patron-deps.ts';
import { lockCardApplication } from './lock-card-application.ts';

/**
 * R1. The desk has looked at the application: approved, or declined with the reason that the mail names. Says so
 * (`patron.card.checked`: the process goes on) and clears the desk's task. The same answer again gets the present
 * state; the opposite is STATE_CHANGED. Refuses NOT_FOUND.
 */
export const checkCardApplication: Answers<'checkCardApplication'> = async (deps, request) => {
  const { applicationId, approved, at } = request;
  return inTransaction(deps, async (tx) => {
    const application = await lockCardApplication(tx, applicationId);
    if (application === null) return refuse('NOT_FOUND');
    const applicationNumber = application.number;
    if (application.state !== 'applied') {
      const same = approved === (application.state !== 'declined');
      return same ? allow({ state: application.state, applicationNumber }) : refuse('STATE_CHANGED');
    }
    const state = approved ? ('approved' as const) : ('declined' as const);
    await tx.cardApplication.update({
      where: { id: applicationId },
      data: { state, checkedAt: at, reason: approved ? null : (request.reason ?? null) },
    });
    await clearTasks(tx, {
      kinds: ['checkIdentity'],
      subject: { applicationId },
      by: request.by.account,
      at,
    });
    await writeEvent(tx, {
      id: deps.newId(),
      type: 'patron.card.checked',
      subject: applicationId,
      at,
      data: { applicationId, approved, at },
    });
    return allow({ state, applicationNumber });
  });
};
