import type { Visit } from '@toshobin/web';
import type { Staff, StaffWebDeps } from '../deps.ts';

/** Nothing is lacking any more: the session is this account's, under a new token. */
export async function completeSignIn(
  deps: Pick<StaffWebDeps, 'accounts' | 'audit' | 'now'>,
  visit: Visit<Staff>,
  staff: Staff,
): Promise<Staff> {
  await visit.signIn(staff);
  await deps.accounts.signedIn(staff.account, deps.now());
  await deps.audit.done(staff, 'signIn', `account ${staff.account}`);
  return staff;
}
