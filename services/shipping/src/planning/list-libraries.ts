import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { nextDispatchDay } from '@toshobin/lending-rules';
import { byRegion } from '../libraries/read-libraries.ts';
import type { AnswerTo, ShippingDeps } from '../shipping-deps.ts';
import { libraryNamed, readPlanning } from './read-planning.ts';

/** R5. The libraries in the page's order, and when Yu-Mail leaves (R11), which is shown before applying. */
export async function listLibraries(deps: ShippingDeps): Promise<AnswerTo<'libraries'>> {
  const planning = await readPlanning(deps.db, deps.now());
  return {
    prefectural: libraryNamed(planning, PREFECTURAL_LIBRARY),
    regions: byRegion(planning.libraries.values()),
    nextDispatchDay: nextDispatchDay(planning.at, planning.dispatch),
    dispatchDaysAWeek: new Set(planning.dispatch.weekdays).size,
  };
}
