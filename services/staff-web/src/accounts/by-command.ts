import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { createAccount, issueSetUpCode } from './keep-accounts.ts';
import type { SetUpCode } from './kept-accounts.ts';

type Deps = Pick<StaffWebDeps, 'keptAccounts' | 'audit' | 'now'>;

/** Whoever may run commands beside the database stands outside the roles; the audit names the place. */
const by: Staff = { account: 'staff-account (command)', role: 'administrator', library: PREFECTURAL_LIBRARY };

/** The first administrator of a deployment, or one more. Refuses ACCOUNT_TAKEN. */
export function makeAdministrator(deps: Deps, account: string): Promise<Decision<SetUpCode>> {
  return createAccount(deps, by, { account, role: 'administrator', library: PREFECTURAL_LIBRARY });
}

/**
 * A new beginning for an account whose owner can't sign in: a new code, the second factor set up anew, no suspension.
 * The last administrator too. Refuses NOT_FOUND.
 */
export async function rescue(deps: Deps, account: string): Promise<Decision<SetUpCode>> {
  const kept = (await deps.keptAccounts.list()).find((one) => one.account === account);
  if (!kept) return refuse('NOT_FOUND');
  if (kept.state === 'suspended') await deps.keptAccounts.reactivate(kept.id);
  return issueSetUpCode(deps, by, kept, { secondFactor: true, reason: 'rescue', evenTheLast: true });
}
