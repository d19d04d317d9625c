import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';

/** What is kept beside the jobs: the stock, the libraries and their days, tasks, numbers. */
export function keepingTheHouse(stage: () => DeskStage): void {
  test('a copy is taken out of service and mended, another is lost with a reason, and what turns up again finds its shelf', async () => {
    const { seen, scene } = stage();
    const { patron } = await scene.castOf(deskPeople.visitor);
    const [damaged, lost] = await Promise.all(
      scene.titles.take(2).map(({ recordId }) => patron.barcodeOf(recordId)),
    );
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await reader.goTo('/stock');
    await seen.look(reader, 'stock');
    await clerk.scan(damaged ?? '');
    await seen.look(reader, 'stock-copy');
    await reader.page.locator('summary', { hasText: '貸出をやめる' }).click();
    await seen.glance(reader, 'stock-withdrawal');
    await reader.pressIn(reader.formTo(`/stock/copies/${damaged}/withdrawal`));
    expect(await clerk.said()).toContain('貸出をやめました');
    await reader.page.locator('#mendCopy-reason').fill('背を貼り直した');
    await reader.pressIn(reader.formTo(`/stock/copies/${damaged}/service`));
    expect(await clerk.said()).toContain('貸出に戻しました');
    await reader.goTo('/stock');
    await clerk.scan(lost ?? '');
    await reader.page.locator('summary', { hasText: '紛失にする' }).click();
    await reader.page.locator('#declareLost-copy-reason').fill('棚を3回捜しても見つからないため');
    await reader.pressIn(reader.formTo(`/stock/copies/${lost}/lost`));
    expect(await clerk.said()).toContain('紛失にしました');
    await reader.goTo('/returns');
    expect(await clerk.scanOn(lost ?? '')).toBe('棚へ');
  });

  test('what a file brought into the catalogue is listed, and what of it was not taken, line by line', async () => {
    const { seen, library } = stage();
    const file = path.join(tmpdir(), `toshobin-titles-${process.pid}.csv`);
    writeFileSync(
      file,
      '書誌番号,書名,書名よみ\r\nk1,春琴抄の写本,シュンキンショウノシャホン\r\nk2,足りない行\r\n',
    );
    const command = ['infra/run.mjs', 'import', file, '--source', 'desks', '--format', 'csv'];
    const env = { ...process.env, ...library.stack.env };
    const child = spawn(process.execPath, command, { cwd: path.resolve(import.meta.dirname, '../..'), env });
    const [status] = await once(child, 'close');
    rmSync(file);
    expect(status).toBe(0);
    const { reader } = await stage().clerk('desk');
    await reader.goTo('/imports');
    await seen.look(reader, 'imports');
    await reader.follow(path.basename(file));
    expect(await reader.mainText()).toContain('k2,足りない行');
    await seen.look(reader, 'import');
  });

  test('the pages of the desk that are only read', async () => {
    const { seen } = stage();
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    for (const [name, path] of [
      ['today', '/'],
      ['tasks', '/tasks'],
      ['hold-shelf', '/hold-shelf'],
      ['on-the-way', '/parcels?direction=outward'],
      ['on-the-way-back', '/parcels?direction=return'],
      ['libraries', '/libraries'],
      ['library', '/libraries/uto'],
      ['closure', '/closures/new'],
      ['month', '/libraries/month?month=2026-12'],
      ['dispatch-days', '/dispatch-calendar?weekdays=2&weekdays=5&cutOff=15%3A30'],
      ['dispatch-pause', '/dispatch-pauses?kind=noDispatch&from=2027-01-04&until=2027-01-05&takenBack=no'],
      ['pause', '/libraries/uto/pause?pausedFrom=2026-12-15'],
      ['closing-days', '/libraries/uto/closing-days?closedWeekdays=2&closedWeekdays=4'],
      ['mails', '/mails'],
      ['statistics', '/statistics'],
      ['postage', '/postage'],
      ['policy', '/policy'],
    ] as const) {
      await reader.goTo(path);
      expect([path, reader.path, reader.answer.status]).toEqual([path, path, 200]);
      await seen.look(reader, name);
    }
    await reader.goTo(`/tasks/whom/${stage().scene.branch.declared.reservationId}`);
    await seen.look(reader, 'tasks-whom');
  });

  test('a library opens on a Monday that is a holiday and closes on the last of each month, and after all does not', async () => {
    const { seen } = stage();
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    const before = '月・12月28日～1月4日';
    const after = '月（祝日の場合は次の平日）・毎月末日・12月28日～1月4日';
    await reader.goTo('/libraries/asagiri/closing-days');
    await reader.page.locator('#weeklyOnHoliday').selectOption({ label: '次の平日に休館する' });
    await reader.page.locator('#monthlyDays-0').selectOption({ label: '末日' });
    await reader.press('変わるものを確かめる');
    await seen.look(reader, 'closing-days-rules');
    await reader.page.locator('[name="reason"]').fill('規則の改正');
    await reader.press('変更する');
    expect(await clerk.said()).toBe('変更しました');
    await reader.goTo('/libraries/asagiri/closing-days');
    expect(await reader.page.locator('main').textContent()).toContain(`今の設定　${after}`);
    await reader.follow(`${before}に戻す`);
    await reader.page.locator('[name="reason"]').fill('規則は変わらない');
    await reader.press('変更する');
    await reader.goTo('/libraries/asagiri/closing-days');
    expect(await reader.page.locator('main').textContent()).toContain(`今の設定　${before}`);
  });

  test('what two libraries closed for does not come, and is taken back for both at once', async () => {
    const { seen } = stage();
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    const day = addDays(dayOf(instantFromDate(new Date())), 60);
    const days = { from: day, until: addDays(day, 2), reason: '台風' };
    await reader.goTo(`/closures/new?${new URLSearchParams({ of: 'uto', also: 'uki', ...days })}`);
    await reader.press('2館の休館を登録する');
    expect(await clerk.said()).toBe('2館の臨時休館を登録しました');
    await seen.look(reader, 'libraries-closed-together');
    await reader.follow(/^まとめて取りやめる/);
    await seen.look(reader, 'closures-together');
    await reader.page.locator('#reason').fill('進路がそれた');
    await reader.press('選んだ館の休館を取りやめる');
    expect(await clerk.said()).toBe('2館の休館を取りやめました');
  });

  test('a task that was settled by a slip of the finger is found among those, and open again', async () => {
    const { seen } = stage();
    const { reader } = await stage().clerk('desk');
    await reader.goTo('/tasks');
    const heading = await reader.page.locator('h1').textContent();
    await reader.press(/^済みにする/);
    expect(await reader.mainText()).toContain('済みにしました');
    await reader.follow('済みにしたものを見る');
    await seen.look(reader, 'tasks-settled');
    await reader.press(/^取り消す/);
    expect(await reader.mainText()).toContain('要確認に戻しました');
    expect(await reader.page.locator('h1').textContent()).toBe(heading);
  });

  test('nobody is signed in without an account, and nobody gets to what is another role’s', async () => {
    const { seen } = stage();
    const stranger = await stage().reader();
    await stranger.goTo('/returns');
    expect(stranger.path).toBe('/sign-in');
    await seen.look(stranger, 'sign-in');
    await stranger.fill({ アカウント: 'desk', パスワード: 'chigau-aikotoba' });
    await stranger.press('ログイン');
    await seen.look(stranger, 'sign-in-refused');
    const branch = await stage().clerk('uto');
    await branch.reader.goTo('/returns');
    expect(branch.reader.path).toBe('/?not-allowed=1');
    await seen.look(branch.reader, 'branch-home-not-allowed');
  });
}
