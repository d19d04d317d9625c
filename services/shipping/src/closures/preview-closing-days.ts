import type { MovesOfPlans } from '@toshobin/contracts';
import { type ClosingDays, type Decision, dayOf, refuse } from '@toshobin/lending-rules';
import { movesOf } from '../dispatch-days/moves-of.ts';
import { libraryOf } from '../libraries/read-libraries.ts';
import type { ShippingDeps } from '../shipping-deps.ts';

/**
 * R11, R17. The parcels and copies that would leave for a library on another day if it closed so; due dates and ends of
 * holds stay as they were decided. Refuses NOT_FOUND, and STATE_CHANGED as the change does.
 */
export async function previewClosingDays(
  deps: ShippingDeps,
  { library: code, ...days }: ClosingDays & { library: string },
): Promise<Decision<MovesOfPlans>> {
  const row = await deps.db.library.findUnique({ where: { code }, include: { closures: true } });
  if (!row) return refuse('NOT_FOUND');
  const changed = libraryOf(row, dayOf(deps.now()), days);
  return movesOf(deps, ({ libraries }) => ({
    libraries: new Map([...libraries, [code, changed]]),
  }));
}
