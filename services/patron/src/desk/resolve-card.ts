import { LibraryCodeSchema, ReservationIdSchema } from '@toshobin/contracts';
import {
  allow,
  CalendarDateSchema,
  type Decision,
  type Instant,
  ReservationStateSchema,
  refuse,
  taken,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { cardStatus, lastFourOf } from '../cards/card-status.ts';
import { readCardNumber } from '../cards/read-card-number.ts';
import type { Database } from '../database.ts';
import { dateOrNull } from '../dates.ts';
import type { Card } from '../generated/prisma/client.ts';
import type { Answers, PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { readReleaseCode } from '../releases/release-code.ts';
import { useRelease } from '../releases/use-release.ts';

/**
 * R14. A card shown at a desk → every reservation of it whose process is not over, so that the catalog can judge the
 * copy even when our rows lag behind the scans; what the patron has at home comes last. No name, no title. With a
 * library, the code of a release stands for the card. Refuses BARCODE_WRONG_KIND, NOT_FOUND, CARD_REPLACED for a card
 * that was given up, and TRY_AGAIN while the library's codes wait after too many wrong ones.
 */
export const resolveCard: Answers<'resolveCard'> = async (deps, request) => {
  const { db } = deps;
  const shown = await cardShown(deps, request);
  if (!shown.ok) return shown;
  const card = shown.value;
  const status = cardStatus(card, request.at);
  if (status === 'replaced') return refuse('CARD_REPLACED');
  const { patronId } = card;
  const [{ applications, holdsEnded, loans, reserved }, policy] = await Promise.all([
    ofPatron(db, patronId),
    policyInForce(db),
  ]);
  return allow({
    cardLast4: lastFourOf(card.number),
    cardStatus: status,
    expiresOn: dateOrNull(card.expiresOn),
    reservations: heldFirst(applications),
    holdsEnded,
    loans,
    reserved,
    loanLimit: policy.loanLimit,
  });
};

const OfPatron = z.tuple([
  z.object({
    holdsEnded: z.array(ReservationIdSchema),
    loans: z.int(),
    reserved: z.int(),
    applications: z.array(
      z.object({
        reservationId: ReservationIdSchema,
        reservationNumber: z.string(),
        state: ReservationStateSchema,
        pickupLibrary: LibraryCodeSchema,
        expectedDate: CalendarDateSchema.nullable(),
      }),
    ),
  }),
]);
type ShownApplication = z.infer<typeof OfPatron>[0]['applications'][number];

/** One statement, since every card that is shown waits for it. */
async function ofPatron(db: Database, patronId: string): Promise<z.infer<typeof OfPatron>[0]> {
  const rows = await db.$queryRaw`
    SELECT (SELECT count(*)::int FROM loan_slot WHERE patron_id = ${patronId}::uuid) AS loans,
      (SELECT count(*)::int FROM reservation_slot WHERE patron_id = ${patronId}::uuid) AS reserved,
      (SELECT coalesce(json_agg(reservation_id), '[]') FROM (
        SELECT reservation_id FROM application WHERE patron_id = ${patronId}::uuid AND state = 'expired'
        ORDER BY applied_at DESC LIMIT 30) ended) AS "holdsEnded",
      coalesce(json_agg(json_build_object('reservationId', reservation_id, 'reservationNumber', number, 'state', state,
        'pickupLibrary', pickup_library, 'expectedDate', expected_date) ORDER BY applied_at), '[]') AS applications
    FROM application WHERE patron_id = ${patronId}::uuid AND closed_at IS NULL`;
  return OfPatron.parse(rows)[0];
}

/** The card of a number, or the present card of the patron whom a release is for. */
async function cardShown(
  deps: PatronDeps,
  { cardNumber, library, at }: { cardNumber: string; library?: string | undefined; at: Instant },
): Promise<Decision<Card>> {
  const code = readReleaseCode(cardNumber);
  if (code !== undefined && library !== undefined) {
    const release = await useRelease(deps, { code, library, at });
    if (!release.ok) return release;
    const { patronId } = release.value;
    return allow(await deps.db.card.findFirstOrThrow({ where: { patronId, replacedAt: null } }));
  }
  const number = readCardNumber(cardNumber);
  if (!number.ok) return number;
  const card = await deps.db.card.findUnique({ where: { number: number.value } });
  return card === null ? refuse('NOT_FOUND') : allow(card);
}

/** Puts first what can be handed out: a desk may look at the first thirty only. */
function heldFirst(applications: readonly ShownApplication[]): ShownApplication[] {
  const isTaken = ({ state }: ShownApplication) => taken.has(state);
  return [...applications.filter((one) => !isTaken(one)), ...applications.filter(isTaken)];
}
