import { Client, Connection, ScheduleAlreadyRunning } from '@temporalio/client';
import { searchAttributes } from '@toshobin/contracts';
import { engineConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { schedules } from './schedules.ts';

/**
 * Prepares a namespace for the processes: registers the search attributes and creates the schedules. Run before
 * every start; what is there already stays as it is, so that an operator's change of a schedule is kept until a release
 * changes that schedule itself.
 */
const config = readConfig(
  z.object({
    TEMPORAL_ADDRESS: engineConfig.TEMPORAL_ADDRESS,
    TEMPORAL_NAMESPACE: engineConfig.TEMPORAL_NAMESPACE,
  }),
);
const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
const namespace = config.TEMPORAL_NAMESPACE;

/** The numbers of Temporal's IndexedValueType. */
const indexedTypes = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;
const known = await connection.operatorService.listSearchAttributes({ namespace });
const wanted = Object.values(searchAttributes).filter(
  ({ name }) => !(name in (known.customAttributes ?? {})),
);
if (wanted.length > 0) {
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(wanted.map(({ name, type }) => [name, indexedTypes[type]])),
  });
}

const client = new Client({ connection, namespace });
/** Schedules of former releases; those that an operator made have no such memo. */
for await (const { scheduleId, memo } of client.schedule.list()) {
  const isOurs = schedules.some((schedule) => schedule.scheduleId === scheduleId);
  if (memo?.version !== undefined && !isOurs) await client.schedule.getHandle(scheduleId).delete();
}
for (const schedule of schedules) {
  try {
    await client.schedule.create(schedule);
  } catch (fault) {
    if (!(fault instanceof ScheduleAlreadyRunning)) throw fault;
    const handle = client.schedule.getHandle(schedule.scheduleId);
    const { memo } = await handle.describe();
    // The first versions had none in their memo.
    if ((memo?.version ?? 1) === schedule.memo.version) continue;
    await handle.delete();
    await client.schedule.create(schedule);
  }
}
await connection.close();
console.log(
  `Temporal: ${Object.keys(searchAttributes).length} search attributes, ${schedules.length} schedules`,
);
