import { addDays, dayOf } from '@toshobin/lending-rules';
import type { Opening, Scene } from './scenes.ts';

/** One thing that is asked or told of a title's reservations, in one transaction; asked again it is the same. */
export type Deed = (scene: Scene) => Promise<unknown>;

const always: Readonly<Record<string, Deed>> = {
  'another joins': (scene) => scene.joins(scene.ids.comes),
  'who has the copy cancels': ({ activities, ids, now: at }) =>
    activities.leaveQueue({ reservationId: ids.holder, by: 'patron', wish: 'cancel', at }),
  'another pickup library': ({ activities, ids, now: at }) =>
    activities.changePickup({ reservationId: ids.holder, pickupLibrary: 'ozu', wish: 'change', at }),
  'packing was quicker': ({ activities, ids, now: at }) =>
    activities.endRedirect({ reservationId: ids.holder, inTime: false, at }),
  'passed on unless nobody waits': ({ activities, key, now: at }) =>
    activities.passOnUnlessAlone({ ...key, at }),
  'its loan opens': ({ activities, key, now }) => activities.openLoan({ ...key, startedAt: now }),
  'its ready mail goes out late': ({ activities, key, now }) =>
    activities.moveDueAfterLateMail({ ...key, mailAcceptedAt: now }),
  'it is extended': ({ activities, key, now }) =>
    activities.extendIfNobodyWaits({ ...key, wish: 'extend', askedAt: now, holderHasOtherOverdue: false }),
  'said to be picked up': ({ activities, key, now: at }) =>
    activities.declarePickedUp({ ...key, wish: 'declare', at }),
  'its hold ends': ({ activities, key, now: at }) => activities.expireHold({ ...key, at }),
  'its process ends': ({ activities, ids, now: at }) =>
    activities.closeReservation({ reservationId: ids.holder, outcome: 'longOverdue', at }),
  'a mail names its date': (scene) => scene.mailed(),
  packed: (scene) => scene.moved('packed'),
  shipped: (scene) => scene.moved('shipped'),
  arrived: (scene) => scene.moved('arrived'),
  'sent back': (scene) => scene.moved('sentBack'),
};

/** Of who waits behind. */
const whileWanted: Readonly<Record<string, Deed>> = {
  'who waits cancels': ({ activities, ids, now: at }) =>
    activities.leaveQueue({ reservationId: ids.next, by: 'patron', wish: 'cancel', at }),
  'who waits suspends': ({ activities, ids, now: at }) =>
    activities.suspend({ reservationId: ids.next, until: addDays(dayOf(at), 9), wish: 'suspend', at }),
  'who waits resumes': ({ activities, ids, now: at }) =>
    activities.resume({ reservationId: ids.next, wish: 'resume', at }),
};

/** At a pickup library; a return at the prefectural counter has rules of a scan, which no port in memory has. */
const onceLent: Readonly<Record<string, Deed>> = {
  'handed in': ({ ledger, title, ids }) => ledger.handIn(title, ids.facts.handedIn),
};

/** What may happen to a title, by its name. */
export function deedsOf({ stage, isWanted }: Opening): Readonly<Record<string, Deed>> {
  return { ...always, ...(isWanted ? whileWanted : {}), ...(stage === 'lent' ? onceLent : {}) };
}
