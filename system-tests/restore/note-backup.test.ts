import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { fileOfTable } from '@toshobin/database/backup';
import { startTestPostgres } from '@toshobin/database/testing';
import { openStaffWebDatabase, prismaKeptBackup } from '@toshobin/staff-web';
import { type Backup, descriptionFile } from './backup.ts';
import { noteBackup } from './note-backup.ts';

/** A backup of one table with this in its file, begun at that moment. */
function backupOf(folder: string, written: string, begun: string): void {
  const sha256 = createHash('sha256').update(written).digest('hex');
  const table = { name: 'copy', columns: ['id'], rows: 1, bytes: written.length, sha256 };
  const catalog = { name: 'catalog', at: begun, migrations: [], tables: [table], sequences: {} };
  const ended = '2026-11-29T20:00:00.000Z';
  const backup: Backup = {
    format: 1,
    release: '0.1.0',
    begun,
    ended,
    databases: [catalog],
    temporalFile: null,
  };
  mkdirSync(path.join(folder, 'catalog'), { recursive: true });
  writeFileSync(path.join(folder, 'catalog', fileOfTable('copy')), written);
  writeFileSync(path.join(folder, descriptionFile), JSON.stringify(backup));
}

test('a backup counts as the last one once it was read back, and not where a file of it is another', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-noted-'));
  const postgres = await startTestPostgres();
  const migrations = fileURLToPath(new URL('../../services/staff-web/prisma/migrations', import.meta.url));
  const url = await postgres.createMigrated('noted', migrations);
  const database = openStaffWebDatabase(url);
  const latest = () => prismaKeptBackup(database).latest();
  try {
    await expect(noteBackup(folder, url)).rejects.toThrow(descriptionFile);
    expect(await latest()).toBeUndefined();

    backupOf(folder, 'a copy', '2026-11-28T19:40:00.000Z');
    await noteBackup(folder, url);
    const noted = { begunAt: '2026-11-28T19:40:00.000Z', endedAt: '2026-11-29T20:00:00.000Z', bytes: 6 };
    expect(await latest()).toEqual(noted);

    backupOf(folder, 'a copy', '2026-11-29T19:40:00.000Z');
    writeFileSync(path.join(folder, 'catalog', fileOfTable('copy')), 'a copx');
    await expect(noteBackup(folder, url)).rejects.toThrow('catalog/copy.copy.zst: not as written');
    expect(await latest()).toEqual(noted);
  } finally {
    await database.$disconnect();
    await postgres.stop();
    rmSync(folder, { recursive: true });
  }
});
