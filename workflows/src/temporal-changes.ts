import { setTimeout as wait } from 'node:timers/promises';
import { Client, type Connection, ScheduleNotFoundError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { searchAttributes } from '@toshobin/contracts';
import type { Change } from '@toshobin/service';
import { type OurSchedule, schedules } from './schedules.ts';

/** Closed histories stay a week at least; the nightly work deletes those of reservations earlier. */
const RETENTION_DAYS = 7;
const DAY_SECONDS = 86_400;

/** The codes of gRPC's answers. */
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
/** The numbers of Temporal's IndexedValueType. */
const indexedTypes = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;

/**
 * What a Temporal server lacks for the processes, one change at a time, as it is when it is asked for: the namespace,
 * its retention (never lowered), search attributes, schedules. What an operator changed of a schedule stays until a
 * release changes that schedule itself; a schedule of a former release goes.
 */
export async function* temporalChanges(connection: Connection, namespace: string): AsyncGenerator<Change> {
  const retention = await retentionOf(connection, namespace);
  const workflowExecutionRetentionPeriod = msToTs(`${RETENTION_DAYS} days`);
  if (retention === undefined) {
    yield {
      what: `namespace ${namespace}: made, closed histories kept ${RETENTION_DAYS} days`,
      carryOut: async () => {
        await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
        await untilKnown(connection, namespace);
      },
    };
  } else if (retention < RETENTION_DAYS * DAY_SECONDS) {
    yield {
      what: `namespace ${namespace}: closed histories kept ${RETENTION_DAYS} days instead of ${retention / DAY_SECONDS}`,
      carryOut: async () => {
        await connection.workflowService.updateNamespace({
          namespace,
          config: { workflowExecutionRetentionTtl: workflowExecutionRetentionPeriod },
        });
      },
    };
  }
  // In a dry run the namespace may be missing: everything else is lacking with it.
  const isThere = (await retentionOf(connection, namespace)) !== undefined;
  yield* attributeChanges(connection, namespace, isThere);
  yield* scheduleChanges(new Client({ connection, namespace }), isThere);
}

/** The retention in seconds; undefined where there is no such namespace. */
async function retentionOf(connection: Connection, namespace: string): Promise<number | undefined> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  } catch (fault) {
    if (isOf(NOT_FOUND, fault)) return undefined;
    throw fault;
  }
}

/** Whether the server keeps its state in SQLite, as development servers do; a namespace's own key may not ask. */
export async function isDevelopmentServer(connection: Connection): Promise<boolean> {
  try {
    return (await connection.workflowService.getClusterInfo({})).persistenceStore === 'sqlite';
  } catch (fault) {
    if (isOf(PERMISSION_DENIED, fault)) return false;
    throw fault;
  }
}

function isOf(code: number, fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}

/** The parts of a server know a new namespace some seconds later. */
async function untilKnown(connection: Connection, namespace: string): Promise<void> {
  for (let tries = 30; ; tries -= 1) {
    try {
      await connection.operatorService.listSearchAttributes({ namespace });
      return;
    } catch (fault) {
      if (tries === 0 || !isOf(NOT_FOUND, fault)) throw fault;
      await wait(1_000);
    }
  }
}

async function* attributeChanges(
  connection: Connection,
  namespace: string,
  isThere: boolean,
): AsyncGenerator<Change> {
  const { customAttributes } = isThere
    ? await connection.operatorService.listSearchAttributes({ namespace })
    : {};
  for (const { name, type } of Object.values(searchAttributes)) {
    if (name in (customAttributes ?? {})) continue;
    yield {
      what: `search attribute ${name}: made`,
      carryOut: async () => {
        const made = { [name]: indexedTypes[type] };
        await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: made });
      },
    };
  }
}

async function* scheduleChanges(client: Client, isThere: boolean): AsyncGenerator<Change> {
  for await (const { scheduleId, memo } of isThere ? client.schedule.list() : []) {
    const isOurs = schedules.some((schedule) => schedule.scheduleId === scheduleId);
    // A schedule that an operator made has no such memo.
    if (memo?.version === undefined || isOurs) continue;
    yield {
      what: `schedule ${scheduleId}: deleted, no release has it any more`,
      carryOut: () => client.schedule.getHandle(scheduleId).delete(),
    };
  }
  for (const schedule of schedules) {
    const version = isThere ? await versionOf(client, schedule) : undefined;
    if (version === schedule.memo.version) continue;
    yield {
      what: `schedule ${schedule.scheduleId}: ${version === undefined ? 'made' : 'made anew'}`,
      carryOut: async () => {
        if (version !== undefined) await client.schedule.getHandle(schedule.scheduleId).delete();
        await client.schedule.create(schedule);
      },
    };
  }
}

/** The version of a schedule on the server; undefined where there is none. */
async function versionOf(client: Client, { scheduleId }: OurSchedule): Promise<unknown> {
  try {
    const { memo } = await client.schedule.getHandle(scheduleId).describe();
    // The first versions of our schedules had no memo.
    return memo?.version ?? 1;
  } catch (fault) {
    if (fault instanceof ScheduleNotFoundError) return undefined;
    throw fault;
  }
}
