import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { Staff, StaffWebDeps } from '../deps.ts';
import type { SetUpCode } from './kept-accounts.ts';

type Deps = Pick<StaffWebDeps, 'keptAccounts' | 'audit' | 'now'>;

/** Whoever may run commands beside the database stands outside the roles; the audit names the place. */
const by: Staff = { account: 'staff-account (command)', role: 'administrator', library: PREFECTURAL_LIBRARY };

/** The first administrator of a deployment, or one more. Refuses ACCOUNT_TAKEN. */
export async function makeAdministrator(deps: Deps, account: string): Promise<Decision<SetUpCode>> {
  const { role, library } = by;
  const made = await deps.keptAccounts.create({ account, role, library, at: deps.now() });
  return written(deps, by, { action: 'createAccount', subject: `account ${account}` }, made);
}

/**
 * A new beginning for an account whose owner can't sign in: a new code, the second factor set up anew, no suspension.
 * The last administrator too. Refuses NOT_FOUND.
 */
export async function rescue(deps: Deps, account: string): Promise<Decision<SetUpCode>> {
  const kept = (await deps.keptAccounts.list()).find((one) => one.account === account);
  if (!kept) return refuse('NOT_FOUND');
  if (kept.state === 'suspended') await deps.keptAccounts.reactivate(kept.id);
  const given = { secondFactor: true, evenTheLast: true, at: deps.now() };
  const issued = await deps.keptAccounts.issueSetUpCode(kept.id, given);
  const deed = { action: 'resetSecondFactor', subject: `account ${account}`, reason: 'rescue' };
  return written(deps, by, deed, issued);
}
