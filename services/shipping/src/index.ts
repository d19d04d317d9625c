// For tests of the whole and the launcher; the other services know this one by its contracts only.
export { shippingActivities } from './activities/shipping-activities.ts';
export { openDatabase as openShippingDatabase } from './database/open-database.ts';
export { hearCatalog as shippingHearsCatalog } from './facts/hear-catalog.ts';
export { serveShipping } from './http/serve-shipping.ts';
export { loadLibraries } from './libraries/load-libraries.ts';
export { publishChanges } from './libraries/publish-changes.ts';
export { dispatchParcel } from './parcels/dispatch-parcel.ts';
export { openParcel } from './parcels/open-parcel.ts';
export { packCopy } from './parcels/pack-copy.ts';
export { receiveParcel } from './parcels/receive-parcel.ts';
export { answerShelfCheck } from './shelf-checks/answer-shelf-check.ts';
export type { Shipping } from './shipping.ts';
