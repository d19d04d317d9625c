import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import {
  cardApplicationWorkflowId,
  parcelWorkflowId,
  ReservationIdSchema,
  reservationWorkflowId,
  taskApi,
} from '@toshobin/contracts';
import { instant, instantFromDate } from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import { prismaKeptCheck } from '../agreement/kept-check.ts';
import { backupMeasure, prismaKeptBackup } from '../last-backup/kept-backup.ts';
import type { FailedCommand } from '../processes/failing-commands.ts';
import type { StuckProcess } from '../processes/stuck-processes.ts';
import { applicationId } from '../testing/patron-desk.ts';
import { lateParcel, lostParcel, oldParcel } from '../testing/shipping-desk.ts';
import { signedInAt } from '../testing/signed-in.ts';
import { followedReservation, hanakosReservation } from '../testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';

let web: TestStaffWeb;
let desk: Visitor;
let operator: Visitor;
beforeAll(async () => {
  web = await startStaffWeb();
  desk = await signedInAt(web.service.url, 'desk');
  operator = await signedInAt(web.service.url, 'operator');
});
afterAll(() => web.stop());
beforeEach(() => {
  web.world.processesAway = false;
  web.world.stuckProcesses = [];
  web.world.failingCommands = [];
  web.world.takesNone = [];
  web.world.away = [];
  web.world.followedEntry = 'allocated';
});

const viewed = async (view: string) => (await operator.get(`/timeline/views?view=${view}`)).text;
const nobodys = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0777');
/** What the catalog was asked to do for a process, and could not; nothing of it is the process's own fault. */
function failing(more: Partial<FailedCommand> = {}): FailedCommand {
  return {
    workflowId: reservationWorkflowId(followedReservation),
    taker: 'catalog',
    command: 'openLoan',
    tries: 12,
    since: instant('2026-11-24T01:30:00Z'),
    fault: 'PrismaClientKnownRequestError P2002',
    ...more,
  };
}
/** A reservation's process that does not go on. */
function stuck(
  trouble: Exclude<StuckProcess['trouble'], 'commandFails'>,
  reservationId = followedReservation,
) {
  const since = instant('2026-11-24T01:30:00Z');
  return { workflowId: reservationWorkflowId(reservationId), reservationId, trouble, since };
}

test('an operator’s start asks each service for its tasks once: nobody waits twice for one that hangs', async () => {
  await operator.get('/');
  const asked = jest.spyOn(web.deps.patron, 'call');
  expect((await operator.get('/')).text).toContain('運用の今');
  expect(asked.mock.calls.filter(([operation]) => operation.path === taskApi.tasks.path)).toHaveLength(1);
  asked.mockRestore();
});

test.each([
  ['stuck', 'ありません。'],
  ['late', '到着の読み取りがまだありません'],
  ['late', lateParcel],
  ['missing', 'ありません。'],
  ['undeliverable', 'メールが届きません。電話で知らせます'],
])('the view of what is %s', async (view, text) => {
  const page = await viewed(view);
  expect(page).toContain(text);
  expect(page).toContain('aria-current="true"');
  expect((await (await signedInAt(web.service.url, 'uto')).get('/timeline/views')).location).toBe(
    '/?not-allowed=1',
  );
});

test('what the last check of everything found stands on 止まっているもの: when, what, and what mends it', async () => {
  expect(await viewed('stuck')).toContain('まだ調べていません');
  const kept = prismaKeptCheck(web.database);
  const found = {
    title: '取り置きの資料が、棚にありません',
    next: '資料を捜し、あるところで読み取ります。',
    of: `reservation ${followedReservation}`,
    reservationId: followedReservation,
  };
  const checkedAt = instant('2026-11-24T18:40:00Z');
  await kept.keep({ checkedAt, reservations: 1_204, findings: [found], found: 1 });
  const page = await viewed('stuck');
  for (const text of ['記録の食い違い　1件', '予約1204件', '3:40', found.title, found.next])
    expect(page).toContain(text);
  expect(page).toContain(`href="/timeline/${followedReservation}"`);
  expect(page).toContain('1日半より前の結果です');
  await kept.keep({ checkedAt: instantFromDate(new Date()), reservations: 3, findings: [], found: 0 });
  const clean = await viewed('stuck');
  expect(clean).toContain('記録の食い違い　0件');
  expect(clean).not.toContain('1日半より前の結果です');
  expect(await viewed('late')).not.toContain('記録の食い違い');
});

test('how old the last whole backup is stands on 止まっているもの, and is told as a number', async () => {
  const now = new Date();
  const told = async () => (await backupMeasure(web.database, () => now).read()).map(({ value }) => value);
  const before = (hours: number) => instantFromDate(new Date(now.getTime() - hours * 3_600_000));
  expect(await viewed('stuck')).toContain('まだ取っていません');
  const { at } = await web.database.audit.findFirstOrThrow({ orderBy: { id: 'asc' } });
  expect(await told()).toEqual([(now.getTime() - at.getTime()) / 1000]);
  const kept = prismaKeptBackup(web.database);
  await kept.keep({ begunAt: before(27), endedAt: before(26.5), bytes: 412_345_678 });
  expect(await told()).toEqual([27 * 3600]);
  const page = await viewed('stuck');
  for (const text of ['最後のバックアップ：', '412.3 MB', '26時間より前のものです'])
    expect(page).toContain(text);
  await kept.keep({ begunAt: before(2), endedAt: before(1), bytes: 412_345_678 });
  expect(await told()).toEqual([2 * 3600]);
  expect(await viewed('stuck')).not.toContain('26時間より前のものです');
  expect(await viewed('late')).not.toContain('バックアップ');
});

test('a reservation whose process fails again and again is stuck, though nobody has a task of it', async () => {
  web.world.stuckProcesses = [stuck('failing')];
  const page = await viewed('stuck');
  expect(page).toContain('止まっているもの　1');
  expect(page).toContain('処理が同じところで繰り返し失敗しています');
  expect(page).toContain(`href="/timeline/${followedReservation}"`);
  expect((await desk.get('/timeline/views')).text).toContain('11月24日（火） 10:30');
});

test('a reservation whose process somebody ended says so on its own page', async () => {
  const own = async () => (await operator.get(`/timeline/${followedReservation}`)).text;
  expect(await own()).not.toContain('処理が途中で終わりました');
  web.world.stuckProcesses = [stuck('ended')];
  expect(await own()).toContain('予約が続いているのに、処理が途中で終わりました');
  web.world.processesAway = true;
  expect(await own()).not.toContain('処理が途中で終わりました');
});

test('what is stuck of a reservation is named by its number, which leads to what happened to it', async () => {
  web.world.stuckProcesses = [stuck('failing')];
  const link = (id: string) => new RegExp(`予約番号 <a[^>]* href="/timeline/${id}"[^>]*>1234</a>`);
  expect(await viewed('stuck')).toMatch(link(followedReservation));
  // So is what a task asks of it; an operator, who settles none, is led nowhere else.
  const asked = await viewed('undeliverable');
  expect(asked).toMatch(link(hanakosReservation));
  expect(asked).not.toContain('電話する方を見る');
  expect(await viewed('late')).not.toMatch(/href="\/(send-back|arrivals)"/);
  expect((await desk.get('/timeline/views?view=undeliverable')).text).toMatch(
    new RegExp(`${link(hanakosReservation).source}.*電話する方を見る`, 's'),
  );
  expect((await operator.get(`/timeline/${followedReservation}`)).text).toContain(
    `/namespaces/default/workflows/${reservationWorkflowId(followedReservation)}`,
  );
  // While nobody can say the number, the way is there.
  web.world.away = ['patron'];
  expect(await viewed('stuck')).toContain(`href="/timeline/${followedReservation}"`);
});

test('the process of a parcel that fails leads to its history', async () => {
  const workflowId = parcelWorkflowId(lateParcel);
  web.world.stuckProcesses = [{ ...stuck('failing'), workflowId, reservationId: undefined }];
  const page = await viewed('stuck');
  expect(page).toContain(`/namespaces/default/workflows/parcel-${lateParcel}`);
});

test('a reservation whose loan the catalog can’t open is stuck, and the page says what, how often and since when', async () => {
  web.world.failingCommands = [failing()];
  const page = await viewed('stuck');
  expect(page).toContain('止まっているもの　1');
  expect(page).toContain('資料と貸出（catalog）：貸出を始める（openLoan）　12回失敗');
  expect(page).toContain('PrismaClientKnownRequestError P2002');
  expect(page).toContain('11月24日（火） 10:30');
  expect(page).toContain(`href="/timeline/${followedReservation}"`);
  // The desk reads who mends it, and nothing that it can't look at.
  const atDesk = (await desk.get('/timeline/views?view=stuck')).text;
  expect(atDesk).toContain('運用担当が不具合を直します');
  expect(atDesk).not.toMatch(/openLoan|PrismaClient/);
  web.world.failingCommands = [];
  expect(await viewed('late')).toContain('止まっているもの　0');
});

test('a process that waits for two commands is one, also when Temporal names it', async () => {
  web.world.stuckProcesses = [stuck('asksStaff')];
  const told = { taker: 'patron', command: 'recordMilestone', fault: null } as const;
  web.world.failingCommands = [failing(), failing(told)];
  const page = await viewed('stuck');
  expect(page).toContain('止まっているもの　1');
  expect(page).toContain('Myライブラリとメールに知らせる（recordMilestone）');
  web.world.stuckProcesses = [stuck('failing')];
  expect(await viewed('stuck')).not.toContain('openLoan');
});

test('a command of the nightly work, and one of a release that this page does not know, are named as they are', async () => {
  const nightly = { workflowId: 'nightly-2026-11-24', taker: 'workflows' } as const;
  web.world.failingCommands = [
    failing({ ...nightly, command: 'restartReservations' }),
    failing({ workflowId: parcelWorkflowId(lateParcel), taker: 'shipping', command: 'weighParcel' }),
  ];
  const page = await viewed('stuck');
  expect(page).toContain('止まっているもの　2');
  expect(page).toContain('予約の処理（workflows）：予約の処理を始め直す（restartReservations）');
  expect(page).toContain('小包と館（shipping）：weighParcel');
  expect(page).toContain('/namespaces/default/workflows/nightly-2026-11-24');
});

test('what stands still is one number: on the start page, on its list, and in the menu of every page after that', async () => {
  const goesOn = {
    ...stuck('ignoredMessage'),
    workflowId: parcelWorkflowId(lateParcel),
    reservationId: undefined,
  };
  const inMenu = (page: string) => /view=stuck"(?:(?!<\/a>).)*<\/span>(\d+)</s.exec(page)?.[1] ?? '0';
  await operator.get('/');
  await web.deps.whatWaits.counted();
  for (const [processes, away, count] of [
    [[stuck('failing', nobodys), goesOn], [], '1'],
    [[], ['shipping'], '1'],
    [[], [], '0'],
  ] as const) {
    web.world.stuckProcesses = [...processes];
    web.world.away = [...away];
    const list = await viewed('stuck');
    const onList = /止まっているもの　(\d+)/.exec(list)?.[1];
    const after = (await operator.get('/postage')).text;
    const start = (await operator.get('/')).text;
    const onStart = /止まっているもの<b>(\d+)件/.exec(start)?.[1];
    expect([onList, inMenu(list), inMenu(after), onStart, inMenu(start)]).toEqual(Array(5).fill(count));
  }
});

test('a service that does not answer is said, and what the others say is listed all the same', async () => {
  web.world.away = ['shipping'];
  web.world.stuckProcesses = [stuck('failing', nobodys)];
  web.world.failingCommands = [failing(), failing({ taker: 'shipping', command: 'parcelState' })];
  const page = await viewed('stuck');
  expect(page).toContain('小包と館（shipping）が応答しません');
  expect(page).toContain('貸出を始める（openLoan）');
  expect(page).toContain('処理が同じところで繰り返し失敗しています');
  expect(page).toContain('止まっているもの　3');
  expect(await viewed('late')).not.toContain('応答しません');
});

test('a service that answers and takes no commands is said, unless Temporal is away for all', async () => {
  web.world.takesNone = ['workflows'];
  expect(await viewed('stuck')).toContain(
    '予約の処理（workflows）は動いていますが、処理の手続きを受け取っていません。どの処理も進みません。',
  );
  web.world.processesAway = true;
  web.world.failingCommands = [failing()];
  const page = await viewed('stuck');
  expect(page).not.toContain('受け取っていません');
  expect(page).toContain('Temporal）につながらないため');
  expect(page).toContain('貸出を始める（openLoan）');
});

test('one that was ended is stuck only while its reservation is open', async () => {
  web.world.stuckProcesses = [stuck('ended'), stuck('ended', nobodys)];
  expect(await viewed('stuck')).toContain('止まっているもの　1');
  web.world.followedEntry = 'closed';
  expect(await viewed('stuck')).toContain('止まっているもの　0');
});

test.each([
  [
    'parcel',
    parcelWorkflowId(lostParcel),
    parcelWorkflowId(oldParcel),
    '小包が着いていないのに、その処理が途中で終わりました',
  ],
  [
    'card application',
    cardApplicationWorkflowId(applicationId),
    cardApplicationWorkflowId(nobodys),
    'カードの申込みが決まっていないのに、その処理が途中で終わりました',
  ],
])(
  'the process of a %s that was ended is listed, by what to do, while that goes on',
  async (_, goesOn, isOver, title) => {
    const ended = (workflowId: string) => ({ ...stuck('ended'), workflowId, reservationId: undefined });
    web.world.stuckProcesses = [ended(goesOn), ended(isOver)];
    const page = await viewed('stuck');
    expect(page).toContain('止まっているもの　1');
    expect(page).toContain(title);
    expect(page).toContain(`/namespaces/default/workflows/${goesOn}`);
    web.world.stuckProcesses = [ended(isOver)];
    expect(await viewed('stuck')).toContain('止まっているもの　0');
  },
);

test('one that waits for staff is listed as its task, or as itself once that was settled', async () => {
  web.world.stuckProcesses = [stuck('asksStaff', hanakosReservation)];
  expect(await viewed('stuck')).toContain('止まっているもの　0');
  web.world.stuckProcesses = [stuck('asksStaff')];
  expect(await viewed('stuck')).toContain('要確認の仕事は済みになっています');
});

test('a late parcel that is a task is counted once', async () => {
  const page = await viewed('late');
  // A copy that was not on its shelf is among them, before any day of it has passed.
  expect(page).toContain('過ぎたものと、捜しているものです。');
  const count = Number(/遅れているもの　(\d+)/.exec(page)?.[1]);
  const tasks = page.match(/class="s-task"/g)?.length ?? 0;
  const parcels = page.match(/href="\/timeline\?q=/g)?.length ?? 0;
  expect([tasks + parcels, page.includes(lostParcel)]).toEqual([count, true]);
});

test('the file of the views names a reservation by its number, in its task and of its process, never by its id', async () => {
  const ofParcel = parcelWorkflowId(lateParcel);
  web.world.stuckProcesses = [
    stuck('failing', nobodys),
    { ...stuck('failing'), workflowId: ofParcel, reservationId: undefined },
  ];
  const file = (await operator.get('/lists/views.csv')).text;
  for (const title of ['メールが届きません', '処理が同じところで繰り返し失敗しています']) {
    expect(file).toMatch(new RegExp(`"${title}.*,"1234"\r\n`));
  }
  expect(file).toContain(`,"${ofParcel}"\r\n`);
  expect(file).not.toContain(nobodys.slice(0, 8));
});

test('the prefectural desk reads in the views and in their file what a number stands for, an operator the number', async () => {
  const named = {
    late: /坊っちゃん　夏目漱石　請求記号 <b>913.6 ナツ/,
    undeliverable: /三四郎　下　夏目漱石/,
  };
  for (const [view, names] of Object.entries(named)) {
    expect((await desk.get(`/timeline/views?view=${view}`)).text).toMatch(names);
    expect(await viewed(view)).not.toMatch(/坊っちゃん|三四郎/);
  }
  expect((await desk.get('/lists/views.csv')).text).toContain('"坊っちゃん","夏目漱石","913.6 ナツ"');
  expect((await operator.get('/lists/views.csv')).text).not.toMatch(/坊っちゃん|三四郎/);
});

test('with Temporal away one view says so, and the others are as they were', async () => {
  web.world.processesAway = true;
  const page = await viewed('stuck');
  expect(page).toContain('Temporal）につながらないため');
  expect(page).toContain('止まっているもの　－');
  const late = await viewed('late');
  expect(late).not.toContain('つながらない');
  expect(late).toContain(lateParcel);
});

test('with shipping away its tasks and parcels are missing, and the page says so', async () => {
  web.world.away = ['shipping'];
  const page = await viewed('late');
  expect(page).toContain('ただいま表示できません');
  expect(await viewed('undeliverable')).toContain('メールが届きません。電話で知らせます');
  web.world.away = [];
});
