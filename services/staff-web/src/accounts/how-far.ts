import type { StaffRole } from '@toshobin/contracts';

/** What a sign-in lacks yet: a code, or first of all a second factor that gives codes. */
export type Lack = 'code' | 'secondFactor';

/** Minutes for the rest of a sign-in; then the password is asked for again. */
export const HALF_SIGNED_IN_MINUTES = 30;

/** A pickup library's account needs an enrolled terminal in place of a second factor: its phones are shared. */
export function worksAtTerminals(role: StaffRole): boolean {
  return role === 'pickupLibrary';
}

/** How far a session with this account's password has come; undefined: it is signed in. `required`: the setting. */
export function lackOf(
  required: boolean,
  one: { role: StaffRole; hasSecondFactor: boolean; codeGiven: boolean },
): Lack | undefined {
  if (!required || one.codeGiven || worksAtTerminals(one.role)) return undefined;
  return one.hasSecondFactor ? 'code' : 'secondFactor';
}
