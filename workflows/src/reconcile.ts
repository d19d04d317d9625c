import { Client, Connection } from '@temporalio/client';
import { ReservationIdSchema } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { engineConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { operationActivities } from './activities/operation-activities.ts';

/** `node infra/run.mjs reconcile RESERVATION-ID…`: the repair button. The process looks again at the databases and goes on. */
const ids = z.array(ReservationIdSchema).min(1).safeParse(process.argv.slice(2));
if (!ids.success) {
  console.error('Usage: node infra/run.mjs reconcile RESERVATION-ID [RESERVATION-ID …]');
  process.exit(2);
}
const config = readConfig(
  z.object({
    TEMPORAL_ADDRESS: engineConfig.TEMPORAL_ADDRESS,
    TEMPORAL_NAMESPACE: engineConfig.TEMPORAL_NAMESPACE,
  }),
);
const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
const { reconcileReservations } = operationActivities(
  new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }),
);
const { looked, ended, missing } = await reconcileReservations({
  reservationIds: ids.data,
  at: instantFromDate(new Date()),
});
console.log(`${looked} look again, ${ended.length} have ended, ${missing.length} have no process`);
for (const { reservationId, outcome } of ended) console.log(`ended   ${reservationId}  ${outcome}`);
for (const reservationId of missing) console.log(`missing ${reservationId}`);
await connection.close();
process.exit(missing.length === 0 ? 0 : 1);
