// What the bench of the desks needs of shipping's data; at run time the service is a process of its own (main.ts).
export { parcelsOnTheirWay, sendParcels } from './send-parcels.ts';
