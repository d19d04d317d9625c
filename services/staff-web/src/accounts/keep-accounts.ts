import type { LibraryCode, StaffRole } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { z } from 'zod';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import type { KeptAccount, SetUpCode } from './kept-accounts.ts';

/** A name of letters that a desk types without thinking. */
export const AccountNameSchema = z
  .string()
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,31}$/));

type Deps = Pick<StaffWebDeps, 'keptAccounts' | 'audit' | 'now'>;

/** Makes an account; its owner chooses a password with the code. Refuses ACCOUNT_TAKEN, PICKUP_LIBRARY_UNKNOWN. */
export async function createAccount(
  deps: Deps,
  by: Staff,
  given: { account: string; role: StaffRole; library: LibraryCode },
): Promise<Decision<SetUpCode>> {
  const made = await deps.keptAccounts.create({ ...given, at: deps.now() });
  const deed = { action: 'createAccount', subject: `account ${given.account}` } as const;
  return written(deps, by, deed, made);
}

/** What an administrator does to an account that is there. */
export type AccountAct =
  | { kind: 'change'; role: StaffRole; library: LibraryCode }
  | { kind: 'suspend'; reason: string }
  | { kind: 'reactivate' };

/** Refuses NOT_FOUND, LAST_ADMINISTRATOR, PICKUP_LIBRARY_UNKNOWN. */
export async function changeAccount(
  deps: Deps,
  by: Staff,
  kept: KeptAccount,
  act: AccountAct,
): Promise<Decision<KeptAccount>> {
  const subject = `account ${kept.account}`;
  switch (act.kind) {
    case 'change': {
      const changed = await deps.keptAccounts.change(kept.id, act);
      const reason = `${act.role} ${act.library}`;
      return written(deps, by, { action: 'changeAccount', subject, reason }, changed);
    }
    case 'suspend': {
      const suspended = await deps.keptAccounts.suspend(kept.id, deps.now());
      return written(deps, by, { action: 'suspendAccount', subject, reason: act.reason }, suspended);
    }
    case 'reactivate': {
      const reactivated = await deps.keptAccounts.reactivate(kept.id);
      return written(deps, by, { action: 'reactivateAccount', subject }, reactivated);
    }
  }
}

/**
 * A new code in place of the password, and with `secondFactor` in place of that too. Refuses NOT_FOUND,
 * LAST_ADMINISTRATOR (but with `evenTheLast`, where whoever does it stands beside the database).
 */
export async function issueSetUpCode(
  deps: Deps,
  by: Staff,
  kept: Pick<KeptAccount, 'id' | 'account'>,
  given: { secondFactor: boolean; reason: string; evenTheLast?: boolean },
): Promise<Decision<SetUpCode>> {
  const { secondFactor, reason, evenTheLast = false } = given;
  const issued = await deps.keptAccounts.issueSetUpCode(kept.id, {
    secondFactor,
    evenTheLast,
    at: deps.now(),
  });
  const action = secondFactor ? 'resetSecondFactor' : 'resetPassword';
  return written(deps, by, { action, subject: `account ${kept.account}`, reason }, issued);
}
