import { expect, test } from '@jest/globals';
import type { Clerk } from '../src/clerk.ts';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';

/** 窓口貸出: the card, then copies; what may not be lent says why, and what can be done. */
export function atTheCounter(stage: () => DeskStage): void {
  test('a card and its copies are scanned one after another; what is held goes out with what was found on the shelves', async () => {
    const { seen, scene } = stage();
    const { visitor } = deskPeople;
    const free = await freeCopy();
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await reader.goTo('/hand-out');
    await seen.look(reader, 'counter');
    expect(await clerk.scanOn(free)).toBe('はじめに貸出カードを読み取ってください');
    // The copy that came first is lent to nobody yet: it may be another person's.
    expect(await clerk.scanOn(visitor.cardNumber)).toContain('もう一度読み取ってください');
    await seen.look(reader, 'counter-card-after-copy');
    expect(await clerk.scanOn(visitor.cardNumber)).toBe('資料を読み取ってください');
    expect(await reader.mainText()).toContain('この方の取り置きが1点あります');
    expect(await reader.mainText()).not.toContain(visitor.name);
    await seen.look(reader, 'counter-card');
    expect(await clerk.scanOn(free)).toBe('お渡しください');
    expect(await clerk.scanOn(scene.counter.held.barcode)).toBe('お渡しください');
    await seen.glance(reader, 'counter-lent');
    await reader.goTo('/slips/receipt');
    expect(await reader.mainText()).not.toContain(visitor.name);
    await seen.look(reader, 'receipt');
    await reader.goTo('/hand-out');
    await scene.counter.held.shown('handedOut');

    await reader.press('氏名を表示する');
    expect(await reader.mainText()).toContain(visitor.name);
    await seen.glance(reader, 'counter-name');
    await reader.goTo('/hand-out');
    expect(await clerk.scanOn('0')).toContain('取り消しました');
    await scene.counter.held.shown('ready');
    expect(await clerk.scanOn(scene.counter.held.barcode)).toBe('お渡しください');
    expect(await clerk.scanOn('9')).toContain('はじめに貸出カード');
    expect(await reader.mainText()).not.toContain(visitor.cardNumber);
  });

  test('a copy that is held for somebody else is lent with a reason alone, and they wait at their old place', async () => {
    const { seen, scene } = stage();
    const { heldForOther } = scene.counter;
    const clerk = await withCard(deskPeople.visitor.cardNumber);
    const { reader } = clerk;
    await clerk.scanOn(heldForOther.barcode);
    expect([await clerk.tone(), await reader.mainText()]).toEqual([
      'stop',
      expect.stringContaining('まだお渡ししないでください'),
    ]);
    await seen.look(reader, 'counter-reserved-for-other');
    await giveReason(clerk, '明日の授業で使うため');
    expect(await clerk.said()).toBe('お渡しください');
    await heldForOther.shown('queued');
  });

  test('beyond the limit of loans the counter says so, and goes on with a reason', async () => {
    const { seen, library } = stage();
    const { operator } = library.desks;
    await library.changingNumbers(async () => {
      const { loanLimit } = await operator.changePolicy({ loanLimit: 1 });
      const clerk = await withCard(deskPeople.visitor.cardNumber);
      await clerk.scanOn(await freeCopy());
      expect(await clerk.tone()).toBe('stop');
      await seen.look(clerk.reader, 'counter-limit');
      await giveReason(clerk, '返却が明日になるため');
      expect(await clerk.said()).toBe('お渡しください');
      await operator.changePolicy({ loanLimit });
    });
  });

  test('a copy whose hold here has ended goes out like one from the shelves, when nobody else waits', async () => {
    const clerk = await withCard(deskPeople.absent.cardNumber);
    expect(await clerk.scanOn(stage().scene.counter.expired.barcode)).toBe('お渡しください');
  });

  async function withCard(cardNumber: string): Promise<Clerk> {
    const clerk = await stage().clerk('desk');
    await clerk.reader.goTo('/hand-out');
    await clerk.scanOn(cardNumber);
    return clerk;
  }

  /** A copy from the open shelves. */
  async function freeCopy(): Promise<string> {
    const { scene } = stage();
    const { patron } = await scene.castOf(deskPeople.visitor);
    return patron.barcodeOf(scene.titles.one().recordId);
  }

  async function giveReason({ reader }: Clerk, reason: string): Promise<void> {
    await reader.page.locator('#answer input[name=reason]').first().fill(reason);
    await reader.press('理由を書いて進める');
  }
}
