import type { patronApi } from '@toshobin/contracts';
import type { Decision, Instant } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';

/** Whoever is on the telephone, as the patron service knows them by their card. */
export type Caller = z.output<typeof patronApi.findByCard.answer>;

/** The caller, once found. */
export function readCaller(
  { patron }: Pick<StaffWebDeps, 'patron'>,
  cardNumber: string,
  at: Instant,
): Promise<Decision<Caller>> {
  return patron.findByCard({ body: { cardNumber, at } });
}
