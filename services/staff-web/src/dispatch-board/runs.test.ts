import { expect, test } from '@jest/globals';
import { DispatchBoardSchema, LibraryCodeSchema, PackingProposalSchema } from '@toshobin/contracts';
import { atOnceOf, goalWords, runsOf } from './runs.ts';

const [uto, kikuyo] = ['uto', 'kikuyo'].map((code) => LibraryCodeSchema.parse(code));
const waitsFor = (library: typeof uto, copies: number) =>
  Array.from({ length: copies }, () => ({ pickupLibrary: LibraryCodeSchema.parse(library) }));

test('what goes best by Yu-Pack is said so before it is packed, and waits for no run', () => {
  const { leaving } = DispatchBoardSchema.pick({ leaving: true }).parse({
    leaving: [
      { library: uto, day: '2026-12-03', waits: false },
      { library: kikuyo, day: '2026-12-03', waits: false },
    ],
  });
  const proposals = [
    { library: uto, parcels: [{ mode: 'yuMail', yen: 300, barcodes: ['1'] }], yen: 300, instead: null },
    { library: kikuyo, parcels: [{ mode: 'yuPack', yen: 820, barcodes: ['2'] }], yen: 820, instead: null },
  ].map((one) => PackingProposalSchema.parse(one));
  const toPack = [...waitsFor(uto, 1), ...waitsFor(kikuyo, 8)];
  const of = { board: { leaving }, toPack, toPick: waitsFor(kikuyo, 2), proposals };
  const words = (goals: Parameters<typeof goalWords>[0][]) => goals.map((goal) => goalWords(goal, proposals));
  expect(runsOf(of).map(({ day, goals }) => [day, words(goals)])).toEqual([
    ['2026-12-03', ['梱包待ち 1点（ゆうメール 1個）', '出庫待ち 2点']],
  ]);
  expect(words(atOnceOf(of))).toEqual(['梱包待ち 8点（ゆうパック 1個）']);
});
