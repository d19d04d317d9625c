import type { PatronId } from '@toshobin/contracts';
import { type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import type { Say } from '@toshobin/web';
import type { PatronWebDeps } from '../deps.ts';

/**
 * Before a change that only its owner may make: the password once more. Refuses SIGN_IN_FAILED (also when none was
 * given) and SIGN_IN_LATER (minutes).
 */
export async function checkPassword(
  deps: Pick<PatronWebDeps, 'patron' | 'now'>,
  { patronId, password = '' }: { patronId: PatronId; password?: string | undefined },
): Promise<Decision<{ right: true }>> {
  if (password === '') return refuse('SIGN_IN_FAILED');
  return deps.patron.checkPassword({
    params: { patronId },
    body: { password, at: instantFromDate(deps.now()) },
  });
}

/** What stands at the field of the password then. */
export function wrongPassword(say: Say): string {
  return say(
    'パスワードが違うようです。もう一度ご確認ください。',
    'The password doesn’t match. Please check.',
  );
}
