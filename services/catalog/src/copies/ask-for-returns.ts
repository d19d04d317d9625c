import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { sentOn } from '@toshobin/contracts/tasks-settled';
import { type Instant, instantFromDate, type LendingPolicy, returnQuestions } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { literals, type Transaction } from '../database.ts';
import { lockCopy } from '../ledger/lock-copy.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';

const HandedIn = z.object({
  copyId: z.bigint(),
  barcode: z.string(),
  reservationId: z.uuid().nullable(),
  place: z.string(),
  at: z.date(),
  sent: z.boolean(),
});
const Ids = z.array(z.object({ id: z.bigint() }));
type HandedIn = z.infer<typeof HandedIn>;

/** Copies that are on their way home, in the order of their ids. */
export async function returningCopies(deps: CatalogDeps, after: bigint, atMost: number): Promise<bigint[]> {
  const rows = await deps.db.$queryRaw`
    SELECT id FROM copy WHERE place = 'returning' AND id > ${after} ORDER BY id LIMIT ${atMost}`;
  return Ids.parse(rows).map(({ id }) => id);
}

/**
 * R10. Asks for a copy that was handed in at a branch: the branch, if it is not on its way after that library's open
 * days; the prefectural library searches, never at the patron's cost, if it is not home after its time. Each is asked
 * once for a hand-in, also after staff have settled it. Answers how many tasks were made.
 */
export async function askForReturn(deps: CatalogDeps, copyId: bigint, at: Instant): Promise<number> {
  const policy = await policyInForce(deps.db);
  return deps.db.$transaction(async (tx) => {
    await lockCopy(tx, copyId);
    const handedIn = await lastHandIn(tx, copyId);
    return handedIn === undefined ? 0 : askFor(tx, handedIn, policy, at);
  });
}

/** The latest hand-in at a branch of a copy that is still on its way, and whether it was sent on since. */
async function lastHandIn(tx: Transaction, copyId: bigint): Promise<HandedIn | undefined> {
  const rows = await tx.$queryRaw`
    SELECT copy.id AS "copyId", copy.barcode, scan.reservation_id::text AS "reservationId", scan.place,
      scan.occurred_at AS at,
      EXISTS (SELECT FROM scan later WHERE later.copy_id = copy.id AND later.leg = 'return'
        AND later.kind IN (${literals(sentOn)}) AND later.voids IS NULL
        AND later.occurred_at >= scan.occurred_at
        AND NOT EXISTS (SELECT FROM scan undone WHERE undone.copy_id = copy.id
          AND undone.voids = later.fact_id)) AS sent
    FROM copy JOIN scan ON scan.copy_id = copy.id
    WHERE copy.id = ${copyId} AND copy.place = 'returning' AND scan.kind = 'handedIn' AND scan.voids IS NULL
      AND scan.place IS NOT NULL AND scan.place <> ${PREFECTURAL_LIBRARY}
      AND NOT EXISTS (SELECT FROM scan undone WHERE undone.copy_id = copy.id AND undone.voids = scan.fact_id)
    ORDER BY scan.occurred_at DESC, scan.sequence DESC LIMIT 1`;
  return z.array(HandedIn).parse(rows)[0];
}

async function askFor(
  tx: Transaction,
  handedIn: HandedIn,
  policy: LendingPolicy,
  at: Instant,
): Promise<number> {
  const { barcode, reservationId, place } = handedIn;
  const { calendar } = await libraryOf(tx, place);
  const since = { at: instantFromDate(handedIn.at), isSent: handedIn.sent };
  const subject = reservationId === null ? { barcode } : { reservationId, barcode };
  let asked = 0;
  for (const kind of returnQuestions(since, at, calendar, policy)) {
    if ((await tx.task.count({ where: { kind, barcode, openedAt: { gte: handedIn.at } } })) > 0) continue;
    const library = kind === 'sendBack' ? place : PREFECTURAL_LIBRARY;
    await openTask(tx, { kind, library, why: RETURN_ASKED_FOR[kind], subject, at });
    asked += 1;
  }
  return asked;
}

const RETURN_ASKED_FOR = { sendBack: 'notSent', searchReturn: 'notHome' } as const;
