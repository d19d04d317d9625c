import type { catalogApi } from '@toshobin/contracts';
import type { z } from 'zod';

type Reservation = z.output<typeof catalogApi.readReservation.answer>;

/** The hand-in that nobody scanned, while staff search: of all hand-ins the only one that has a reason. */
export function claimOf({ facts, scans, allocation }: Reservation): string | undefined {
  const voided = new Set(facts.map(({ voids }) => voids));
  const claimed = facts.find(
    ({ factId, kind, voids, ...fact }) =>
      kind === 'handedIn' &&
      fact.allocation === allocation &&
      voids === undefined &&
      !voided.has(factId) &&
      scans.some((scan) => scan.factId === factId && scan.reason !== null),
  );
  return claimed?.factId;
}
