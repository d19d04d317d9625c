import { expect, test } from '@jest/globals';
import { type DispatchBoard, DispatchBoardSchema } from '@toshobin/contracts';
import { KnownLeaving } from './known-leaving.ts';

test('the days of the dispatch are kept for a while, but over no cut-off and no midnight', async () => {
  let asked = 0;
  const days = { today: '2026-12-07', cutOff: '2026-12-07T05:00:00Z', nextDispatchDay: '2026-12-07' };
  const lists = { noDispatch: [], leaving: [], open: [], left: [], cheaper: [] };
  const board = async (): Promise<DispatchBoard> => {
    asked += 1;
    return DispatchBoardSchema.parse({ ...days, ...lists });
  };
  const known = new KnownLeaving();
  const askedBy = async (time: string) => {
    await known.at(new Date(time), board);
    return asked;
  };
  // 13:58 in Tokyo, and so on.
  expect(await askedBy('2026-12-07T04:58:00Z')).toBe(1);
  expect(await askedBy('2026-12-07T04:59:59Z')).toBe(1);
  expect(await askedBy('2026-12-07T05:00:00Z')).toBe(2);
  expect(await askedBy('2026-12-07T05:04:00Z')).toBe(2);
  expect(await askedBy('2026-12-07T05:05:00Z')).toBe(3);
  expect(await askedBy('2026-12-07T14:58:00Z')).toBe(4);
  expect(await askedBy('2026-12-07T15:00:00Z')).toBe(5);
});
