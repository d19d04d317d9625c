import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Visit } from '@toshobin/web';
import { written } from '../audit/audit-trail.ts';
import type { Staff, StaffWebDeps } from '../deps.ts';

/** Ends sessions of one's own account elsewhere: asks for the present password. Refuses SIGN_IN_FAILED, SIGN_IN_LATER. */
export async function endOwnSessions(
  deps: Pick<StaffWebDeps, 'accounts' | 'attempts' | 'audit' | 'ownSessions'>,
  visit: Visit<Staff>,
  staff: Staff,
  given: { present: string; ended: string },
): Promise<Decision<void>> {
  const { account } = staff;
  const present = await deps.attempts.attempt([`account ${account}`], async () =>
    (await deps.accounts.check(account, given.present)) ? allow(undefined) : refuse('SIGN_IN_FAILED'),
  );
  if (present.ok) {
    const here = visit.sessionId ?? '';
    await deps.ownSessions.end(account, given.ended === 'all' ? { allBut: here } : { id: given.ended });
  }
  return written(deps, staff, { action: 'endSessions', subject: `account ${account}` }, present);
}
