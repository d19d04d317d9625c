import { expect, test } from '@jest/globals';
import { type RefusalCode, refusals } from '@toshobin/lending-rules';
import { bring } from '../src/bring-about.ts';
import type { Clerk } from '../src/clerk.ts';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { Journey } from '../src/journey.ts';
import { granted } from '../src/web-session.ts';

/** What these stories bring no page to say: it offers nothing else, or its own tests read it. */
const elsewhere: Partial<Record<RefusalCode, string>> = {
  SECOND_FACTOR_NEEDED: 'pages ask for the code one after the other',
  SECOND_FACTOR_WRONG: 'second-factor.test.ts',
  SECOND_FACTOR_LOCKED: 'second-factor.test.ts',
  ENROLMENT_NUMBER_WRONG: 'terminals.test.ts',
  ALREADY_ANSWERED: 'terminals.test.ts',
  SET_UP_CODE_WRONG: 'accounts.test.ts',
  ACCOUNT_NAME: 'accounts.test.ts',
  ACCOUNT_TAKEN: 'accounts.test.ts',
  LAST_ADMINISTRATOR: 'accounts.test.ts',
  TASK_OVER: 'tasks.test.ts',
  LETTER_SETTLED: 'engines/dead-letters.ts',
  NOTHING_CHOSEN: 'dead-letters.test.ts',
  KAFKA_AWAY: 'dead-letters.test.ts',
  BARCODE_TAKEN: 'catalog/copies/stock.test.ts',
  LENT_AS_ANOTHER_KIND: 'catalog/copies/stock.test.ts',
  NOT_TO_SETTLE: 'settling.test.ts',
  ALREADY_SETTLED: 'settling.test.ts',
  TRACKING_NUMBER_WRONG_LENGTH: 'desk-dispatch-board.test.ts',
  TRACKING_NUMBER_MISREAD: 'desk-dispatch-board.test.ts',
  TRACKING_NUMBER_TAKEN: 'desk-dispatch-board.test.ts',
  COPY_NOT_TO_PACK: 'desk-parcels.test.ts',
  STILL_LENT: 'desk-scans.test.ts',
  STILL_IN_PARCEL: 'scan-loop.test.ts',
  HELD_NO_MORE: 'desk-scans.test.ts',
  LENT_TO_THIS_READER: 'desk-lending.test.ts',
  RELEASE_FOR_HELD: 'desk-counter.test.ts',
  CARD_OF_NOBODY: 'desk-lending.test.ts',
  STILL_IN_USE: 'desk-acts.test.ts',
};

/** The desk's refusals, each where somebody at a desk meets it. */
export function whatIsRefused(stage: () => DeskStage): void {
  test('a copy that is nobody’s, another’s, cancelled or to be returned is refused in its own words', async () => {
    const { seen, library } = stage();
    const { refused, villager, lender } = deskPeople;
    const ready = await bring(await reserved('uto'), 'ready');
    const branch = await withCard('uto', lender.cardNumber);
    await seen.glance(branch.reader, 'refused-nothing-held');
    await branch.scan(ready.barcode);
    await seen.glance(branch.reader, 'refused-not-of-this-card');
    const other = await withCard('uto', villager.cardNumber);
    await other.scan(ready.barcode);
    await seen.glance(other.reader, 'refused-of-another-card');
    await other.reader.goTo('/hand-in');
    await other.scan(ready.barcode);
    expect(await other.tone()).toBe('ask');
    await seen.glance(other.reader, 'asked-still-held');

    await cancel(ready);
    const late = await withCard('uto', refused.cardNumber);
    await late.scan(ready.barcode);
    await seen.glance(late.reader, 'refused-cancelled');

    const fetched = await bring(await reserved('kikuyo'), 'picked');
    await fetched.onPackingList();
    await cancel(fetched);
    const list = await stage().clerk('desk');
    await list.reader.goTo('/packing');
    await list.scan(fetched.barcode);
    await seen.glance(list.reader, 'refused-to-be-returned');

    const [first, second] = [await reserved('kikuyo'), await reserved('kikuyo')];
    await Promise.all([first, second].map((journey) => bring(journey, 'picked')));
    await Promise.all([first, second].map((journey) => journey.onPackingList()));
    const { parcelNumber } = await library.desks.prefectural.openParcel('outward', 'kikuyo');
    granted(await library.desks.prefectural.pack(parcelNumber, first.barcode));
    const early = await stage().clerk('desk');
    await early.reader.goTo('/arrivals');
    await early.scan(parcelNumber);
    await seen.glance(early.reader, 'refused-not-sent-yet');

    const packing = await stage().clerk('desk');
    await packing.reader.goTo(`/parcels/${parcelNumber}`);
    granted(
      await library.desks.prefectural.dispatch(parcelNumber, {
        mode: 'yuPack',
        trackingNumber: '333344445556',
      }),
    );
    await packing.scan(second.barcode);
    await seen.glance(packing.reader, 'refused-dispatched-already');

    const returns = await stage().clerk('desk');
    await returns.reader.goTo('/returns');
    await returns.scan(refused.cardNumber);
    await seen.glance(returns.reader, 'refused-a-card');
    // A number cut short is not sent: the page says so by itself.
    await returns.reader.page.keyboard.type('12345');
    await returns.reader.page.keyboard.press('Enter');
    await returns.reader.page.getByText('番号が足りません').first().waitFor();
    await seen.glance(returns.reader, 'cut-short');
  });

  test('what only visitors may borrow goes to no branch, and nothing else is reserved by telephone', async () => {
    const { seen, scene } = stage();
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await reader.goTo('/phone');
    await clerk.scan(deskPeople.refused.cardNumber);
    await reader.page.locator('#q').fill('週刊');
    await reader.enter();
    await reader.pressIn(reader.formTo('/phone/reserve'));
    expect(await clerk.said()).toContain('予約を受け付けました');
    const weekly = reader.page.locator('tr', { hasText: '週刊' });
    await weekly.locator('summary').first().click();
    const choice = weekly.locator('form[action$="/change-pickup"]').first();
    await choice.locator('select[name=pickupLibrary]').selectOption('uto');
    await reader.pressIn(choice);
    await seen.glance(reader, 'refused-at-a-branch');
    expect(await clerk.tone()).toBe('stop');

    await reader.page.locator('#q').fill('週刊');
    await reader.enter();
    await reader.tamper('form[action="/phone/reserve"] input[name=recordId]', scene.titles.one().recordId);
    await reader.pressIn(reader.formTo('/phone/reserve'));
    await seen.glance(reader, 'refused-on-the-telephone');
    expect(await clerk.tone()).toBe('stop');
  });

  async function reserved(pickupLibrary: 'uto' | 'kikuyo'): Promise<Journey> {
    const { scene } = stage();
    const cast = await scene.castOf(deskPeople.refused);
    return Journey.reserve(cast, { record: scene.titles.one(), pickupLibrary });
  }

  /** The library's own cancellation, on the timeline. */
  async function cancel(journey: Journey): Promise<void> {
    const { reader, scan } = await onTimeline();
    await scan(journey.barcode);
    const fold = reader.page.locator('details', { hasText: '予約をキャンセルする' });
    await fold.locator('summary').click();
    await fold.locator('#cancelByLibrary-reason').fill('本が傷んでいたため');
    await reader.pressIn(fold.locator('form'));
    await journey.shown('cancelled');
  }

  async function onTimeline() {
    const clerk = await stage().clerk('desk');
    await clerk.reader.goTo('/timeline');
    return { reader: clerk.reader, scan: (barcode: string) => clerk.scan(barcode) };
  }

  async function withCard(who: 'uto', cardNumber: string): Promise<Clerk> {
    const clerk = await stage().clerk(who);
    await clerk.reader.goTo('/hand-out');
    await clerk.scan(cardNumber);
    return clerk;
  }
}

/** After every other story: each sentence of the list that is for the desks stood on some page. */
export function everyRefusalOfTheDesks(stage: () => DeskStage): void {
  test('every refusal that a desk can meet was read on a page', () => {
    const { refusals: read } = stage().seen;
    const staff = refusals.filter(({ staffOnly }) => staffOnly).map(({ code }) => code);
    const where = (code: RefusalCode) => read.get(code) ?? elsewhere[code];
    console.info(staff.map((code) => `${code.padEnd(27)} ${where(code) ?? '—'}`).join('\n'));
    expect(staff.filter((code) => where(code) === undefined)).toEqual([]);
  });
}
