import {
  type Admission,
  type CancelWish,
  type ChangePickupWish,
  type ExtendWish,
  type PlainWish,
  type ReservationRequest,
  reservationProcess,
  reservationWorkflowId,
  type SuspendWish,
  startOfReservation,
} from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { NOT_YET, runUpdate, type TemporalLink, turnedAwayWith, updateWithStart } from '@toshobin/temporal';
import type { z } from 'zod';
import { AdmissionSchema, answers, decisionOf, refusedAtOnce } from './answers.ts';

type Client = TemporalLink['client'];
type Wish = keyof typeof answers;
interface Wished extends Record<Wish, object> {
  cancel: CancelWish;
  extend: ExtendWish;
  changePickup: ChangePickupWish;
  suspend: SuspendWish;
  resume: PlainWish;
  declarePickedUp: PlainWish;
}

/** Milliseconds a person waits for the process; after an admission's the place in the queue follows by mail. */
const ADMISSION_MS = 4_000;
const WISH_MS = 6_000;

/**
 * Starts the process of a reservation unless it runs or ran; asked twice it answers the first admission. `notYet`:
 * there was no answer in time, or the process was ended from outside before it answered: the sweep begins it later.
 */
export async function admit(
  client: Client,
  request: ReservationRequest,
): Promise<Admission | typeof NOT_YET> {
  const start = { ...startOfReservation(request), timeoutMs: ADMISSION_MS };
  const answered = await updateWithStart<unknown>(client, start);
  return answered === NOT_YET || answered === 'closed' ? NOT_YET : AdmissionSchema.parse(answered);
}

/**
 * Asks the process of a reservation by an update of the wish's own id, so that a wish asked twice is one. Beside the
 * refusals of its rule every wish may be refused with TRY_AGAIN (no answer in time: it may still come true) and
 * STATE_CHANGED (the process has come to its end, or never was).
 */
export async function askProcess<W extends Wish>(
  client: Client,
  wish: W,
  asked: { reservationId: string; wishId: string; input: Wished[W] },
): Promise<z.infer<(typeof answers)[W]>>;
export async function askProcess(
  client: Client,
  wish: Wish,
  { reservationId, wishId, input }: { reservationId: string; wishId: string; input: unknown },
): Promise<Decision<unknown>> {
  try {
    const answered = await runUpdate<unknown>(client, {
      workflowId: reservationWorkflowId(reservationId),
      updateName: reservationProcess.updates[wish],
      // Two kinds of wish from one form are two updates.
      updateId: `${wish}-${wishId}`,
      input,
      timeoutMs: WISH_MS,
    });
    return decisionOf<unknown>(answered, answers[wish]);
  } catch (fault) {
    const refused = refusedAtOnce(turnedAwayWith(fault));
    if (refused) return refused;
    throw fault;
  }
}
