import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { schemaDrift } from '@toshobin/database';
import { startTestPostgres } from '@toshobin/database/testing';
import { openPatronService } from './testing/open-patron-service.ts';
import { reserve } from './testing/reserve.ts';

test('the migrations make what the schema says', async () => {
  const postgres = await startTestPostgres();
  try {
    const prismaFolder = fileURLToPath(new URL('../prisma', import.meta.url));
    expect(await schemaDrift({ prismaFolder, adminUrl: postgres.adminUrl })).toBe('');
  } finally {
    await postgres.stop();
  }
});

test('a row whose state is none is read by nobody', async () => {
  const service = await openPatronService();
  try {
    const { reservationId } = await reserve(service, 101);
    await service.db.application.update({ where: { reservationId }, data: { state: 'redy' } });
    const row = await service.db.application.findUniqueOrThrow({ where: { reservationId } });
    expect(() => row.state).toThrow('Invalid option');
  } finally {
    await service.close();
  }
});
