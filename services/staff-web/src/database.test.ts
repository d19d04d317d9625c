import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { schemaDrift } from '@toshobin/database';
import { startTestPostgres } from '@toshobin/database/testing';

test('the migrations make what the schema says', async () => {
  const postgres = await startTestPostgres();
  try {
    const prismaFolder = fileURLToPath(new URL('../prisma', import.meta.url));
    expect(await schemaDrift({ prismaFolder, adminUrl: postgres.adminUrl })).toBe('');
  } finally {
    await postgres.stop();
  }
});
