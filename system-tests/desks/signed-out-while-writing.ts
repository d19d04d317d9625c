import { expect, test } from '@jest/globals';
import { Clerk } from '../src/clerk.ts';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import type { Reader } from '../src/reader.ts';

/** A session that ends while somebody writes: here it ends in another tab. */
export function signedOutWhileWriting(stage: () => DeskStage): void {
  test('what was typed is offered after the sign-in, with one press', async () => {
    const { seen } = stage();
    const { reader } = await stage().clerk('desk');
    await reader.goTo('/stock');
    const form = reader.formTo('/stock/records');
    await form.locator('[name=title]').fill('ログインの切れた朝に');
    await signOutInAnotherTab(reader);
    await reader.pressIn(form);
    expect(reader.path).toBe('/sign-in');
    await seen.look(reader, 'sign-in-something-waits');
    const back = await Clerk.signIn(reader, 'desk');
    expect(reader.path).toBe('/again');
    await seen.look(reader, 'again');
    await reader.press('もう一度試す');
    expect(await back.said()).toContain('書誌を加えました');
    await reader.goTo('/again');
    expect(reader.path).toBe('/');
  });

  test('a scan is said to be not recorded, on its page and with its number', async () => {
    const { seen, scene } = stage();
    const { patron } = await scene.castOf(deskPeople.visitor);
    const [title] = scene.titles.take(1);
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await reader.goTo('/returns');
    await signOutInAnotherTab(reader);
    const barcode = await patron.barcodeOf(title?.recordId ?? '');
    await clerk.scan(barcode);
    await Clerk.signIn(reader, 'desk');
    expect(reader.path).toMatch(/^\/returns/);
    const answer = await reader.page.locator('#answer').textContent();
    for (const words of ['記録していません', 'もう一度読み取ってください', barcode])
      expect(answer).toContain(words);
    await seen.look(reader, 'again-not-recorded');
  });

  test('担当を替わる in a tab of an earlier sign-in ends no later one, but says who is in', async () => {
    const { seen } = stage();
    const { reader } = await stage().clerk('desk');
    const tab = await reader.context.newPage();
    await tab.goto('/');
    await signOutInAnotherTab(reader);
    await Clerk.signIn(reader, 'desk');
    await tab.getByRole('button', { name: '担当を替わる' }).first().click();
    await tab.waitForURL('**/sign-out');
    await tab.close();
    await reader.goTo('/sign-out');
    expect(await reader.mainText()).toContain('今ログインしているのは desk です。');
    await seen.look(reader, 'sign-out');
    await reader.pressIn(reader.formTo('/sign-out'));
    expect(reader.path).toBe('/sign-in');
  });
}

async function signOutInAnotherTab({ context }: Reader): Promise<void> {
  const tab = await context.newPage();
  await tab.goto('/');
  await tab.getByRole('button', { name: '担当を替わる' }).first().click();
  await tab.waitForURL('**/sign-in');
  await tab.close();
}
