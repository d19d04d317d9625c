import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { addressGroup, type Visit } from '@toshobin/web';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { checkCode } from '../second-factor/check-code.ts';
import { completeSignIn } from '../second-factor/complete-sign-in.ts';
import type { Terminal } from '../terminals/terminals.ts';
import { lackOf, worksAtTerminals } from './how-far.ts';

type Deps = Pick<
  StaffWebDeps,
  'accounts' | 'attempts' | 'codeAttempts' | 'secondFactors' | 'terminals' | 'audit' | 'now' | 'setting'
>;

interface Given {
  account: string;
  password: string;
  ip: string | undefined;
  /** The cookie of an enrolled terminal. */
  terminal: string | undefined;
  /** Whether the account has signed in from this browser before. */
  isKnown: boolean;
}

/**
 * Begins to sign a staff account in; what the session lacks yet is asked for on the next page. Too many failures for one
 * account or from one address have to wait; at its terminal, or where it signed in before, an account is counted by itself,
 * whatever others try. Refuses SIGN_IN_FAILED, SIGN_IN_LATER, TERMINAL_NEEDED.
 */
export async function signIn(deps: Deps, visit: Visit<Staff>, given: Given): Promise<Decision<Staff>> {
  const known = await recognise(deps, given);
  if (!known.ok) return known;
  if (known.value.lacks === undefined) await completeSignIn(deps, visit, known.value);
  else await visit.signIn(known.value);
  return known;
}

/** The same in one step, with the code if one is needed. Refuses SECOND_FACTOR_NEEDED, _WRONG and _LOCKED too. */
export async function signInAtOnce(
  deps: Deps,
  visit: Visit<Staff>,
  given: Given & { code: string | undefined },
): Promise<Decision<Staff>> {
  const known = await recognise(deps, given);
  if (!known.ok) return known;
  const { lacks, ...staff } = known.value;
  if (lacks === undefined) return allow(await completeSignIn(deps, visit, staff));
  if (lacks === 'secondFactor' || given.code === undefined) return refuse('SECOND_FACTOR_NEEDED');
  const right = await checkCode(deps, staff, given.code);
  return right.ok ? allow(await completeSignIn(deps, visit, { ...staff, codeGiven: true })) : right;
}

/** Who gave this password, and how far that is. */
async function recognise(deps: Deps, given: Given): Promise<Decision<Staff>> {
  const account = given.account.normalize('NFKC').trim();
  const terminal = await deps.terminals.of(given.terminal);
  const named = await deps.accounts.staff(account);
  const keys = keysOf({ ...given, account, named, terminal });
  const check = async () => {
    const known = await deps.accounts.check(account, given.password);
    if (known) return allow(known);
    await deps.audit.failedSignIn(named);
    return refuse('SIGN_IN_FAILED');
  };
  const takesNoRoom = named === undefined ? keys.filter((key) => key === atAddress(given.ip)) : [];
  const checked = await deps.attempts.attempt(keys, check, { takesNoRoom });
  if (!checked.ok) return checked;
  const { staff, hasSecondFactor } = checked.value;
  const required = deps.setting.secondFactorRequired;
  if (worksAtTerminals(staff.role)) {
    if (terminal?.library === staff.library) return allow({ ...staff, terminal: terminal.id });
    if (!required) return allow(staff);
    const subject = `account ${staff.account}`;
    await deps.audit.write(staff, { action: 'signIn', subject, outcome: 'TERMINAL_NEEDED' });
    return refuse('TERMINAL_NEEDED');
  }
  const lacks = lackOf(required, { role: staff.role, hasSecondFactor, codeGiven: false });
  return allow(lacks === undefined ? staff : { ...staff, lacks });
}

/** By what a try is counted; a name that nobody has takes no room at the address: it keeps nobody out who is there. */
function keysOf({
  account,
  ip,
  isKnown,
  named,
  terminal,
}: Pick<Given, 'account' | 'ip' | 'isKnown'> & {
  named: Staff | undefined;
  terminal: Terminal | undefined;
}): string[] {
  const name = account.slice(0, 64);
  if (terminal !== undefined && terminal.library === named?.library)
    return [`terminal ${terminal.id} ${name}`];
  if (isKnown) return [`known ${name}`];
  return [`account ${name}`, atAddress(ip)];
}

function atAddress(ip: string | undefined): string {
  return `address ${addressGroup(ip)}`;
}
