/** What the worker runs: the entry of its bundle. */
export { cardApplicationWorkflow } from './card-application/card-application-workflow.ts';
export { dispatchDayWorkflow } from './dispatch-day/dispatch-day-workflow.ts';
export { nightlyWorkflow } from './nightly/nightly-workflow.ts';
export { parcelWorkflow } from './parcel/parcel-workflow.ts';
export { readingOrderWorkflow } from './reading-order/reading-order-workflow.ts';
export { repairWorkflow } from './repair/repair-workflow.ts';
export { reservationWorkflow } from './reservation/reservation-workflow.ts';
