import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { isMadeOfKnown } from '@toshobin/passwords';
import type { Staff } from '../roles.ts';

/** Shortest password of a staff account, in characters. */
export const STAFF_PASSWORD_MIN = 12;

/** May this be the account's password? Refuses PASSWORD_TOO_SHORT (min), PASSWORD_TOO_EASY. */
export function judgePassword(
  password: string,
  known: Pick<Staff, 'account' | 'library'> & { libraryName: string },
): Decision<void> {
  const min = STAFF_PASSWORD_MIN;
  if ([...password].length < min) return refuse('PASSWORD_TOO_SHORT', { min });
  const { account, library, libraryName } = known;
  return isMadeOfKnown(password, [account, library, libraryName])
    ? refuse('PASSWORD_TOO_EASY')
    : allow(undefined);
}
