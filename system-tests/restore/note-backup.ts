import { instant } from '@toshobin/lending-rules';
import { openStaffWebDatabase, prismaKeptBackup } from '@toshobin/staff-web';
import { damagedFiles, readBackup } from './backup.ts';

/** Reads a backup back and keeps that it is the last one, for 止まっているもの and `/metrics`. Throws where it is not whole. */
export async function noteBackup(folder: string, databaseUrl: string): Promise<void> {
  const backup = await readBackup(folder);
  const damaged = await damagedFiles(folder, backup);
  if (damaged.length > 0) throw new Error(`${damaged.join(', ')}: not as written`);
  const tables = backup.databases.flatMap((database) => database.tables);
  const bytes = [...tables, ...(backup.temporalFile ? [backup.temporalFile] : [])].map((one) => one.bytes);
  const database = openStaffWebDatabase(databaseUrl);
  try {
    await prismaKeptBackup(database).keep({
      begunAt: instant(backup.begun),
      endedAt: instant(backup.ended),
      bytes: bytes.reduce((sum, one) => sum + one, 0),
    });
  } finally {
    await database.$disconnect();
  }
}
