import { expect, test } from '@jest/globals';
import { defaultPolicy, instant, minusDuration } from '../index.ts';
import { decideWishPace } from './decide-wish-pace.ts';

const now = instant('2026-11-26T03:00:00Z');
const ago = (...minutes: number[]) => minutes.map((one) => minusDuration(now, `PT${one}M`));
const decide = (ofReservation: number[], ofPatron: number[] = ofReservation) =>
  decideWishPace({ ofReservation: ago(...ofReservation), ofPatron: ago(...ofPatron) }, now, defaultPolicy);
const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

test('the eleventh wish within an hour about one reservation waits until the first is an hour old', () => {
  expect(decide(upTo(9))).toMatchObject({ ok: true });
  expect(decide(upTo(10))).toEqual({
    ok: false,
    refusal: { code: 'TOO_MANY_WISHES', values: { minutes: 50 } },
  });
  expect(decide([...upTo(9), 60])).toMatchObject({ ok: true });
  expect(decide(upTo(15))).toMatchObject({ refusal: { values: { minutes: 50 } } });
});

test('the forty-first of one patron waits, whichever reservation it is about', () => {
  expect(decide([], upTo(39))).toMatchObject({ ok: true });
  expect(decide([], upTo(40))).toMatchObject({ refusal: { values: { minutes: 20 } } });
  expect(decide(upTo(10), upTo(40))).toMatchObject({ refusal: { values: { minutes: 50 } } });
});
