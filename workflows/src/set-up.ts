import { Connection } from '@temporalio/client';
import { carryOut, readConfig, temporalAt, temporalConfig } from '@toshobin/service';
import { reachingTemporal } from '@toshobin/temporal';
import { z } from 'zod';
import { temporalChanges } from './temporal-changes.ts';

/** Gives a Temporal server what it lacks for the processes. Run before every start; `--dry-run` only says what it is. */
const at = temporalAt(readConfig(z.object(temporalConfig)));
const connection = await Connection.connect(reachingTemporal(at));
const count = await carryOut(temporalChanges(connection, at.namespace), {
  dryRun: process.argv.includes('--dry-run'),
  say: (line) => console.log(line),
});
await connection.close();
if (count === 0) console.log('Temporal: nothing is lacking');
