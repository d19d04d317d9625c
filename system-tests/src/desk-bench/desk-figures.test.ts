import { expect, test } from '@jest/globals';
import { Seeded } from '@toshobin/bench';
import type { ScanDone } from './desk-day.ts';
import { deskFigures, holds } from './desk-figures.ts';
import { type Answered, arrivals, runOpenLoop } from './open-loop.ts';

const scans = (times: number[], refused = false): Answered<ScanDone>[] =>
  times.map((ms) => ({ ms, answer: { ok: true, value: { kind: 'return', postMs: ms / 2, refused } } }));
const bare = (times: number[]): Answered<void>[] =>
  times.map((ms) => ({ ms, answer: { ok: true, value: undefined } }));
const oneToHundred = Array.from({ length: 100 }, (_, n) => n + 1);

test('the desk is compared with the bare request of the same run', () => {
  const figures = deskFigures({
    pages: scans(oneToHundred),
    json: scans([1]),
    bare: bare(oneToHundred.map((ms) => ms / 4)),
    shape: bare(oneToHundred.map((ms) => ms / 2)),
    looks: [
      { ms: 201, answer: { ok: true, value: 'person' } },
      { ms: 1, answer: { ok: false, fault: new Error('away') } },
    ],
  });
  const named = (name: string) => figures.find((one) => one.name === name);
  expect(named('desk.answer.p95')).toMatchObject({ value: 95, floor: 23.75, ratio: 4, goal: 250, met: true });
  expect(named('desk.answer.p95.ratio')).toMatchObject({ value: 4, goal: 3, met: false });
  expect(named('desk.shape.p95')).toMatchObject({ value: 47.5, ratio: 2, goal: null });
  expect(named('desk.form.p95')).toMatchObject({ value: 47.5 });
  expect(named('desk.answer.p95.return')).toMatchObject({ value: 95 });
  expect(named('desk.scans.failed')).toMatchObject({ value: 0, met: true });
  expect(named('desk.look.p95.person')).toMatchObject({ value: 201, goal: 200, met: false });
  expect(named('desk.looks.failed')).toMatchObject({ value: 1, met: false });
});

test('a scan that failed or was refused is no good answer, however fast', () => {
  const failed: Answered<ScanDone> = { ms: 1, answer: { ok: false, fault: new Error('away') } };
  const figures = deskFigures({
    pages: [failed],
    json: scans([1], true),
    bare: bare([1]),
    shape: [],
    looks: [],
  });
  const named = (name: string) => figures.find((one) => one.name === name);
  expect(named('desk.scans.failed')).toMatchObject({ value: 1, met: false });
  expect(named('desk.scans.refused')).toMatchObject({ value: 1, met: false });
  expect(holds([failed], 0)).toBe(false);
});

test('a rate is held while the desk keeps up with it', () => {
  expect(holds(scans(oneToHundred), 100)).toBe(true);
  expect(holds(scans(oneToHundred.map((ms) => ms * 3)), 100)).toBe(false);
  expect(holds(scans(oneToHundred), 5000)).toBe(false);
});

test('whoever waits behind a slow answer has waited since the moment of the scan', async () => {
  let time = 0;
  const clock = {
    now: () => time,
    wait: async (ms: number) => {
      time += ms;
    },
  };
  let finish = () => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const desk = {};
  const sent: string[] = [];
  const answered = await runOpenLoop(
    [
      { at: 0, by: desk, send: () => slow },
      { at: 1, by: desk, send: async () => void sent.push('the next at this desk') },
      {
        at: 30,
        by: 'another desk',
        send: async () => {
          sent.push('another desk');
          finish();
        },
      },
    ],
    clock,
  );
  expect(sent).toEqual(['another desk', 'the next at this desk']);
  expect(answered.map(({ ms }) => ms).sort((a, b) => a - b)).toEqual([0, 29, 30]);
});

test('scans come as independent people do, and always the same', () => {
  const moments = arrivals(new Seeded(1), 10, 600);
  expect(moments.length).toBeGreaterThan(5700);
  expect(moments.length).toBeLessThan(6300);
  expect(arrivals(new Seeded(1), 10, 600)).toEqual(moments);
});
