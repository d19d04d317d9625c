import { chooseDismissals, chooseReplays, type Unchoosable } from '@toshobin/events';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { OtherAction } from '../audit/action-words.ts';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';

/**
 * Puts events back onto their topics, and has parked keys tried again, those at these positions or all that are open, in
 * the order in which they were read; as `npm run dead-letters` does. Nothing is done when one of them is not ours
 * (NOT_FOUND) or settled (LETTER_SETTLED). Cut off in between, what was put back is noted, and the rest is put back the
 * next time.
 */
export async function putBack(
  deps: Pick<StaffWebDeps, 'deadLetters' | 'audit'>,
  staff: Staff,
  { positions, reason }: { positions: readonly string[] | 'all'; reason: string },
): Promise<Decision<{ events: number }>> {
  const chosen = chooseReplays(await deps.deadLetters.list(), positions);
  const deed = { action: 'putBackDeadLetters', reason } as const;
  if (!('replays' in chosen)) return refusedAt(deps, staff, deed, chosen);
  for (const replay of chosen.replays) {
    await deps.deadLetters.putBack(replay);
    for (const { position } of replay.letters) {
      await deps.audit.write(staff, { ...deed, subject: `dead letter ${position}`, outcome: 'done' });
    }
  }
  return allow({ events: chosen.replays.length });
}

/**
 * Nothing more is to be done about the letters at these positions: what a stranger wrote, or what came to nothing. What
 * waits behind a parked one goes on without it. Nothing is done when one of them is not there (NOT_FOUND) or settled
 * (LETTER_SETTLED).
 */
export async function dismiss(
  deps: Pick<StaffWebDeps, 'deadLetters' | 'audit'>,
  staff: Staff,
  { positions, reason }: { positions: readonly string[]; reason: string },
): Promise<Decision<{ letters: number }>> {
  const chosen = chooseDismissals(await deps.deadLetters.list(), positions);
  const deed = { action: 'dismissDeadLetters', reason } as const;
  if (!('dismissals' in chosen)) return refusedAt(deps, staff, deed, chosen);
  const letters = chosen.dismissals.flatMap((dismissal) => dismissal.letters);
  for (const dismissal of chosen.dismissals) await deps.deadLetters.dismiss(dismissal);
  for (const { position } of letters) {
    await deps.audit.write(staff, { ...deed, subject: `dead letter ${position}`, outcome: 'done' });
  }
  return allow({ letters: letters.length });
}

/** Written down of the first that stands in the way. */
function refusedAt(
  deps: Pick<StaffWebDeps, 'audit'>,
  staff: Staff,
  deed: { action: OtherAction; reason: string },
  why: Unchoosable,
): Promise<Decision<never>> {
  const isSettled = 'settled' in why;
  const [first] = isSettled ? why.settled : why.impossible;
  const refusal = refuse(isSettled ? 'LETTER_SETTLED' : 'NOT_FOUND');
  return written<never>(deps, staff, { ...deed, subject: `dead letter ${first}` }, refusal);
}
