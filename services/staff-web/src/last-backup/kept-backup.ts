import { type Instant, instantFromDate } from '@toshobin/lending-rules';
import type { Measure } from '@toshobin/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** A backup that was read back as it was written. */
export interface LastBackup {
  /** What came after it is not in it. */
  begunAt: Instant;
  endedAt: Instant;
  bytes: number;
}

/** The last whole backup, as `backup --note` told of it. */
export function prismaKeptBackup(database: PrismaClient) {
  return {
    async latest(): Promise<LastBackup | undefined> {
      const row = await database.lastBackup.findUnique({ where: { id: 1 } });
      if (row === null) return undefined;
      const { begunAt, endedAt, bytes } = row;
      return {
        begunAt: instantFromDate(begunAt),
        endedAt: instantFromDate(endedAt),
        bytes: Number(bytes),
      };
    },
    async keep({ begunAt, endedAt, bytes }: LastBackup): Promise<void> {
      const row = { begunAt: new Date(begunAt), endedAt: new Date(endedAt), bytes };
      await database.lastBackup.upsert({ where: { id: 1 }, create: row, update: row });
    },
  };
}

/** Where none was ever made its age is that of the first deed of staff: a library in which nobody works has nothing to lose. */
export function backupMeasure(database: PrismaClient, now: () => Date): Measure {
  return {
    name: 'toshobin_last_backup_seconds',
    help: 'since when there is no newer whole backup',
    async read() {
      const begun = await database.lastBackup.findUnique({ where: { id: 1 } });
      const since = begun?.begunAt ?? (await database.audit.findFirst({ orderBy: { id: 'asc' } }))?.at;
      return since === undefined ? [] : [{ value: (now().getTime() - since.getTime()) / 1000 }];
    },
  };
}
