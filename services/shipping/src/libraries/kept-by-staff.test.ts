import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Place } from '@toshobin/contracts';
import { isOpenDay, calendarDate as on } from '@toshobin/lending-rules';
import { enterClosure } from '../closures/enter-closure.ts';
import { listClosures } from '../closures/list-closures.ts';
import { takeBackClosure } from '../closures/take-back-closure.ts';
import { pauseDispatch } from '../dispatch-days/pause-dispatch.ts';
import { readPackingList } from '../packing/read-packing-list.ts';
import { listLibraries } from '../planning/list-libraries.ts';
import {
  allowed,
  list,
  openTestShipping,
  pickedCopy,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { changeLibrary } from './change-library.ts';
import { pausePickup } from './pause-pickup.ts';
import { places } from './places.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
beforeEach(() => {
  here.itIs('2026-11-24 10:00');
});
afterAll(() => here.stop());

const days = (from: string, until: string) => ({ from: on(from), until: on(until) });
const lastToldOf = async (code: string) =>
  (await here.told('shipping.library.changed')).findLast((library) => library.code === code);
async function isOpen(code: string, day: string): Promise<boolean | undefined> {
  const library = await lastToldOf(code);
  return library && isOpenDay(library.calendar, on(day));
}

describe('a closure (R17)', () => {
  const typhoon = (library: string, from: string, until: string, staffOf = 'pref') => ({
    ...here.scan(staffOf),
    library,
    ...days(from, until),
    reason: '台風',
  });
  const enter = (...closure: Parameters<typeof typhoon>) => enterClosure(here.shipping, typhoon(...closure));
  const toldOf = async (closureId: string) =>
    [
      ...(await here.told('shipping.closure.entered')),
      ...(await here.told('shipping.closure.takenBack')),
    ].filter((told) => told.closureId === closureId);

  test('changes the calendar and is told once, also sent twice at once', async () => {
    const act = typhoon('uto', '2026-11-26', '2026-11-27', 'uto');
    const answers = await Promise.all([enterClosure(here.shipping, act), enterClosure(here.shipping, act)]);
    for (const answer of answers) expect(allowed(answer)).toEqual({ closureId: act.factId });
    const { library, from, until, reason } = act;
    const told = { closureId: act.factId, library, from, until, reason, at: here.shipping.now() };
    expect(await toldOf(act.factId)).toEqual([told]);
    expect([await isOpen('uto', '2026-11-26'), await isOpen('uto', '2026-11-28')]).toEqual([false, true]);
  });

  test('is taken back, and the calendar is as it was; the list has it all the same', async () => {
    const { closureId } = allowed(await enter('ozu', '2026-12-02', '2026-12-03'));
    expect(await isOpen('ozu', '2026-12-02')).toBe(false);
    for (const _ of [1, 2]) allowed(await takeBackClosure(here.shipping, { ...here.scan(), closureId }));
    expect(await isOpen('ozu', '2026-12-02')).toBe(true);
    expect(await toldOf(closureId)).toHaveLength(2);
    const listed = await listClosures(here.shipping, { from: on('2026-12-03') });
    const entered = { closureId, library: 'ozu', ...days('2026-12-02', '2026-12-03'), reason: '台風' };
    expect(listed).toContainEqual({ ...entered, takenBack: true });
    const later = await listClosures(here.shipping, { from: on('2026-12-04') });
    expect(later.map((closure) => closure.closureId)).not.toContain(closureId);
    expect(allowed(await enter('ozu', '2026-12-02', '2026-12-03')).closureId).not.toBe(closureId);
  });

  test('of the prefectural library closes its desk, not its dispatch', async () => {
    allowed(await enter('pref', '2026-11-30', '2026-11-30'));
    expect(await isOpen('pref', '2026-11-30')).toBe(false);
    here.itIs('2026-11-27 10:00');
    expect((await listLibraries(here.shipping)).nextDispatchDay).toBe('2026-11-30');
  });

  test('is refused for days that are none, are entered already, or never end, and for others’ libraries', async () => {
    allowed(await enter('arao', '2026-12-09', '2026-12-09'));
    for (const [answer, code] of [
      [await enter('arao', '2026-12-09', '2026-12-09'), 'STATE_CHANGED'],
      [await enter('arao', '2026-12-11', '2026-12-10'), 'STATE_CHANGED'],
      [await enter('arao', '2026-12-11', '2028-12-10'), 'STATE_CHANGED'],
      [await enter('arao', '2025-12-10', '2025-12-12'), 'STATE_CHANGED'],
      [await enter('atlantis', '2026-12-11', '2026-12-11'), 'PICKUP_LIBRARY_UNKNOWN'],
      [await enter('arao', '2026-12-11', '2026-12-11', 'uto'), 'PICKUP_LIBRARY_UNKNOWN'],
    ] as const)
      expect(answer).toMatchObject({ refusal: { code } });
    const { closureId } = allowed(await enter('arao', '2026-12-12', '2026-12-12'));
    const unknown = await takeBackClosure(here.shipping, { ...here.scan(), closureId: randomUUID() });
    const others = await takeBackClosure(here.shipping, { ...here.scan('uto'), closureId });
    for (const answer of [unknown, others]) expect(answer).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  });

  test('of three days makes what waits for packing wait longer (R11)', async () => {
    const copy = pickedCopy();
    await list(here, copy, 'nishiki');
    const planned = async () =>
      (await readPackingList(here.shipping)).find((row) => row.copyId === copy.copyId)?.plannedDispatchDay;
    expect(await planned()).toBe('2026-11-24');
    allowed(await enter('nishiki', '2026-11-26', '2026-12-01'));
    expect(await planned()).toBe('2026-11-30');
  });
});

describe('a pickup library', () => {
  const pause = (library: string, pausedFrom: string | null, reopens: string | null, staffOf = 'pref') =>
    pausePickup(here.shipping, {
      ...here.scan(staffOf),
      library,
      pausedFrom: pausedFrom === null ? null : on(pausedFrom),
      reopens: reopens === null ? null : on(reopens),
    });
  const change = (library: string, more: object = {}, staffOf = 'pref') =>
    changeLibrary(here.shipping, {
      ...here.scan(staffOf),
      library,
      phone: '096-000-0999',
      closedWeekdays: [2],
      arrival: 'assumed',
      ...more,
    });

  test('is paused from a day on, and open to choose again (R5)', async () => {
    const paused = { pausedFrom: '2027-02-01', reopens: '2027-05-01' };
    expect(allowed(await pause('uki', paused.pausedFrom, paused.reopens))).toMatchObject(paused);
    expect(await lastToldOf('uki')).toMatchObject(paused);
    allowed(await pause('uki', '2027-02-01', null, 'uki'));
    expect(await lastToldOf('uki')).toMatchObject({ pausedFrom: '2027-02-01', reopens: null });
    allowed(await pause('uki', null, null));
    expect(await lastToldOf('uki')).toMatchObject({ pausedFrom: null, reopens: null });
  });

  test('is not paused without dates that fit, nor the prefectural library, nor another’s', async () => {
    for (const [answer, code] of [
      [await pause('uki', null, '2027-05-01'), 'STATE_CHANGED'],
      [await pause('uki', '2027-05-01', '2027-05-01'), 'STATE_CHANGED'],
      [await pause('uki', '2026-02-01', '2026-05-01'), 'STATE_CHANGED'],
      [await pause('pref', '2027-02-01', null), 'NOT_FOUND'],
      [await pause('atlantis', '2027-02-01', null), 'NOT_FOUND'],
      [await pause('uki', '2027-02-01', null, 'uto'), 'NOT_FOUND'],
    ] as const)
      expect(answer).toMatchObject({ refusal: { code } });
  });

  test('has another place, other hours and words of its own from now on, which no fact carries', async () => {
    const place: Place = {
      address: { postcode: '000-0099', lines: ['例県例市例町99番地', '例会館2階'] },
      hours: { weekdays: '10:00-17:00', weekends: null },
      location: { latitude: 32.6, longitude: 130.5 },
      guidance: '例会館の2階です。',
    };
    const placeOf = async () =>
      (await places(here.shipping)).places.find(({ library }) => library === 'uki-misumi')?.place;
    allowed(await change('uki-misumi', { place }));
    expect(await placeOf()).toEqual(place);
    allowed(await change('uki-misumi', { phone: '096-000-0998' }));
    expect(await placeOf()).toEqual(place);
    const nothing = {
      address: null,
      hours: { weekdays: null, weekends: null },
      location: null,
      guidance: '',
    };
    allowed(await change('nankan', { place: nothing }));
    expect((await places(here.shipping)).places.find(({ library }) => library === 'nankan')?.place).toEqual(
      nothing,
    );
    expect(JSON.stringify(await lastToldOf('uki-misumi'))).not.toContain('000-0099');
  });

  test('changes its telephone, its days and how arrivals are known, and the others are told once', async () => {
    const before = (await here.told('shipping.library.changed')).length;
    for (const _ of [1, 2]) allowed(await change('yatsushiro'));
    expect((await here.told('shipping.library.changed')).length).toBe(before + 1);
    const changed = { phone: '096-000-0999', arrival: 'assumed', calendar: { closedWeekdays: [2] } };
    expect(await lastToldOf('yatsushiro')).toMatchObject(changed);
    for (const answer of [await change('atlantis'), await change('yatsushiro', {}, 'uto')])
      expect(answer).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  });

  test('may close on holidays, substitute ones and days between two holidays included', async () => {
    allowed(await change('hitoyoshi', { closedOnHolidays: true }));
    here.itIs('2026-11-24 10:05');
    allowed(await change('hitoyoshi', { closedWeekdays: [1] })); // and goes on doing so
    for (const holiday of ['2026-05-06', '2026-09-22', '2026-11-23', '2027-03-22', '2028-02-11'])
      expect([holiday, await isOpen('hitoyoshi', holiday)]).toEqual([holiday, false]);
    allowed(await change('hitoyoshi', { closedOnHolidays: false }));
    expect(await isOpen('hitoyoshi', '2027-05-05')).toBe(true);
  });

  test('opens on a Monday that is a holiday, and closes on the days of each month and year that it names', async () => {
    const closing = {
      weeklyOnHoliday: 'nextDay',
      monthlyDays: ['last', '3-5'],
      monthlyOtherwise: 'dayBefore',
    };
    const yearlyDays = ['12-29/01-03', '08-13/08-15', '02-29/02-29'];
    allowed(await change('nagasu', { closedWeekdays: [1], ...closing, yearlyDays }));
    here.itIs('2026-11-24 10:05');
    allowed(await change('nagasu', { closedWeekdays: [1] })); // and goes on doing so
    const expected = [
      ['2026-11-23', true],
      ['2026-11-24', false],
      // Golden Week: the closing day moves behind the holidays.
      ['2027-05-03', true],
      ['2027-05-06', false],
      // The month ends on a Monday, for which the library closes on the Friday before.
      ['2027-05-28', false],
      ['2026-12-18', false],
      ['2026-12-29', false],
      ['2027-01-03', false],
      ['2027-01-05', true],
      ['2027-08-14', false],
      ['2028-02-29', false],
      ['2029-02-27', true],
    ] as const;
    for (const [day, isOpened] of expected)
      expect([day, await isOpen('nagasu', day)]).toEqual([day, isOpened]);
    expect((await lastToldOf('nagasu'))?.calendar.rules).toEqual({
      ...{ closedOnHolidays: false, ...closing },
      yearlyDays: ['02-29/02-29', '08-13/08-15', '12-29/01-03'],
    });
    // Other yearly days take the place of these, and a closure entered for the same days stays.
    const once = { ...here.scan(), library: 'nagasu', ...days('2027-08-13', '2027-08-15') };
    allowed(await enterClosure(here.shipping, { ...once, reason: '改築' }));
    const none = { weeklyOnHoliday: 'closed', monthlyDays: [], yearlyDays: ['12-28/01-04'] };
    allowed(await change('nagasu', { closedWeekdays: [1], ...none }));
    for (const [day, isOpened] of [
      ['2027-05-03', false],
      ['2027-05-28', true],
      ['2027-08-14', false],
      ['2027-12-28', false],
      ['2028-08-15', true],
    ] as const)
      expect([day, await isOpen('nagasu', day)]).toEqual([day, isOpened]);
  });

  test('is not closed for the whole of a year, each year', async () => {
    const always = await change('nankan', { yearlyDays: ['01-01/12-31'] });
    expect(always).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
    expect(await isOpen('nankan', '2027-06-02')).toBe(true);
  });

  test('is none without a day on which it opens', async () => {
    const closed = { ...here.scan(), library: 'tamana', ...days('2026-12-01', '2027-11-30') };
    allowed(await enterClosure(here.shipping, { ...closed, reason: '改築' }));
    const tooLong = { ...here.scan(), library: 'tamana', ...days('2027-12-01', '2028-11-29') };
    expect(await enterClosure(here.shipping, { ...tooLong, reason: '改築' })).toMatchObject({
      refusal: { code: 'STATE_CHANGED' },
    });
  });
});

describe('the dispatch (R11)', () => {
  const pause = (kind: 'closure' | 'noDispatch', from: string, until: string, staffOf = 'pref') =>
    pauseDispatch(here.shipping, { ...here.scan(staffOf), kind, ...days(from, until) });
  const nextAt = async (time: string) => {
    here.itIs(time);
    return (await listLibraries(here.shipping)).nextDispatchDay;
  };

  test('that is closed on a dispatch day moves it to the next working day, and the others are told', async () => {
    expect(await nextAt('2026-12-04 15:00')).toBe('2026-12-07');
    const calendar = allowed(await pause('closure', '2026-12-07', '2026-12-07'));
    expect(calendar.calendar.closures).toContainEqual(days('2026-12-07', '2026-12-07'));
    expect(await nextAt('2026-12-04 15:00')).toBe('2026-12-08');
    expect((await here.told('shipping.dispatchCalendar.changed')).at(-1)).toEqual(calendar);
    const at = here.itIs('2026-12-08 14:00');
    expect(await here.activities.closeDispatchBatch({ at })).toEqual({ day: '2026-12-08', parcels: 0 });
  });

  test('that does not work for a while posts nothing, the same again is the same', async () => {
    for (const _ of [1, 2]) allowed(await pause('noDispatch', '2027-02-01', '2027-02-12'));
    expect(await nextAt('2027-01-29 15:00')).toBe('2027-02-15');
  });

  test('is not paused for ever, backwards, or by a branch', async () => {
    for (const answer of [
      await pause('noDispatch', '2027-04-01', '2028-06-30'),
      await pause('closure', '2027-04-02', '2027-04-01'),
      await pause('closure', '2027-04-01', '2027-04-01', 'uto'),
    ])
      expect(answer).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
  });
});
