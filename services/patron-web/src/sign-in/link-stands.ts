import { instantFromDate } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';

/** R2. What whoever opens a mailed link is told before they do anything: it works, all is done, or it is over. */
export async function standsOfLink(
  deps: Pick<PatronWebDeps, 'patron' | 'now'>,
  link: { of: 'emailLink' | 'passwordReset'; token: string },
): Promise<'works' | 'done' | 'over'> {
  const at = instantFromDate(deps.now());
  const looked = await deps.patron.lookAtLink({ body: { ...link, at } });
  return looked.ok ? looked.value.stands : 'over';
}
