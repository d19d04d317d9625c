import type { ShippingActivities } from '@toshobin/contracts';
import { closeDispatchBatch } from '../dispatch-days/close-dispatch-batch.ts';
import { forgetSettled } from '../erasure/forget-settled.ts';
import { addToPackingList } from '../packing/add-to-packing-list.ts';
import { redirect } from '../packing/redirect.ts';
import { askAboutParcel } from '../parcels/ask-about-parcel.ts';
import { assumeArrival } from '../parcels/assume-arrival.ts';
import { declareParcelLost } from '../parcels/declare-parcel-lost.ts';
import { readParcel } from '../parcels/lock-parcel.ts';
import { parcelsUnderWay } from '../parcels/parcels-under-way.ts';
import { askShelfCheck } from '../shelf-checks/ask-shelf-check.ts';
import { shelfCheckOf } from '../shelf-checks/shelf-check-of.ts';
import type { Shipping } from '../shipping.ts';

/** The commands of the processes to this service. Every one is safe to repeat and answers the state it found. */
export function shippingActivities(shipping: Shipping): ShippingActivities {
  return {
    addToPackingList: (command) => addToPackingList(shipping, command),
    redirect: (command) => redirect(shipping, command),
    askShelfCheck: (command) => askShelfCheck(shipping, command),
    shelfCheckOf: (query) => shelfCheckOf(shipping, query),
    assumeArrival: (command) => assumeArrival(shipping, command),
    askAboutParcel: (command) => askAboutParcel(shipping, command),
    declareParcelLost: (command) => declareParcelLost(shipping, command),
    async parcelState({ parcelNumber }) {
      const parcel = await readParcel(shipping.db, parcelNumber);
      if (!parcel) throw new Error(`There is no parcel ${parcelNumber}`);
      return { state: parcel.state };
    },
    parcelsUnderWay: (query) => parcelsUnderWay(shipping, query),
    forgetSettled: (command) => forgetSettled(shipping, command),
    closeDispatchBatch: (command) => closeDispatchBatch(shipping, command),
  };
}
