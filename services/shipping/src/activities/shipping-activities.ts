import type { ShippingActivities } from '@toshobin/contracts';
import { besides, withSignsOfLife } from '@toshobin/temporal';
import { closeDispatchBatch } from '../dispatch-days/close-dispatch-batch.ts';
import { forgetSettled, vacuumForgotten } from '../erasure/forget-settled.ts';
import { askAboutParcel } from '../parcels/ask-about-parcel.ts';
import { assumeArrival } from '../parcels/assume-arrival.ts';
import { declareParcelLost } from '../parcels/declare-parcel-lost.ts';
import { LOST_BY_A_RESTORE, readParcel } from '../parcels/lock-parcel.ts';
import { parcelsUnderWay } from '../parcels/parcels-under-way.ts';
import { askShelfCheck } from '../shelf-checks/ask-shelf-check.ts';
import { shelfCheckOf } from '../shelf-checks/shelf-check-of.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { addToPackingList } from '../standings/add-to-packing-list.ts';
import { redirect } from '../standings/redirect.ts';

/** The commands of the processes to this service. Every one is safe to repeat and answers the state it found. */
export function shippingActivities(deps: ShippingDeps): ShippingActivities {
  return {
    addToPackingList: (command) => addToPackingList(deps, command),
    redirect: (command) => redirect(deps, command),
    askShelfCheck: (command) => askShelfCheck(deps, command),
    shelfCheckOf: (query) => shelfCheckOf(deps, query),
    assumeArrival: (command) => assumeArrival(deps, command),
    askAboutParcel: (command) => askAboutParcel(deps, command),
    declareParcelLost: (command) => declareParcelLost(deps, command),
    async parcelState({ parcelNumber }) {
      const parcel = await readParcel(deps.db, parcelNumber);
      return { state: parcel?.state ?? LOST_BY_A_RESTORE };
    },
    parcelsUnderWay: (query) => parcelsUnderWay(deps, query),
    forgetSettled: (command) =>
      withSignsOfLife(async () => {
        const forgotten = await forgetSettled(deps, command);
        if (forgotten === 0) await besides(() => vacuumForgotten(deps));
        return forgotten;
      }),
    closeDispatchBatch: (command) => closeDispatchBatch(deps, command),
  };
}
