import { expect, test } from '@jest/globals';
import { LibraryCodeSchema, type RecordHit, staffWebApi } from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { patient } from '../src/cast.ts';
import { eventually } from '../src/eventually.ts';
import { Journey } from '../src/journey.ts';
import { pagePeople } from '../src/page-people.ts';
import type { PageStage } from '../src/page-stage.ts';
import type { PagePerson } from '../src/playing-people.ts';
import { type Device, desktop, phone, phoneWithoutScripts, type Reader } from '../src/reader.ts';
import { chooseLibrary, putIntoBasket, reserveBasket } from '../src/reserve-on-pages.ts';
import { granted } from '../src/web-session.ts';

/** From the search to the book in the hand and home again, on every kind of device. */
export function basketAndReserving(stage: () => PageStage): void {
  const devices: [string, Device, PagePerson][] = [
    ['a phone', phone, pagePeople.onAPhone],
    ['a phone without scripts', phoneWithoutScripts, pagePeople.withoutScripts],
    ['a desktop', desktop, pagePeople.onADesktop],
  ];

  test('a book is found, reserved, picked up and brought back: on a phone, without scripts, on a desktop', async () => {
    const books = stage().scene.take(devices.length);
    await Promise.all(
      devices.map(async ([name, device, person], n) => {
        const record = given(books[n]);
        const reader = await stage().reader(device);
        const { seen } = stage();
        await findInSearch(reader, record);
        await putIntoBasket(reader, record.recordId);
        await reader.goTo('/basket');
        expect([name, await reader.mainText()]).toEqual([name, expect.stringContaining(record.title)]);
        // Before signing in: the basket leads to the sign-in, which leads back.
        await reader.signIn(person, '/reserve');
        await seen.glance(reader, 'reserve-pickup');
        await reserveBasket(reader, 'uto');
        expect(await reader.heading()).toBe('1点の予約を受け付けました');
        await seen.glance(reader, 'reserve-done');
        const journey = await journeyOf(person, record);
        await reader.goTo('/my-library');
        expect(await reader.mainText()).toContain(record.title);
        await journey.fetch();
        await journey.bring();
        await eventually('「受取可能」 in My Library', async () => {
          await reader.goTo('/my-library');
          return (await reader.mainText()).includes('受取可能');
        });
        await journey.handOut();
        await reader.goTo('/my-library');
        expect(await reader.mainText()).toContain('貸出中');
        await journey.bringBack();
        await reader.goTo('/my-library');
        expect(await reader.mainText()).not.toContain('貸出中（');
        expect([name, reader.faults]).toEqual([name, []]);
      }),
    );
  }, 90_000);

  test('each step of reserving, the basket full and the basket empty', async () => {
    const { seen, scene } = stage();
    const reader = await stage().reader();
    await reader.goTo('/basket');
    await seen.look(reader, 'basket-empty');
    const [fine] = scene.take();
    await putIntoBasket(reader, given(fine).recordId);
    await reader.goTo('/basket');
    await seen.look(reader, 'basket');
    await reader.signIn(pagePeople.tapper, '/reserve');
    await seen.look(reader, 'reserve-pickup');
    await reader.goTo('/reserve/confirm?pickup=nowhere');
    await seen.look(reader, 'reserve-pickup-unknown');
    await reader.goTo('/reserve/confirm?pickup=uto');
    await seen.look(reader, 'reserve-confirm');

    // A double tap, the back button, and the same form once more: one reservation.
    const { page } = reader;
    const form = page.locator('form[action="/reserve"]');
    const sent = await Promise.all(
      (await form.locator('input').all()).map(async (field) => [
        await field.getAttribute('name'),
        await field.inputValue(),
      ]),
    );
    const done = page.waitForURL('**/reserve/done');
    await form.locator('button[type=submit]').dblclick();
    await done;
    await seen.look(reader, 'reserve-done');
    await page.goBack();
    expect(await reader.heading()).toBe('予約かご');
    const again = await reader.context.request.post('/reserve', {
      form: Object.fromEntries(sent),
      headers: { origin: stage().url },
    });
    expect(await again.text()).toContain('1点の予約を受け付けました');
    const rows = await (await stage().library.signIn(pagePeople.tapper)).myLibrary();
    expect(rows.map(({ recordId }) => recordId)).toEqual([given(fine).recordId]);
  });

  test('what cannot be reserved is answered title by title, with the reason', async () => {
    const { seen, scene } = stage();
    const reader = await stage().reader();
    // ALREADY_RESERVED and ALREADY_ON_LOAN, from a basket filled before signing in.
    const rows = await rowsOf(pagePeople.reader);
    for (const { reservationId } of [scene.queued, scene.handedOut]) {
      const row = rows.find((one) => one.reservationId === reservationId);
      await putIntoBasket(reader, given(row).recordId);
    }
    await reader.signIn(pagePeople.reader, '/reserve');
    expect(reader.path).toBe('/basket');
    await seen.look(reader, 'basket-refused');

    // Reserved elsewhere while the confirmation was being read.
    const slow = await stage().reader();
    const [wanted] = scene.take();
    await putIntoBasket(slow, given(wanted).recordId);
    await slow.signIn(pagePeople.mother, '/reserve');
    await chooseLibrary(slow, 'uto');
    await slow.press('確認へ進む');
    const elsewhere = await stage().library.signIn(pagePeople.mother);
    granted(await elsewhere.reserve({ recordId: given(wanted).recordId, pickupLibrary: 'uto' }));
    await slow.press('この内容で予約する');
    expect(await slow.heading()).toBe('予約済みです');
    await seen.look(slow, 'reserve-refused');

    const others: [string, PagePerson][] = [
      ['reserve-ten-already', pagePeople.tenReservations],
      ['reserve-card-suspended', pagePeople.suspended],
      ['reserve-card-expired', pagePeople.expired],
      ['reserve-without-email', pagePeople.withoutMail],
      ['reserve-email-bounced', pagePeople.bounced],
    ];
    for (const [name, person] of others) {
      const other = await stage().reader();
      await putIntoBasket(other, given(scene.take()[0]).recordId);
      await other.signIn(person, '/reserve');
      expect([name, await other.page.locator('input[name=pickup]').count()]).toEqual([name, 0]);
      await seen.look(other, name);
    }
  });

  test('a paused pickup library cannot be chosen, and says until when', async () => {
    const { seen, scene, library } = stage();
    const reader = await stage().reader();
    await putIntoBasket(reader, given(scene.take()[0]).recordId);
    await reader.signIn(pagePeople.mother, '/reserve');
    const today = dayOf(instantFromDate(new Date()));
    const { prefectural } = library.desks;
    const pause = (from: typeof today | null, until: typeof today | null) =>
      prefectural.act(staffWebApi.pausePickup, {
        params: { library: LibraryCodeSchema.parse('ozu') },
        body: { factId: prefectural.scan().factId, pausedFrom: from, reopens: until, reason: '改修' },
      });
    granted(await pause(today, addDays(today, 60)));
    try {
      await eventually('the pause on the page', async () => {
        await reader.goTo('/reserve/confirm?pickup=ozu');
        return (await reader.mainText()).includes('受け取りに使えません');
      });
      await seen.look(reader, 'reserve-pickup-paused');
    } finally {
      granted(await pause(null, null));
    }
  });

  async function findInSearch(reader: Reader, record: RecordHit): Promise<void> {
    await reader.goTo('/');
    await reader.page.getByRole('searchbox').first().fill(record.title);
    await reader.press('検索する');
    expect(await reader.page.locator(`main a[href^="/records/${record.number}"]`).count()).toBeGreaterThan(0);
  }

  async function journeyOf(person: PagePerson, record: RecordHit): Promise<Journey> {
    const cast = await patient(stage().library.castFor(person));
    const row = given((await cast.patron.myLibrary()).find(({ recordId }) => recordId === record.recordId));
    return Journey.of(cast, record, row.pickupLibrary, row);
  }

  async function rowsOf(person: PagePerson) {
    return (await stage().library.signIn(person)).myLibrary();
  }
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is none');
  return value;
}
