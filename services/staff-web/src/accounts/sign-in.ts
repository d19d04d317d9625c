import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { addressGroup, type Visit } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';

/** Signs a staff account in; too many failures for one account or from one address have to wait. */
export async function signIn(
  deps: Pick<StaffWebDeps, 'accounts' | 'attempts' | 'audit'>,
  visit: Visit<Staff>,
  given: { account: string; password: string; ip: string | undefined },
): Promise<Decision<Staff>> {
  const account = given.account.normalize('NFKC').trim();
  const keys = [`account ${account.slice(0, 64)}`, `address ${addressGroup(given.ip)}`];
  const checked = await deps.attempts.attempt(keys, async (): Promise<Decision<Staff>> => {
    const known = await deps.accounts.check(account, given.password);
    return known ? allow(known) : refuse('SIGN_IN_FAILED');
  });
  if (!checked.ok) return checked;
  const staff = checked.value;
  await visit.signIn(staff);
  await deps.audit.write(staff, { action: 'signIn', subject: staff.account, outcome: 'done' });
  return allow(staff);
}
