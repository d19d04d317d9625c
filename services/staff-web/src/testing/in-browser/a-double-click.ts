import { expect, test } from '@jest/globals';
import { hanakosCard } from '../stand-ins.ts';
import { type BrowserStage, read } from './browser-stage.ts';

/** Whoever is used to opening files by two clicks presses buttons so, too. */
export function aDoubleClick(stage: BrowserStage): void {
  const deeds = () => stage.web.database.audit.count({ where: { action: 'suspendCard' } });

  test('a double click on a button is one press', async () => {
    const page = await stage.signedIn('desk');
    await page.goto(`${stage.web.service.url}/phone`);
    await page.waitForSelector('.s-scan__sound');
    await read(page, hanakosCard);
    await page.locator('summary', { hasText: '利用停止' }).click();
    const form = page.locator('form[action="/cards/suspend"]');
    await form.locator('[name=reason]').fill('電話で確認');
    const before = await deeds();
    await form.locator('button').dblclick();
    await page.locator('#answer').getByText('利用停止にしました').waitFor();
    // What is read behind it is answered after it.
    await read(page, hanakosCard);
    await page.locator('#answer').getByText('この方の手続きができます').waitFor();
    expect((await deeds()) - before).toBe(1);
  });
}
