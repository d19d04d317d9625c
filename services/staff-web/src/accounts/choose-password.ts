import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { paperCodeIn } from '@toshobin/passwords';
import { addressGroup, type Visit } from '@toshobin/web';
import { written } from '../audit/audit-trail.ts';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { judgePassword } from './judge-password.ts';

type Deps = Pick<StaffWebDeps, 'accounts' | 'attempts' | 'audit' | 'now' | 'libraries'>;

/**
 * The first password, or the next after a reset, with the administrator's code; signs nobody in. A password that is
 * refused does not use the code up. Refuses SET_UP_CODE_WRONG, SIGN_IN_LATER, PASSWORD_TOO_SHORT, PASSWORD_TOO_EASY.
 */
export async function choosePasswordWithCode(
  deps: Deps,
  given: { account: string; code: string; password: string; ip: string | undefined },
): Promise<Decision<Staff>> {
  const account = given.account.normalize('NFKC').trim();
  const code = paperCodeIn(given.code) ?? '';
  const group = addressGroup(given.ip);
  // A code is too long to be guessed from many addresses, so whoever tries a name elsewhere keeps nobody out.
  const name = `set-up ${account.slice(0, 64)} from ${group}`;
  const exists = (await deps.accounts.staff(account)) !== undefined;
  const keys = exists ? [name, `address ${group}`] : [name];
  const at = deps.now();
  const open = await deps.attempts.attempt(keys, async () => {
    const fits = await deps.accounts.takeSetUpCode({ account, code, at });
    const staff = fits ? await deps.accounts.staff(account) : undefined;
    return staff ? allow(staff) : refuse('SET_UP_CODE_WRONG');
  });
  if (!open.ok) return open;
  const staff = open.value;
  const judged = judgePassword(given.password, await known(deps, staff));
  if (!judged.ok) return judged;
  const taken = await deps.accounts.takeSetUpCode({ account, code, at, password: given.password });
  const decision = taken ? allow(staff) : refuse('SET_UP_CODE_WRONG');
  return written(deps, staff, { action: 'setUpPassword', subject: `account ${account}` }, decision);
}

/**
 * Another password of one's own: asks for the present one, and ends every other session of the account. Of two changes
 * at once one is made. Refuses SIGN_IN_FAILED when the present one is wrong, SIGN_IN_LATER, PASSWORD_TOO_SHORT, PASSWORD_TOO_EASY.
 */
export async function changeOwnPassword(
  deps: Deps,
  visit: Visit<Staff>,
  staff: Staff,
  given: { present: string; password: string },
): Promise<Decision<void>> {
  const { account } = staff;
  const { present, password } = given;
  const judged = judgePassword(password, await known(deps, staff));
  const change = { present, password, except: visit.sessionId };
  const decision = judged.ok
    ? await deps.attempts.attempt([ofPresent(account)], async () =>
        (await deps.accounts.changePassword(account, change)) ? allow(undefined) : refuse('SIGN_IN_FAILED'),
      )
    : judged;
  if (decision.ok) await visit.signIn(staff);
  return written(deps, staff, { action: 'changePassword', subject: `account ${account}` }, decision);
}

/** By what a try of the present password is counted: apart from those of strangers, who are signed in nowhere. */
export const ofPresent = (account: string): string => `present ${account}`;

async function known(deps: Pick<Deps, 'libraries'>, staff: Staff) {
  const nameOf = await deps.libraries.names();
  return { ...staff, libraryName: nameOf(staff.library) };
}
