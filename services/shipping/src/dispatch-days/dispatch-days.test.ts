import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { calendarDate, defaultPolicy, TimeOfDaySchema } from '@toshobin/lending-rules';
import { openParcel } from '../parcels/open-parcel.ts';
import { keepPolicy } from '../policy/keep-policy.ts';
import {
  allowed,
  list,
  openTestShipping,
  packed,
  pickedCopy,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { changeDispatch, previewDispatch } from './change-dispatch.ts';
import { pauseDispatch, previewPause, takeBackDispatchPause } from './pause-dispatch.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here.stop());

const listedAt = (time: string, pickupLibrary: string, copy = pickedCopy()) => {
  here.itIs(time);
  return list(here, copy, pickupLibrary);
};

test.each([
  ['on Monday before 14:00 it leaves the same day', '2026-11-30 13:59', '2026-11-30', '2026-12-03'],
  ['on Monday after 14:00 it leaves on Thursday', '2026-11-30 14:01', '2026-12-03', '2026-12-08'],
  ['before a Monday that is a holiday it leaves on Tuesday', '2026-11-20 10:00', '2026-11-24', '2026-11-27'],
  ['at the end of the fiscal year it leaves in April', '2027-03-25 10:00', '2027-04-01', '2027-04-06'],
  // A parcel posted on Thursday would come on Monday the 28th, into the closure; from the 28th on nothing is posted.
  ['before new year it waits for the library to open', '2026-12-23 10:00', '2027-01-05', '2027-01-08'],
])('a paperback for 宇土: %s', async (_, time, dispatchDay, expectedDate) => {
  expect(await listedAt(time, 'uto')).toEqual({ plannedDispatchDay: dispatchDay, expectedDate });
});

test('a copy too thick for Yu-Mail leaves on the next working day', async () => {
  const atlas = pickedCopy({ thicknessMm: 45 });
  expect(await listedAt('2026-12-01 10:00', 'uto', atlas)).toEqual({
    plannedDispatchDay: '2026-12-01',
    expectedDate: '2026-12-03',
  });
});

test('at a library that does not scan, a parcel counts as arrived two days of delivery later', async () => {
  expect(await listedAt('2026-12-07 10:00', 'amakusa-kawaura')).toEqual({
    plannedDispatchDay: '2026-12-07',
    expectedDate: '2026-12-09',
  });
});

test('an activity tried again the day after answers what it answered first', async () => {
  const copy = pickedCopy();
  const first = await listedAt('2026-11-30 10:00', 'uto', copy);
  expect(await listedAt('2026-12-01 10:00', 'uto', copy)).toEqual(first);
});

test('the batch of a dispatch day counts what is to leave, and is closed once', async () => {
  here.itIs('2026-12-10 13:00');
  await packed(here, 'uto', pickedCopy());
  await packed(here, 'ozu', pickedCopy(), pickedCopy());
  allowed(await openParcel(here.shipping, { ...here.scan(), direction: 'outward', library: 'arao' })); // empty
  const at = here.itIs('2026-12-10 14:00');
  expect(await here.activities.closeDispatchBatch({ at })).toEqual({ day: '2026-12-10', parcels: 2 });
  await packed(here, 'nishiki', pickedCopy());
  expect(await here.activities.closeDispatchBatch({ at })).toEqual({ day: '2026-12-10', parcels: 2 });
});

test.each([
  ['a Friday', '2026-12-11 14:00'],
  ['a Monday that is a holiday', '2026-11-23 14:00'],
  ['a Thursday of the new year', '2026-12-31 14:00'],
])('%s has no batch to close', async (_, time) => {
  await packed(here, 'uto', pickedCopy({ weightGrams: 2400 }));
  const at = here.itIs(time);
  expect(await here.activities.closeDispatchBatch({ at })).toEqual({ day: null, parcels: 0 });
});

test('a dispatch day that a holiday has moved to Tuesday has its batch, with Yu-Pack in it', async () => {
  here.itIs('2027-01-12 10:00'); // Monday was Coming of Age Day
  await packed(here, 'uto', pickedCopy({ weightGrams: 2400 }));
  const at = here.itIs('2027-01-12 14:00');
  const { day, parcels } = await here.activities.closeDispatchBatch({ at });
  expect(day).toBe('2027-01-12');
  expect(parcels).toBeGreaterThan(0);
});

test('the policy of the catalog counts as soon as it is heard, and an older one never again', async () => {
  here.itIs('2026-12-14 10:00');
  const pair = () => packed(here, 'uto', pickedCopy(), pickedCopy());
  expect(await pair()).toMatchObject({ mode: 'yuMail', modeReason: 'withinYuMailGuide' });
  const policy = { ...defaultPolicy, yuMailMaxItems: 1 };
  await keepPolicy(here.shipping.db, { version: 3, policy });
  await keepPolicy(here.shipping.db, { version: 2, policy: defaultPolicy });
  expect(await pair()).toMatchObject({ mode: 'yuPack', modeReason: 'tooManyItems' });
  await keepPolicy(here.shipping.db, { version: 4, policy: defaultPolicy });
});

test('other dispatch days are shown with what they move, then planned with, and only by the prefectural library', async () => {
  here.itIs('2027-02-01 10:00'); // a Monday
  await packed(here, 'uto', pickedCopy());
  const days = { weekdays: [2, 5], cutOff: TimeOfDaySchema.parse('15:30') };
  const preview = allowed(await previewDispatch(here.shipping, days));
  expect(preview.moves).toContainEqual({
    ...{ what: 'parcel', before: '2027-02-01', after: '2027-02-02' },
    count: expect.any(Number),
  });
  const atUto = { library: 'uto', before: '2027-02-01', after: '2027-02-02' };
  expect(preview.leaving).toContainEqual(atUto);
  // A parcel that goes by Yu-Mail beyond the guide is counted as Yu-Mail.
  const { parcelNumber: number } = await packed(here, 'uto', pickedCopy(), pickedCopy(), pickedCopy());
  await here.shipping.db.parcel.update({ where: { number }, data: { modeReason: '薄い絵本' } });
  const withIt = allowed(await previewDispatch(here.shipping, days));
  const yuMailOf = ({ moves }: typeof preview) =>
    moves.find(({ what, after }) => what === 'parcel' && after === '2027-02-02')?.count ?? 0;
  expect(yuMailOf(withIt)).toBe(yuMailOf(preview) + 1);
  expect(await listedAt('2027-02-01 10:00', 'uto')).toMatchObject({ plannedDispatchDay: '2027-02-01' });
  const act = here.scan();
  const changed = allowed(await changeDispatch(here.shipping, { ...act, ...days }));
  expect(changed).toMatchObject({ weekdays: [2, 5], cutOff: '15:30' });
  expect(allowed(await changeDispatch(here.shipping, { ...act, ...days }))).toEqual(changed);
  // The same act is sent again after an upgrade: the answer that an older release kept lacks what is told today.
  await here.shipping.db.scan.update({ where: { factId: act.factId }, data: { answer: {} } });
  expect(await changeDispatch(here.shipping, { ...act, ...days })).toMatchObject({
    refusal: { code: 'STATE_CHANGED' },
  });
  expect(await listedAt('2027-02-02 15:00', 'uto')).toMatchObject({ plannedDispatchDay: '2027-02-02' });
  const ofBranch = { ...here.scan(), by: { account: 'uto', library: 'uto' } };
  expect(await changeDispatch(here.shipping, { ...ofBranch, ...days })).toMatchObject({ ok: false });
  const usual = { weekdays: [1, 4], cutOff: TimeOfDaySchema.parse('14:00') };
  allowed(await changeDispatch(here.shipping, { ...here.scan(), ...usual }));
});

test('a period without dispatch is taken back, and what leaves then leaves then; one of every year stays', async () => {
  const days = {
    kind: 'noDispatch',
    from: calendarDate('2027-02-08'),
    until: calendarDate('2027-02-12'),
  } as const;
  here.itIs('2027-02-05 10:00'); // a Friday
  await packed(here, 'uto', pickedCopy());
  const moved = { what: 'parcel', before: '2027-02-08', after: '2027-02-15', count: expect.any(Number) };
  const preview = async (takenBack: boolean) =>
    allowed(await previewPause(here.shipping, { ...days, takenBack })).moves;
  expect(await preview(false)).toContainEqual(moved);
  expect(await previewPause(here.shipping, { ...days, takenBack: true })).toMatchObject({ ok: false });
  allowed(await pauseDispatch(here.shipping, { ...here.scan(), ...days }));
  expect(await listedAt('2027-02-05 10:00', 'uto')).toMatchObject({ plannedDispatchDay: '2027-02-15' });
  expect(await preview(true)).toContainEqual({ ...moved, before: '2027-02-15', after: '2027-02-08' });
  allowed(await takeBackDispatchPause(here.shipping, { ...here.scan(), ...days }));
  expect(await listedAt('2027-02-05 10:00', 'uto')).toMatchObject({ plannedDispatchDay: '2027-02-08' });
  expect(await takeBackDispatchPause(here.shipping, { ...here.scan(), ...days })).toMatchObject({
    ok: false,
  });
});

test('taken back in a year that has it anyway, a period without dispatch moves nothing', async () => {
  const days = {
    kind: 'noDispatch',
    from: calendarDate('2027-03-25'),
    until: calendarDate('2027-03-31'),
  } as const;
  allowed(await pauseDispatch(here.shipping, { ...here.scan(), ...days }));
  expect(await listedAt('2027-03-24 10:00', 'uto')).toMatchObject({ plannedDispatchDay: '2027-04-01' });
  expect(allowed(await previewPause(here.shipping, { ...days, takenBack: true })).moves).toEqual([]);
  allowed(await takeBackDispatchPause(here.shipping, { ...here.scan(), ...days }));
  expect(await listedAt('2027-03-24 10:00', 'uto')).toMatchObject({ plannedDispatchDay: '2027-04-01' });
});
