import type { ShippingActivities } from '@toshobin/contracts';
import { closeDispatchBatch } from '../dispatch-days/close-dispatch-batch.ts';
import { addToPackingList } from '../packing/add-to-packing-list.ts';
import { removeFromPackingList } from '../packing/remove-from-packing-list.ts';
import { askAboutParcel } from '../parcels/ask-about-parcel.ts';
import { assumeArrival } from '../parcels/assume-arrival.ts';
import { copyFactsOf } from '../parcels/copy-facts-of.ts';
import { readParcel } from '../parcels/lock-parcel.ts';
import { askShelfCheck } from '../shelf-checks/ask-shelf-check.ts';
import type { Shipping } from '../shipping.ts';

/** The commands of the processes to this service. Every one is safe to repeat and answers the state it found. */
export function shippingActivities(shipping: Shipping): ShippingActivities {
  return {
    addToPackingList: (command) => addToPackingList(shipping, command),
    removeFromPackingList: (command) => removeFromPackingList(shipping, command),
    askShelfCheck: (command) => askShelfCheck(shipping, command),
    assumeArrival: (command) => assumeArrival(shipping, command),
    askAboutParcel: (command) => askAboutParcel(shipping, command),
    async parcelState({ parcelNumber }) {
      const parcel = await readParcel(shipping.db, parcelNumber);
      if (!parcel) throw new Error(`There is no parcel ${parcelNumber}`);
      return { state: parcel.state };
    },
    parcelFactsOf: (query) => copyFactsOf(shipping, query),
    closeDispatchBatch: (command) => closeDispatchBatch(shipping, command),
  };
}
