import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { createLogger, readConfig, temporalAt, temporalConfig } from '@toshobin/service';
import { reachingTemporal } from '@toshobin/temporal';
import { quietRuntime } from '@toshobin/temporal/worker';
import { z } from 'zod';
import { processesBundle } from './kept-bundle.ts';
import { replayOpenRuns } from './replay-open-runs.ts';

// node infra/run.mjs replay [--address HOST:PORT]: before a deployment, with the code of the new release: which of the
// runs that go on there it would break. Reads only; exit status 0: none, 1: some, 2: it can't be told.

const { values } = parseArgs({ options: { address: { type: 'string' } } });
const told = values.address === undefined ? {} : { TEMPORAL_ADDRESS: values.address };
quietRuntime(createLogger('replay', 'silent'));
const at = temporalAt(readConfig(z.object(temporalConfig), { ...process.env, ...told }));
try {
  const connection = await Connection.connect(reachingTemporal(at)).catch((cause: unknown) => {
    const setting = values.address === undefined ? 'TEMPORAL_ADDRESS or PORT_BASE' : '--address';
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`Temporal (${at.address}, by ${setting}) does not answer: ${reason}`, { cause });
  });
  const client = new Client({ connection, namespace: at.namespace });
  const { runs, broken } = await replayOpenRuns(client, await processesBundle());
  for (const { workflowId, fault } of broken) console.log(`${workflowId}  ${fault}`);
  console.log(`replay: ${runs} open runs, ${broken.length} of them would break`);
  await connection.close();
  process.exitCode = broken.length === 0 ? 0 : 1;
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 2;
}
