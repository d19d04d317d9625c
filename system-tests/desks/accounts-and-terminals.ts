import { expect, test } from '@jest/globals';
import { codeOf } from '../../services/staff-web/src/testing/codes.ts';
import { Clerk } from '../src/clerk.ts';
import { accounts } from '../src/demo-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { desktop, phone, type Reader } from '../src/reader.ts';

/** Where a code is asked for beside the password, and pickup libraries sign in at enrolled terminals alone. */
export function accountsAndTerminals(stage: () => DeskStage): void {
  test('an administrator sets up a code, enrols a pickup library’s phone by telephone, and comes back with a recovery code', async () => {
    const { seen } = stage();
    const { url } = await stage().sideDesk({ env: { STAFF_SECOND_FACTOR: 'required' } });
    const reader = await stage().reader(desktop, url);
    await Clerk.signIn(reader, 'admin');
    expect(reader.path).toBe('/sign-in/second-factor');
    await seen.look(reader, 'second-factor');
    const secret = (await reader.page.locator('#secret').textContent()) ?? '';
    await reader.page.getByLabel('確認コード').fill(codeOf(secret, new Date()));
    await reader.press('設定する');
    await seen.look(reader, 'recovery-codes');
    const [recovery = ''] = await reader.page.locator('.s-codes li').allInnerTexts();
    await reader.follow('控えました');

    await reader.goTo('/accounts');
    await seen.look(reader, 'accounts');
    await reader.follow('operator');
    await seen.look(reader, 'account');
    await reader.goTo('/my-account');
    await seen.look(reader, 'my-account');
    await reader.goTo('/my-account/second-factor');
    await seen.look(reader, 'second-factor-change');
    await reader.goTo('/terminals');
    await seen.look(reader, 'terminals');
    const number = await numberFor(reader, 'uto');

    const branch = await stage().reader(phone, url);
    await Clerk.signIn(branch, 'uto');
    await seen.look(branch, 'sign-in-elsewhere');
    await branch.goTo('/enrol-terminal');
    await seen.look(branch, 'enrol-terminal');
    await branch.page.getByLabel('登録の番号').fill(number);
    await branch.press('この端末を登録する');
    await Clerk.signIn(branch, 'uto');
    expect(branch.path).toBe('/');

    await reader.press('担当を替わる');
    await Clerk.signIn(reader, 'admin');
    await seen.look(reader, 'sign-in-code');
    await reader.follow('確認アプリが手元にないとき');
    await seen.glance(reader, 'sign-in-recovery');
    await reader.page.getByLabel('回復コード').fill(recovery);
    await reader.enter();
    await reader.goTo('/accounts');
    expect(await reader.heading()).toBe('アカウント');
    await reader.goTo('/set-up');
    await seen.look(reader, 'set-up');
  });

  test('whoever is signed in at two places sees both, and signs out at the other', async () => {
    const { seen } = stage();
    const [here, there] = [await stage().reader(), await stage().reader(phone)];
    for (const reader of [there, here]) await Clerk.signIn(reader, 'admin');
    await here.goTo('/my-account');
    await seen.look(here, 'my-account-sessions');
    await here.page.locator('#ended-all').check();
    await here.page.locator('#sessionsPassword').fill('これはちがう合言葉です');
    await here.press('選んだ端末をログアウトする');
    await seen.look(here, 'my-account-sessions-refused');
    await here.page.locator('#sessionsPassword').fill(accounts.admin.password);
    await here.press('選んだ端末をログアウトする');
    await seen.look(here, 'my-account-sessions-ended');
    await there.goTo('/my-account');
    expect(there.path).toContain('/sign-in');
  });

  /** A number for one more terminal of a library, as it is read out on the telephone. */
  async function numberFor(reader: Reader, library: string): Promise<string> {
    await reader.page.locator('#makeEnrolmentNumber-library').selectOption(library);
    await reader.page.locator('#makeEnrolmentNumber-name').fill('カウンターのスマートフォン');
    await reader.press('登録の番号を出す');
    await stage().seen.glance(reader, 'terminal-number');
    return (await reader.page.locator('#code').textContent()) ?? '';
  }
}
