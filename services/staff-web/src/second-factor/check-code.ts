import type { Decision } from '@toshobin/lending-rules';
import type { Staff, StaffWebDeps } from '../deps.ts';
import type { CodeKind } from './second-factors.ts';

/**
 * Uses up a code of the account's second factor, or a recovery code. After five wrong ones in ten minutes the next have
 * to wait; after fifty in a row only an administrator helps. Refuses SECOND_FACTOR_WRONG, SECOND_FACTOR_LOCKED,
 * SIGN_IN_LATER. What was tried is written down.
 */
export async function checkCode(
  deps: Pick<StaffWebDeps, 'codeAttempts' | 'secondFactors' | 'audit' | 'now'>,
  staff: Staff,
  code: string,
): Promise<Decision<CodeKind>> {
  const { account } = staff;
  const decision = await deps.codeAttempts.attempt([`code ${account}`], () =>
    deps.secondFactors.use(account, code, deps.now()),
  );
  const subject = `account ${account}`;
  if (!decision.ok) {
    await deps.audit.write(staff, { action: 'giveCode', subject, outcome: decision.refusal.code });
  } else if (decision.value === 'recovery') {
    await deps.audit.done(staff, 'useRecoveryCode', subject);
  }
  return decision;
}
