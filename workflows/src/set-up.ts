import { Connection } from '@temporalio/client';
import { carryOut, readConfig, temporalAt } from '@toshobin/service';
import { reachingTemporal } from '@toshobin/temporal';
import { SetUpConfigSchema } from './config.ts';
import { isDevelopmentServer, temporalChanges } from './temporal-changes.ts';

/** Gives a Temporal server what it lacks for the processes. Runs before every start; `--dry-run` only says what. */
const config = readConfig(SetUpConfigSchema);
const at = temporalAt(config);
const connection = await Connection.connect(reachingTemporal(at));
const mayBeDevelopment = process.env.NODE_ENV !== 'production' || config.TEMPORAL_DEVELOPMENT_SERVER;
if (!mayBeDevelopment && (await isDevelopmentServer(connection)))
  throw new Error(
    'NODE_ENV=production refuses a Temporal that keeps its state in SQLite, a development server',
  );
const count = await carryOut(temporalChanges(connection, at.namespace), {
  dryRun: process.argv.includes('--dry-run'),
  say: (line) => console.log(line),
});
await connection.close();
if (count === 0) console.log('Temporal: nothing is lacking');
