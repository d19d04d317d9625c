import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LATER_LIMIT, makeBarcode } from '@toshobin/contracts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { forgetLater, keepForLater, readLater } from './later-list.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service.close());

const ofCard = (serial: number) => service.patronId(makeBarcode('card', serial));
const keep = (patronId: string, recordId: string) =>
  keepForLater(service.deps, { patronId, recordId, at: service.passMinutes(1) });

test('a list for later has what was put there last first, each title once, and is its patron’s alone', async () => {
  const [hanako, taro] = [await ofCard(101), await ofCard(102)];
  for (const recordId of ['7', '8', '7'])
    expect(await keep(hanako, recordId)).toEqual({ ok: true, value: { kept: true } });
  await keep(taro, '9');
  expect(await readLater(service.deps, { patronId: hanako })).toEqual(['8', '7']);
  expect(await forgetLater(service.deps, { patronId: hanako, recordId: '9' })).toEqual({ forgotten: 0 });
  expect(await forgetLater(service.deps, { patronId: hanako, recordId: '8' })).toEqual({ forgotten: 1 });
  expect(await readLater(service.deps, { patronId: hanako })).toEqual(['7']);
  expect(await forgetLater(service.deps, { patronId: hanako })).toEqual({ forgotten: 1 });
  expect(await readLater(service.deps, { patronId: taro })).toEqual(['9']);
  expect(await keep('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001', '7')).toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
});

test('a list that is full takes no more, also from many taps at once, and goes with its patron', async () => {
  const patronId = await ofCard(103);
  const at = new Date(service.deps.now());
  const rows = Array.from({ length: LATER_LIMIT - 1 }, (_, n) => ({
    patronId,
    recordId: BigInt(1000 + n),
    addedAt: at,
  }));
  await service.db.laterTitle.createMany({ data: rows });
  const taps = await Promise.all(['1', '2', '3'].map((recordId) => keep(patronId, recordId)));
  expect(taps.filter((tap) => tap.ok && tap.value.kept)).toHaveLength(1);
  expect(await service.db.laterTitle.count({ where: { patronId } })).toBe(LATER_LIMIT);
  await service.db.patron.delete({ where: { id: patronId } });
  expect(await service.db.laterTitle.count({ where: { patronId } })).toBe(0);
});
