import { chooseReplays } from '@toshobin/events';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';

/**
 * Puts events back onto their topics, those at these positions or all that were not put back yet, in the order in which
 * they were read; as `npm run dead-letters` does. NOT_FOUND, and nothing is done, when one of them is not ours. Cut off in
 * between, what was put back is noted, and the rest is put back the next time.
 */
export async function putBack(
  deps: Pick<StaffWebDeps, 'deadLetters' | 'audit'>,
  staff: Staff,
  { positions, reason }: { positions: readonly string[] | 'all'; reason: string },
): Promise<Decision<{ events: number }>> {
  const chosen = chooseReplays(await deps.deadLetters.list(), positions);
  const deed = { action: 'putBackDeadLetters', reason };
  if ('impossible' in chosen) {
    const subject = `dead letter ${chosen.impossible[0]}`;
    return written(deps, staff, { ...deed, subject }, refuse('NOT_FOUND'));
  }
  for (const replay of chosen.replays) {
    await deps.deadLetters.putBack(replay);
    for (const { position } of replay.letters) {
      await deps.audit.write(staff, { ...deed, subject: `dead letter ${position}`, outcome: 'done' });
    }
  }
  return allow({ events: chosen.replays.length });
}
