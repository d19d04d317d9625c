import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Visit } from '@toshobin/web';
import { written } from '../audit/audit-trail.ts';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { checkCode } from './check-code.ts';
import { completeSignIn } from './complete-sign-in.ts';

type Deps = Pick<StaffWebDeps, 'accounts' | 'secondFactors' | 'codeAttempts' | 'audit' | 'now'>;

/** The rest of a sign-in: the code. Answers whether it was a recovery code. Refuses as checkCode does. */
export async function giveCode(deps: Deps, visit: Visit<Staff>, pending: Staff, code: string) {
  const { lacks: _, ...staff } = pending;
  const right = await checkCode(deps, staff, code);
  if (right.ok) await completeSignIn(deps, visit, { ...staff, codeGiven: true });
  return right;
}

/**
 * Sets up the second factor that was offered to this session, at the first sign-in: a code of it shows that the app has
 * it, and completes the sign-in. Answers the recovery codes. Refuses SECOND_FACTOR_WRONG, STATE_CHANGED.
 */
export async function setUpSecondFactor(
  deps: Deps,
  visit: Visit<Staff>,
  pending: Staff,
  code: string,
): Promise<Decision<string[]>> {
  const { lacks: _, ...staff } = pending;
  const { account } = staff;
  const given = { account, sessionId: await visit.openSession(), code, replaces: false, at: deps.now() };
  const finished = await deps.secondFactors.finish(given);
  await written(deps, staff, { action: 'setUpSecondFactor', subject: `account ${account}` }, finished);
  if (finished.ok) await completeSignIn(deps, visit, { ...staff, codeGiven: true });
  return finished;
}

/**
 * Another second factor of one's own, in place of the present one if there is one: a code of the present one and a code
 * of the new. Answers the new recovery codes; every other session of the account ends. Refuses SECOND_FACTOR_WRONG with
 * `which`, and as checkCode does.
 */
export async function changeSecondFactor(
  deps: Deps,
  visit: Visit<Staff>,
  staff: Staff,
  given: { present: string; code: string },
): Promise<Decision<string[]> & { which?: 'present' | 'code' }> {
  const { account } = staff;
  const sessionId = await visit.openSession();
  const at = deps.now();
  // A slip in the new one is not to use up a code of the present one.
  const fits = await deps.secondFactors.fitsOffer(sessionId, given.code, at);
  if (!fits) return { ...refuse('SECOND_FACTOR_WRONG'), which: 'code' };
  const replaces = (await deps.secondFactors.state(account)) !== undefined;
  const present = replaces ? await checkCode(deps, staff, given.present) : allow('app');
  if (!present.ok) return { ...present, which: 'present' };
  const finished = await deps.secondFactors.finish({ account, sessionId, code: given.code, replaces, at });
  await written(deps, staff, { action: 'changeSecondFactor', subject: `account ${account}` }, finished);
  if (finished.ok) await visit.signIn({ ...staff, codeGiven: true });
  return finished;
}

/** Ten new recovery codes for a code of the present second factor. Refuses as checkCode does. */
export async function renewRecoveryCodes(
  deps: Deps,
  staff: Staff,
  code: string,
): Promise<Decision<string[]>> {
  const right = await checkCode(deps, staff, code);
  const renewed = right.ok ? allow(await deps.secondFactors.renewRecoveryCodes(staff.account)) : right;
  return written(deps, staff, { action: 'renewRecoveryCodes', subject: `account ${staff.account}` }, renewed);
}
