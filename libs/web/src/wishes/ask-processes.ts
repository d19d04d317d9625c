import { wishApi } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import { type Operations, operationsOf, type ServiceClient, ServiceFault } from '@toshobin/service';

/**
 * What a web front asks of the process of a reservation. Beside the refusals of its rule, every wish may be refused with
 * TRY_AGAIN (no answer in time: it may still come true) and STATE_CHANGED (the process has ended, or never was), and every one but
 * cancelling with TOO_MANY_WISHES.
 */
export type ReservationProcess = Operations<typeof wishApi>;

/** R20. Counts a wish where those of both webs are counted; refuses TOO_MANY_WISHES. */
export type TakeWish = (wish: { reservationId: string; wishId: string }) => Promise<Decision<unknown>>;

interface Wish {
  params: { reservationId: string };
  body: { wishId: string };
}

/** Milliseconds: longer than the processes wait themselves (`workflows/src/wishes`). */
export const WAITED_FOR_MS = 8_000;

/**
 * Asks the processes where they are carried out. Each wish but a cancellation is counted first, so that one too many costs its
 * history nothing.
 *
 * @param client waits for {@link WAITED_FOR_MS}
 */
export function askProcesses(client: ServiceClient, takeWish: TakeWish): ReservationProcess {
  const asked = operationsOf(client, wishApi);
  const counted =
    <W extends Wish, V>(kind: string, ask: (wish: W) => Promise<Decision<V>>) =>
    async (wish: W): Promise<Decision<V>> => {
      // Two kinds of wish from one form are two.
      const wishId = `${kind}-${wish.body.wishId}`;
      const taken = await takeWish({ reservationId: wish.params.reservationId, wishId });
      return taken.ok ? unlessAway(ask(wish), () => refuse('TRY_AGAIN')) : taken;
    };
  return {
    admit: (request) => unlessAway(asked.admit(request), () => ({ ok: true, value: 'notYet' })),
    cancel: (wish) => unlessAway(asked.cancel(wish), () => refuse('TRY_AGAIN')),
    cancelByLibrary: (wish) => unlessAway(asked.cancelByLibrary(wish), () => refuse('TRY_AGAIN')),
    extend: counted('extend', asked.extend),
    changePickup: counted('changePickup', asked.changePickup),
    suspend: counted('suspend', asked.suspend),
    resume: counted('resume', asked.resume),
    declarePickedUp: counted('declarePickedUp', asked.declarePickedUp),
  };
}

const NOT_NOW = 502;

/** What stands for the answer of processes that can't be reached, or give none in time: what was asked may still come true. */
async function unlessAway<V>(
  asked: Promise<Decision<V>>,
  otherwise: () => Decision<V>,
): Promise<Decision<V>> {
  try {
    return await asked;
  } catch (fault) {
    const isAway = fault instanceof ServiceFault && (fault.status === undefined || fault.status >= NOT_NOW);
    if (isAway) return otherwise();
    throw fault;
  }
}
