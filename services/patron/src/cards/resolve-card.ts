import {
  LibraryCodeSchema,
  type patronApi,
  ReservationIdSchema,
  ReservationStateSchema,
  readBarcodeOf,
} from '@toshobin/contracts';
import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { Application } from '../generated/prisma/client.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { cardStatus, lastFourOf } from './card-status.ts';

export type ResolvedCard = z.output<typeof patronApi.resolveCard.answer>;

/**
 * R14. A card shown at a desk → every reservation of it whose process is not over, so that the catalog can judge
 * the copy even when our rows lag behind the scans; what the patron has at home comes last. No name, no title. Refuses BARCODE_WRONG_KIND, NOT_FOUND and,
 * for a card that was given up, CARD_REPLACED.
 */
export async function resolveCard(
  { db }: PatronDeps,
  request: { cardNumber: string; at: Instant },
): Promise<Decision<ResolvedCard>> {
  const reading = readBarcodeOf('card', request.cardNumber);
  if (!reading.ok) {
    if (reading.refusal === 'BARCODE_NOT_OURS') return refuse('NOT_FOUND');
    return refuse(reading.refusal, { expected: reading.expected, actual: reading.actual });
  }
  const card = await db.card.findUnique({ where: { number: reading.number } });
  if (card === null) return refuse('NOT_FOUND');
  const status = cardStatus(card, request.at);
  if (status === 'replaced') return refuse('CARD_REPLACED');
  const { patronId } = card;
  const [applications, loans, policy] = await Promise.all([
    db.application.findMany({ where: { patronId, closedAt: null }, orderBy: { appliedAt: 'asc' } }),
    db.loanSlot.count({ where: { patronId } }),
    policyInForce(db),
  ]);
  return allow({
    cardLast4: lastFourOf(card.number),
    cardStatus: status,
    reservations: heldFirst(applications).map((application) => ({
      reservationId: ReservationIdSchema.parse(application.reservationId),
      reservationNumber: application.number,
      state: ReservationStateSchema.parse(application.state),
      pickupLibrary: LibraryCodeSchema.parse(application.pickupLibrary),
    })),
    loans,
    loanLimit: policy.loanLimit,
  });
}

const AT_HOME = ['handedOut', 'overdue', 'returning', 'returned'];

/** A desk may look at the first thirty only: what can be handed out is among them. */
function heldFirst(applications: readonly Application[]): Application[] {
  const atHome = (application: Application) => AT_HOME.includes(application.state);
  return [...applications.filter((one) => !atHome(one)), ...applications.filter(atHome)];
}
