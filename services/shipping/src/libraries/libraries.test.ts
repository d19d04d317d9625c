import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { schemaDrift } from '@toshobin/database';
import { isOpenDay, noClosingRules, calendarDate as on } from '@toshobin/lending-rules';
import { LibrariesSettingSchema, libraryData } from '../library-data.ts';
import { listLibraries } from '../planning/list-libraries.ts';
import { openTestShipping, type TestShipping } from '../testing/open-test-shipping.ts';
import { loadLibraries } from './load-libraries.ts';
import { places } from './places.ts';
import { publishChanges, tellCalendarsAnew } from './publish-changes.ts';

const page = readFileSync(new URL('../../data/pickup-libraries.seed.txt', import.meta.url), 'utf8');

describe('the list of libraries', () => {
  const pickup = libraryData().slice(1);

  test('has every library in the order of the page, byte by byte', () => {
    // Each name is cut out of the page where it stands: nothing may be left over but regions and the two frame lines.
    let rest = page;
    for (const { name } of pickup) {
      const at = rest.indexOf(name);
      expect({ name, found: at >= 0 }).toEqual({ name, found: true });
      const [before, after] = [rest.slice(0, at), rest.slice(at + name.length)];
      expect(before.trim() === '' || /地域\s*$/.test(before)).toBe(true);
      expect(after.startsWith('\n')).toBe(true);
      rest = after;
    }
    expect(rest.trim()).toBe('以上39館');
  });

  test('has nine regions of 5, 7, 2, 9, 5, 4, 1, 3 and 3 libraries, named as on the page', () => {
    const sizes = new Map<string | null, number>();
    for (const { region } of pickup) sizes.set(region, (sizes.get(region) ?? 0) + 1);
    expect([...sizes.values()]).toEqual([5, 7, 2, 9, 5, 4, 1, 3, 3]);
    expect([...sizes.keys()]).toEqual(page.match(/^\S+地域(?=$| )/gm));
  });

  test('keeps what a careful hand would mend', () => {
    const names = new Map(libraryData().map((library) => [library.code, library.name]));
    expect(names.get('koshi-vivre')).toBe('合志市ヴィ\u2015ブル図書館');
    expect(names.get('ozu')).toBe('大津町立 おおづ図書館');
    expect(names.get('uki')).toBe('宇城市立図書館(中央館)');
    expect(names.get('ashikita')).toBe('芦北町立図書館');
    expect(names.get('pref')).toBe('県立図書館');
  });

  test('reads each name word by word, for pages that write it in Latin letters', () => {
    const run = libraryData().filter(({ reading }) =>
      /[^ ](?:としょかん|ぶんかん|しりつ|ちょうりつ)/u.test(reading),
    );
    expect(run.map(({ reading }) => reading)).toEqual([]);
    const readings = new Map(libraryData().map((library) => [library.code, library.reading]));
    expect(readings.get('uto')).toBe('うと しりつ としょかん');
  });

  test('gives no two libraries the same code or telephone', () => {
    const all = libraryData();
    expect(new Set(all.map((library) => library.code)).size).toBe(40);
    expect(new Set(all.map((library) => library.phone)).size).toBe(40);
  });
});

describe('the libraries of a running service', () => {
  let here: TestShipping;
  beforeAll(async () => {
    here = await openTestShipping();
  });
  afterAll(() => here.stop());

  test('another prefecture has libraries of its own, with as much of each as it says; what is missing staff enter', async () => {
    const there = await openTestShipping({ libraries: 'none' });
    try {
      const libraries = LibrariesSettingSchema.parse(
        JSON.stringify([
          { code: 'pref', name: '例県立図書館', reading: 'れい けんりつ としょかん', region: null },
          {
            ...{ code: 'hama', name: '浜町図書館', reading: 'はま ちょう としょかん', region: '東部' },
            ...{ phone: '099-000-0000', arrival: 'assumed', closedWeekdays: [1, 4] },
            ...{ weeklyOnHoliday: 'nextDay', monthlyDays: ['last-5'], yearlyDays: ['12-29/01-03'] },
            ...{
              postcode: '890-0000',
              addressLines: ['例県浜町1'],
              hours: { weekdays: '09:00-18:00', weekends: null },
            },
          },
        ]),
      );
      const load = () => loadLibraries(there.shipping, { examples: false, libraries });
      expect([await load(), await load()]).toEqual([2, 0]);
      const { places: found } = await places(there.shipping);
      expect(
        found.map(({ library, place }) => [library, place.address?.lines, place.hours.weekdays]),
      ).toEqual([
        ['pref', undefined, null],
        ['hama', ['例県浜町1'], '09:00-18:00'],
      ]);
      expect(await there.shipping.db.library.findUnique({ where: { code: 'hama' } })).toMatchObject({
        ...{
          name: '浜町図書館',
          region: '東部',
          phone: '099-000-0000',
          arrival: 'assumed',
          closedWeekdays: [1, 4],
        },
      });
      const listed = await listLibraries(there.shipping);
      const hama = listed.regions[0]?.libraries[0]?.calendar;
      expect(hama?.rules).toEqual({
        ...{ weeklyOnHoliday: 'nextDay', monthlyDays: ['last-5'], yearlyDays: ['12-29/01-03'] },
        ...{ closedOnHolidays: false, monthlyOtherwise: 'closed' },
      });
      expect(hama && isOpenDay(hama, on('2026-11-23'))).toBe(true);
      expect(listed.prefectural.calendar.closures).toEqual([]);
    } finally {
      await there.stop();
    }
  });

  test('a list is written anew: names and places are the list’s, the rest is the staff’s, and a library that has left stays', async () => {
    const there = await openTestShipping({ libraries: 'none' });
    try {
      const load = async (...towns: (readonly [code: string, name: string])[]) => {
        const pref = {
          code: 'pref',
          name: '例県立図書館',
          reading: 'れい けんりつ としょかん',
          region: null,
        };
        const others = towns.map(([code, name]) => ({ code, name, reading: 'としょかん', region: '東部' }));
        const listed = [pref, ...others].map((one) => ({ ...one, closedOnHolidays: true }));
        const libraries = LibrariesSettingSchema.parse(JSON.stringify(listed));
        const added = await loadLibraries(there.shipping, { examples: false, libraries });
        return [added, await publishChanges(there.shipping)];
      };
      const [hama, yama, kawa] = [
        ['hama', '浜町図書館'],
        ['yama', '山町図書館'],
        ['kawa', '川町図書館'],
      ] as const;
      expect(await load(hama, kawa)).toEqual([3, 4]);
      const { db } = there.shipping;
      await db.library.update({
        where: { code: 'kawa' },
        data: { phone: '099-000-0001', closedOnHolidays: false },
      });
      expect(await load(yama, ['kawa', '川市図書館'])).toEqual([1, 3]);
      expect(await load(yama, ['kawa', '川市図書館'])).toEqual([0, 0]);
      const rows = await db.library.findMany({ orderBy: { order: 'asc' } });
      expect(rows.map(({ order, code, name }) => [order, code, name])).toEqual([
        [0, 'pref', '例県立図書館'],
        [1, 'yama', '山町図書館'],
        [2, 'kawa', '川市図書館'],
        [3, 'hama', '浜町図書館'],
      ]);
      expect(rows.map(({ closedOnHolidays }) => closedOnHolidays)).toEqual([true, true, false, true]);
      expect(rows[2]?.phone).toBe('099-000-0001');
      await expect(loadLibraries(there.shipping, { examples: false })).rejects.toThrow(
        'LIBRARIES is missing: yama, kawa, hama came from a list',
      );
      expect(await db.library.count()).toBe(4);
    } finally {
      await there.stop();
    }
  });

  test('the list that docs/deploy.md shows can be read', () => {
    const docs = readFileSync(new URL('../../../../docs/deploy.md', import.meta.url), 'utf8');
    const [, example = ''] = /```json\n([^`]+)```/.exec(docs.split('**Your libraries.**')[1] ?? '') ?? [];
    expect(LibrariesSettingSchema.parse(example).map(({ code }) => code)).toEqual(['pref', 'matsumoto']);
  });

  test.each([
    ['no list', 'expected array'],
    ['[]', 'must have the prefectural library and a pickup library'],
    [JSON.stringify(libraryData().slice(1)), 'must begin with the prefectural library, whose code is pref'],
    [JSON.stringify([...libraryData(), ...libraryData().slice(1)]), 'has a code twice'],
    [JSON.stringify(libraryData().map((one) => ({ ...one, region: null }))), 'has a wrong region at '],
    [
      JSON.stringify(libraryData().map((one) => ({ ...one, reading: '図書館' }))),
      'at 0.reading: must be hiragana',
    ],
    [JSON.stringify(libraryData().map((one) => ({ ...one, tel: '1' }))), 'at 0: '],
  ])('a list that can not be one is refused before anything is written: %#', (text, why) => {
    expect(LibrariesSettingSchema.safeParse(text).error?.issues[0]?.message).toContain(why);
  });

  test('the first start tells the others of 40 libraries and the dispatch calendar, the second of nothing', async () => {
    expect(await here.told('shipping.library.changed')).toHaveLength(40);
    expect(await here.told('shipping.dispatchCalendar.changed')).toHaveLength(1);
    expect(await loadLibraries(here.shipping, { examples: true })).toBe(0);
    expect(await publishChanges(here.shipping)).toBe(0);
  });

  test('a library that closes for repairs is told anew, and stays as it is at the next start', async () => {
    await here.shipping.db.library.update({
      where: { code: 'uto' },
      data: { pausedFrom: new Date('2027-02-01'), reopens: new Date('2027-05-01') },
    });
    expect(await publishChanges(here.shipping)).toBe(1);
    await loadLibraries(here.shipping, { examples: true });
    const told = (await here.told('shipping.library.changed')).at(-1);
    expect(told).toMatchObject({ code: 'uto', pausedFrom: '2027-02-01', reopens: '2027-05-01' });
  });

  test('two starts at the same time tell everything once', async () => {
    await here.shipping.db.library.update({ where: { code: 'ozu' }, data: { phone: '096-000-0122' } });
    const told = await Promise.all([publishChanges(here.shipping), publishChanges(here.shipping)]);
    expect(told.toSorted()).toEqual([0, 1]);
  });

  test('after a restore that has lost a pause everything is told anew, though the rows say that it was', async () => {
    const { db } = here.shipping;
    const where = { code: 'ozu' };
    const backedUp = await db.library.findUniqueOrThrow({ where });
    await db.library.update({ where, data: { pausedFrom: new Date('2027-03-01') } });
    expect(await publishChanges(here.shipping)).toBe(1);
    const { pausedFrom, published, version } = backedUp;
    await db.library.update({ where, data: { pausedFrom, published: published ?? {}, version } });
    expect(await publishChanges(here.shipping)).toBe(0);

    here.itIs('2026-11-20 09:00');
    expect(await tellCalendarsAnew(here.shipping)).toBe(41);
    const told = (await here.told('shipping.library.changed')).filter(({ code }) => code === 'ozu').at(-1);
    expect(told?.pausedFrom).toBe(null);
  });

  test('every library is closed from 28 December to 4 January, this year and the next', async () => {
    const { prefectural, regions } = await listLibraries(here.shipping);
    for (const { calendar } of [prefectural, ...regions.flatMap((region) => region.libraries)]) {
      for (const day of ['2026-12-28', '2027-01-04', '2027-12-31', '2028-01-01'])
        expect(isOpenDay(calendar, on(day))).toBe(false);
    }
    const uto = regions[0]?.libraries[0];
    expect(uto && isOpenDay(uto.calendar, on('2027-01-05'))).toBe(true);
  });

  test('a holiday is announced as no dispatch day', async () => {
    here.itIs('2026-11-20 10:00'); // Friday; Monday is Labour Thanksgiving Day
    expect((await listLibraries(here.shipping)).nextDispatchDay).toBe('2026-11-24');
  });

  test('a database that takes its time over every statement is loaded within the time of one transaction', async () => {
    const slow = await openTestShipping({ libraries: 'none' });
    for (const [table, event] of [
      ['library', 'UPDATE'],
      ['outbox', 'INSERT'],
    ])
      await slow.shipping.db
        .$executeRawUnsafe(
          `CREATE FUNCTION slow_${table}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END'`,
        )
        .then(() =>
          slow.shipping.db.$executeRawUnsafe(
            `CREATE TRIGGER slow AFTER ${event} ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION slow_${table}()`,
          ),
        );
    await loadLibraries(slow.shipping, { examples: true });
    expect(await publishChanges(slow.shipping)).toBe(41);
    expect((await slow.told('shipping.library.changed')).map(({ code }) => code)).toEqual(
      libraryData().map(({ code }) => code),
    );
    await slow.stop();
  });

  test('a real library begins with its names and regions, and with nothing that is made up', async () => {
    const real = await openTestShipping({ libraries: 'real' });
    const told = await real.told('shipping.library.changed');
    expect(told.map(({ code, name, region, order }) => ({ code, name, region, order }))).toEqual(
      libraryData().map(({ code, name, region }, order) => ({ code, name, region, order })),
    );
    for (const { phone, arrival, calendar } of told)
      expect({ phone, arrival, calendar }).toEqual({
        phone: '',
        arrival: 'scan',
        calendar: {
          ...{ closedWeekdays: [], closedDates: [], closures: [], openDates: [] },
          rules: noClosingRules,
        },
      });
    const nothing = {
      address: null,
      hours: { weekdays: null, weekends: null },
      location: null,
      guidance: '',
    };
    for (const { place } of (await places(real.shipping)).places) expect(place).toEqual(nothing);
    await real.stop();
  });

  test('the migrations make what the schema says', async () => {
    const prismaFolder = new URL('../../prisma', import.meta.url).pathname;
    expect(await schemaDrift({ prismaFolder, adminUrl: here.adminUrl })).toBe('');
  });
});
