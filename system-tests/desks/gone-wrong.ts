import { expect, test } from '@jest/globals';
import { bring, lendAtCounter } from '../src/bring-about.ts';
import type { Clerk } from '../src/clerk.ts';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { eventually } from '../src/eventually.ts';
import { Journey, subjects } from '../src/journey.ts';
import type { PagePerson } from '../src/playing-people.ts';

/** Too early, too late, elsewhere, with the wrong card or the wrong parcel: nobody is left stuck. */
export function goneWrong(stage: () => DeskStage): void {
  test('a library can’t scan: the prefectural desk enters arrival, hand-out and return for it, and the timeline says so', async () => {
    const { seen } = stage();
    const { unlucky } = deskPeople;
    const journey = await onItsWay(unlucky);
    const desk = await stage().clerk('desk');
    const { reader } = desk;
    await reader.goTo('/for-library');
    await seen.look(reader, 'for-library');
    await reader.goTo('/arrivals?library=uto');
    expect(await desk.scanOn(journey.parcelNumber)).toContain('受け付けました');
    await journey.shown('ready');
    await reader.goTo('/hand-out?library=uto');
    await desk.scanOn(unlucky.cardNumber);
    expect(await desk.scanOn(journey.barcode)).toBe('お渡しください');
    await reader.goTo('/hand-in?library=uto');
    expect(await reader.mainText()).toContain('代行入力：宇土市立図書館');
    await seen.look(reader, 'hand-in-for-library');
    expect(await desk.scanOn(journey.barcode)).toContain('返送箱へ');
    await journey.shown('returning');
    await reader.goTo('/timeline');
    await desk.scan(journey.barcode);
    expect(await reader.mainText()).toContain('担当 desk');
  });

  test('the wrong parcel was scanned: one digit takes it back, and My Library says what is true', async () => {
    const journey = await onItsWay(deskPeople.unlucky);
    const clerk = await stage().clerk('uto');
    await clerk.reader.goTo('/arrivals');
    expect(await clerk.scanOn(journey.parcelNumber)).toContain('受け付けました');
    await journey.shown('ready');
    expect(await clerk.scanOn('0')).toBe('取り消しました');
    await stage().seen.glance(clerk.reader, 'arrivals-taken-back');
    await journey.shown('shipped');
    expect(await clerk.scanOn(journey.parcelNumber)).toContain('受け付けました');
    await journey.shown('ready');
  });

  test('a copy is handed out whose parcel nobody scanned; at another library the page names the right one alone', async () => {
    const { unlucky } = deskPeople;
    const journey = await onItsWay(unlucky);
    const elsewhere = await stage().clerk('kikuyo');
    await elsewhere.reader.goTo('/hand-out');
    await elsewhere.scanOn(unlucky.cardNumber);
    await elsewhere.scanOn(journey.barcode);
    expect(await elsewhere.tone()).toBe('stop');
    const told = await elsewhere.reader.mainText();
    expect(told).toContain('受取館は宇土市立図書館です');
    for (const secret of [journey.title, unlucky.name]) expect(told).not.toContain(secret);
    await stage().seen.glance(elsewhere.reader, 'hand-out-elsewhere');

    const clerk = await withCard('uto', unlucky.cardNumber);
    expect(await clerk.scanOn(journey.barcode)).toBe('お渡しください');
    await journey.shown('handedOut');
  });

  test('who comes after the date is handed the copy when the prefectural library allows it, once', async () => {
    const { expired } = stage().scene.branch;
    const late = await withCard('uto', deskPeople.absent.cardNumber);
    await late.scanOn(expired.barcode);
    expect(await late.tone()).toBe('stop');
    expect(await late.reader.mainText()).toContain('お渡しの前に県立図書館');
    await stage().seen.look(late.reader, 'hand-out-after-expiry');

    const desk = await onTimeline(expired.barcode);
    await mend(desk, '期限後の引渡しを1回だけ認める', 'お電話で事情を聞いたため');
    expect(await desk.said()).toContain('期限後の引渡しを認めました');
    const again = await withCard('uto', deskPeople.absent.cardNumber);
    expect(await again.scanOn(expired.barcode)).toBe('お渡しください');
    await expired.shown('handedOut');
  });

  test('a lost card is replaced on the telephone: the old one is refused by its reason, what waits goes with the new one', async () => {
    const { careless } = deskPeople;
    const journey = await bring(await reserved(careless), 'ready');
    const desk = await stage().clerk('desk');
    await desk.reader.goTo('/phone');
    await desk.scan(careless.cardNumber);
    await desk.reader.openFolds();
    await desk.reader.formTo('/cards/replace').locator('input[name=reason]').fill('紛失したため');
    await desk.reader.pressIn(desk.reader.formTo('/cards/replace'));
    expect(await desk.said()).toContain('新しいカード番号にしました');
    await stage().seen.look(desk.reader, 'phone-replaced');
    const number = /2\d{7}/.exec(await desk.reader.mainText())?.[0] ?? '';
    expect(number).not.toBe(careless.cardNumber);

    const clerk = await withCard('uto', careless.cardNumber);
    expect(await clerk.reader.mainText()).toContain('新しいカードに替わっています');
    await clerk.scanOn(number);
    expect(await clerk.scanOn(journey.barcode)).toBe('お渡しください');
    await journey.shown('handedOut');
  });

  test('「返しました」: nobody is reminded, the copy is looked for, and its scan ends it', async () => {
    const cast = await stage().scene.castOf(deskPeople.unlucky);
    const { loan } = await lendAtCounter(cast, stage().scene.titles.one());
    const desk = await onTimeline(loan.barcode);
    await mend(desk, '返したとのお申し出を受けた', '先週ブックポストに入れたとのこと');
    expect(await desk.said()).toContain('お申し出を記録しました');
    await desk.reader.goTo('/tasks');
    expect(await desk.reader.mainText()).toContain(loan.barcode);
    await stage().seen.glance(desk.reader, 'tasks-claim');
    // What is typed to choose among them is in no address.
    await desk.reader.page.locator('#task-text').fill(loan.barcode);
    await desk.reader.press('しぼり込む');
    expect([desk.reader.path, await desk.reader.page.locator('#task-text').inputValue()]).toEqual([
      '/tasks',
      loan.barcode,
    ]);
    expect(await desk.reader.mainText()).toContain(loan.barcode);
    await stage().seen.look(desk.reader, 'tasks-chosen');
    await desk.reader.goTo('/returns');
    expect(await desk.scanOn(loan.barcode)).toBe('棚へ');
    await loan.closed();
  });

  test('a borrower lost a book and brings a new one: paid for at the desk, taken back, settled again; found, it goes to its shelf', async () => {
    const { seen, scene } = stage();
    const cast = await scene.castOf(deskPeople.unlucky);
    const { loan } = await lendAtCounter(cast, scene.titles.one());
    const desk = await stage().clerk('desk');
    const { reader } = desk;
    await reader.goTo(`/stock?barcode=${loan.barcode}`);
    await reader.page.locator('summary', { hasText: '紛失にする' }).click();
    await reader.page.locator('#declareLost-copy-reason').fill('なくしたとのお申し出');
    await reader.pressIn(reader.formTo(`/stock/copies/${loan.barcode}/lost`));
    await loan.shown('lostInTransit');
    await reader.goTo('/settle');
    expect(await reader.mainText()).toContain(loan.barcode);
    await seen.look(reader, 'settle');
    const address = `/settle/${loan.reservationId}`;
    await reader.goTo(`${address}?how=writtenOff`);
    await seen.look(reader, 'settle-written-off');
    const paidFor = async () => {
      await reader.goTo(address);
      await reader.follow('弁償');
      await reader.page.locator('#settleLoan-reason').fill('同じ本の新品を受け取った');
      await seen.glance(reader, 'settle-paid');
      await reader.pressIn(reader.formTo(address));
      expect(await desk.said()).toContain('弁償で終えました');
      await loan.shown('settled');
    };
    await paidFor();
    await reader.goTo(address);
    await seen.glance(reader, 'settle-undo');
    await reader.page.locator('#takeBackSettlement-reason').fill('別の方の本だった');
    await reader.pressIn(reader.formTo(`${address}/undo`));
    expect(await desk.said()).toContain('元に戻しました');
    await loan.shown('lostInTransit');
    await paidFor();
    await reader.goTo('/returns');
    expect(await desk.scanOn(loan.barcode)).toBe('棚へ');
  });

  test('who has not seen the mail is written to once more', async () => {
    const journey = await bring(await reserved(deskPeople.unlucky), 'ready');
    await journey.mailArrived(subjects.ready);
    const desk = await onTimeline(journey.barcode);
    await mend(desk, 'メールをもう一度送る', '届いていないとのお電話');
    expect(await desk.said()).toContain('もう一度送ります');
    await eventually('the second mail', async () => {
      const mails = await journey.mails();
      return mails.filter(({ subject }) => subject.endsWith(subjects.ready)).length === 2;
    });
  });

  async function reserved(person: PagePerson): Promise<Journey> {
    const { scene } = stage();
    return Journey.reserve(await scene.castOf(person), { record: scene.titles.one(), pickupLibrary: 'uto' });
  }

  async function onItsWay(person: PagePerson): Promise<Journey> {
    const journey = await bring(await reserved(person), 'shipped');
    await journey.shown('shipped');
    return journey;
  }

  async function withCard(who: 'uto', cardNumber: string): Promise<Clerk> {
    const clerk = await stage().clerk(who);
    await clerk.reader.goTo('/hand-out');
    await clerk.scanOn(cardNumber);
    return clerk;
  }

  async function onTimeline(barcode: string): Promise<Clerk> {
    const clerk = await stage().clerk('desk');
    await clerk.reader.goTo('/timeline');
    await clerk.scan(barcode);
    return clerk;
  }

  async function mend({ reader }: Clerk, what: string, reason: string): Promise<void> {
    const fold = reader.page.locator('details', { hasText: what });
    await fold.locator('summary').click();
    await fold.locator('[name=reason]').fill(reason);
    await reader.pressIn(fold.locator('form'));
  }
}
