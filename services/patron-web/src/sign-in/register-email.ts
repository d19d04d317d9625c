import type { PatronId } from '@toshobin/contracts';
import { type Decision, instantFromDate } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import type { OwnPatron } from '../own-patron.ts';
import { checkPassword } from './check-password.ts';

/** Whether the password is asked for before another address takes the place of this one. */
export function isRegistered(status: OwnPatron['emailStatus']): boolean {
  return status === 'verified' || status === 'undeliverable';
}

/**
 * R2. Registers an address by mailing it a link. Where one is registered already, only with the password: whoever
 * finds a screen unattended must not take the account away by mail. Refuses SIGN_IN_FAILED when the password is wrong
 * or missing, SIGN_IN_LATER, and TRY_AGAIN after five links in an hour.
 */
export async function registerEmail(
  deps: Pick<PatronWebDeps, 'patron' | 'now'>,
  given: { patronId: PatronId; wishId: string; email: string; password?: string | undefined },
): Promise<Decision<{ sent: true }>> {
  const { patronId, wishId, email, password } = given;
  const patron = await deps.patron.readPatron({ params: { patronId } });
  if (!patron.ok) return patron;
  if (isRegistered(patron.value.emailStatus)) {
    const checked = await checkPassword(deps, { patronId, password });
    if (!checked.ok) return checked;
  }
  const at = instantFromDate(deps.now());
  return deps.patron.registerEmail({ params: { patronId }, body: { wishId, email, at } });
}
