import { Client, Connection } from '@temporalio/client';
import { ReservationIdSchema } from '@toshobin/contracts';
import { readConfig, temporalAt, temporalConfig } from '@toshobin/service';
import { NOT_YET, reachingTemporal } from '@toshobin/temporal';
import { z } from 'zod';
import { repair } from './operators/repair.ts';
import { eraseNow, reconcileAll } from './reconcile-all.ts';

const done = {
  looksAgain: 'looks again at the databases and goes on',
  begunAnew: 'had no process, or one that could not go on: begun anew from its id',
  ended: 'is over, and so is its row',
  released: 'nobody’s row named it: released, as the library’s cancellation',
  borrowerUnknown: 'is lent, and nobody’s row names it: the desk was told',
} as const;
const says = {
  ...done,
  stuck: 'runs, but its code fails again and again: see the runbook, "A reservation that is stuck"',
  serviceFailed: 'not repaired: a service failed, see its log',
  unknown: 'is not known',
  [NOT_YET]: 'not answered within a minute: is the workflow worker running?',
} as const;

/** `node infra/run.mjs reconcile RESERVATION-ID…`: the repair button, or `--all`. Says of each what was really done. */
const all = process.argv.slice(2).join(' ') === '--all';
const ids = z
  .array(ReservationIdSchema)
  .min(all ? 0 : 1)
  .safeParse(all ? [] : process.argv.slice(2));
if (!ids.success) {
  console.error(`Usage: node infra/run.mjs reconcile RESERVATION-ID [RESERVATION-ID …]
       node infra/run.mjs reconcile --all
RESERVATION-ID is the 予約のID on the 経過 of the reservation, e.g. 6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0400; not its number.`);
  process.exit(2);
}
const at = temporalAt(readConfig(z.object(temporalConfig)));
const connection = await Connection.connect(reachingTemporal(at)).catch((fault: unknown) => {
  const reason = fault instanceof Error ? fault.message : fault;
  console.error(`Temporal (${at.address}, by TEMPORAL_ADDRESS or PORT_BASE) does not answer: ${reason}`);
  process.exit(1);
});
const client = new Client({ connection, namespace: at.namespace });
let undone = all ? await reconcileAll(client, console.log) : 0;
if (all) await eraseNow(client, console.log);
for (const reservationId of ids.data) {
  const did = await repair(client, reservationId, 60_000);
  if (!(did in done)) undone += 1;
  console.log(`${reservationId}  ${says[did]}`);
}
await connection.close();
process.exit(undone === 0 ? 0 : 1);
