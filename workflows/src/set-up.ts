import { Connection } from '@temporalio/client';
import { carryOut, engineConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { temporalChanges } from './temporal-changes.ts';

/** Gives a Temporal server what it lacks for the processes. Run before every start; `--dry-run` only says what it is. */
const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = readConfig(
  z.object({
    TEMPORAL_ADDRESS: engineConfig.TEMPORAL_ADDRESS,
    TEMPORAL_NAMESPACE: engineConfig.TEMPORAL_NAMESPACE,
  }),
);
const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
const count = await carryOut(temporalChanges(connection, TEMPORAL_NAMESPACE), {
  dryRun: process.argv.includes('--dry-run'),
  say: (line) => console.log(line),
});
await connection.close();
if (count === 0) console.log('Temporal: nothing is lacking');
