import { ReservationIdSchema } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';

/** Seconds between two looks at what callers have cancelled and did not take back. */
export const LOOK_SECONDS = 10;

/** Carries out the cancellations that nobody has taken back. What each comes to stands in 操作の記録. */
export function carryOutCancellations(deps: StaffWebDeps): Promise<void> {
  return deps.heldCancellations.carryOutDue(
    deps.now(),
    async ({ reservationId, wishId, askedAt, by }) => {
      const decision = await deps.process.cancel({
        params: { reservationId: ReservationIdSchema.parse(reservationId) },
        body: { wishId, at: instantFromDate(askedAt) },
      });
      if (decision.ok || decision.refusal.code !== 'TRY_AGAIN') {
        const outcome = decision.ok ? 'done' : decision.refusal.code;
        await deps.audit.write(by, {
          action: 'cancelForCaller',
          subject: `reservation ${reservationId}`,
          outcome,
        });
      }
      return decision;
    },
    (err) => deps.log.warn({ err }, 'a cancellation is tried again later'),
  );
}
