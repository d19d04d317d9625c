import { describe, expect, test } from '@jest/globals';
import { catalogApi, ParcelNumberSchema, TaskWhySchema } from '@toshobin/contracts';
import type { Visitor } from '@toshobin/web/testing';
import { claimedTask, taskIds, tasksOf } from '../testing/desk-services.ts';
import { bodyOf, codeOf, openDesks } from '../testing/open-desks.ts';
import { filledIn, press } from '../testing/press.ts';
import { linePacked, lostParcel, nextParcel } from '../testing/shipping-desk.ts';
import { hanakosCopy, hanakosCopyForUto, hanakosReservation } from '../testing/stand-ins.ts';
import { actOf } from './task-act.ts';
import { nextOf, whyWords } from './task-words.ts';

const desks = openDesks();

describe('要確認', () => {
  test('the tasks of all services are one list, the most urgent first, with what to do next', async () => {
    const { tasks, away } = bodyOf(await desks.desk.json('GET', '/api/tasks'));
    expect(tasks.map(({ kind, owner }: { kind: string; owner: string }) => [owner, kind])).toEqual([
      ['shipping', 'findParcel'],
      ['patron', 'callPatron'],
      ['catalog', 'searchCopy'],
    ]);
    expect(away).toEqual([]);
    const page = (await desks.desk.get('/tasks')).text;
    expect(page).toContain('電話します。知らせた日から、取り置き期間が始まります。');
    expect(page).toContain(`/tasks/whom/${hanakosReservation}`);
    expect((await desks.desk.get('/')).text).toMatch(/要確認<b>3件/);
  });

  test('a task that only another release knows is listed and counted without its words, and nobody settles it here', async () => {
    const told: object = { ...claimedTask, kind: 'dryCopy', why: 'flooded' };
    Object.assign(tasksOf.catalog, { [tasksOf.catalog.length]: told });
    const page = (await desks.desk.get('/tasks')).text;
    const listed = bodyOf(await desks.desk.json('GET', '/api/tasks')).tasks;
    const path = `/api/tasks/catalog/${claimedTask.taskId}/settle`;
    const settled = await desks.desk.json('POST', path, {});
    tasksOf.catalog.pop();
    expect(page).toContain('要確認　4件');
    expect(page).toMatch(/data-task="ofAnotherRelease".*システムの担当者に知らせます/s);
    expect(page).not.toMatch(/data-task="ofAnotherRelease".*済みにする/s);
    expect(page).toContain('<option value="ofAnotherRelease">');
    expect(listed).toContainEqual(expect.objectContaining({ kind: 'ofAnotherRelease', why: null }));
    expect(codeOf(settled)).toBe('NOT_FOUND');
  });

  test('a task says why there is one, whatever the reason', async () => {
    expect((await desks.desk.get('/tasks')).text).toMatch(/data-task="callPatron".*メールが戻りました。/s);
    expect(TaskWhySchema.options.filter((why) => !/^[^a-z]+。$/i.test(whyWords[why]))).toEqual([]);
  });

  test('of a copy too many in a parcel it is said where it is sent on, of one too few where it is looked for', () => {
    const of = (why: 'extra' | 'missing') => {
      const subject = { barcode: hanakosCopy, parcelNumber: ParcelNumberSchema.parse(lostParcel) };
      const task = { kind: 'parcelContents', why, subject } as const;
      return [nextOf(task), actOf(task, true)?.href];
    };
    expect(of('missing')).toEqual([expect.stringContaining('紛失'), `/parcels/${lostParcel}#searched`]);
    expect(of('extra')).toEqual([expect.stringContaining('転送か返送'), `/stock?barcode=${hanakosCopy}`]);
    expect(of('extra')[0]).not.toContain('紛失');
  });

  test('of a copy too many that is in an open parcel by what is known, the task and the page of the copy name the parcel', async () => {
    desks.web.world.parcelRead = { state: 'open', lines: [{ ...linePacked, barcode: hanakosCopy }] };
    tasksOf.shipping.push({
      ...claimedTask,
      kind: 'parcelContents',
      why: 'extra',
      subject: { barcode: hanakosCopy },
    });
    const page = (await desks.desk.get('/tasks?kind=parcelContents')).text;
    tasksOf.shipping.pop();
    const named = `宇土市立図書館あての小包 ${nextParcel} に入っています`;
    expect(page).toContain(`記録では、${named}。`);
    expect((await desks.desk.get(`/stock?barcode=${hanakosCopy}`)).text).toContain(named);
  });

  test('of a copy too many that somebody waits for, the task names the library and its hold number, and leads to where it stands', async () => {
    const subject = { barcode: hanakosCopyForUto };
    tasksOf.shipping.push({ ...claimedTask, kind: 'parcelContents', why: 'extra', subject });
    const page = (await desks.desk.get('/tasks?kind=parcelContents')).text;
    tasksOf.shipping.pop();
    expect(page).toContain('記録では、宇土市立図書館で受け取る予約の資料です（取り置き番号 A-0001）。');
    expect(page).toMatch(/\/timeline\?q=[0-9a-f-]{36}"[^>]*>経過を見る/);
    expect(page).not.toContain('/tasks/whom/');
  });

  test('a copy given to the wrong reader leads to where that stands, and to whom to call, not to what else they wait for', async () => {
    tasksOf.catalog.push({ ...claimedTask, kind: 'wrongPerson', why: 'handedToAnother' });
    const page = (await desks.desk.get('/tasks?kind=wrongPerson')).text;
    tasksOf.catalog.pop();
    expect(page).toContain(`href="/timeline?q=${hanakosCopy}"`);
    expect(page).toContain(`href="/tasks/whom/${hanakosReservation}"`);
    expect(page).not.toContain(`/timeline?q=${hanakosReservation}`);
  });

  test('a part that was missing at a return leads to whoever had the copy', async () => {
    tasksOf.catalog.push({ ...claimedTask, kind: 'partMissing', why: 'supplement' });
    const page = (await desks.desk.get('/tasks?kind=partMissing')).text;
    tasksOf.catalog.pop();
    expect(page).toContain(`href="/stock?barcode=${hanakosCopy}"`);
    expect(page).toContain(`href="/timeline?q=${hanakosReservation}"`);
    expect(page).toContain(`href="/tasks/whom/${hanakosReservation}"`);
  });

  test('a copy is named with its shelf mark, kinds and texts choose among the tasks; a branch reads numbers alone', async () => {
    const page = (await desks.desk.get('/tasks')).text;
    for (const named of [page, (await desks.desk.get('/')).text]) {
      expect(named).toMatch(/data-task="searchCopy".*坊っちゃん　夏目漱石　請求記号 <b>913.6 ナツ/s);
      expect(named).toMatch(/data-task="callPatron".*三四郎　下　夏目漱石.*館 宇土市立図書館/s);
      expect(named).toMatch(/data-task="findParcel".*小包の中　坊っちゃん/s);
    }
    const kindsOn = async (query: string) => {
      const { text } = await desks.desk.get(`/tasks?${query}`);
      return [...text.matchAll(/data-task="(\w+)"/g)].map(([, kind]) => kind);
    };
    expect(await kindsOn('kind=callPatron')).toEqual(['callPatron']);
    // What is typed stands in no address: it may be a title that somebody waits for.
    const kindsBy = async (q: string, kind = '') => {
      const { text, location } = await desks.desk.post('/tasks', { q, kind, library: '' });
      expect(location).toBeNull();
      return [...text.matchAll(/data-task="(\w+)"/g)].map(([, found]) => found);
    };
    expect(await kindsBy('ﾅﾂ')).toEqual(['searchCopy']);
    expect(await kindsBy('夏目')).toEqual(['callPatron', 'searchCopy']);
    expect(await kindsBy('913.6', 'findParcel')).toEqual([]);
    expect(await kindsBy('\0')).toEqual([]);
    const chosen = await desks.desk.post('/tasks', { q: '', kind: 'callPatron', library: '' });
    expect(chosen.location).toBe('/tasks?kind=callPatron');
    expect(await kindsOn('q=913.6')).toHaveLength(3);
    expect(await kindsOn('kind=nothing')).toHaveLength(3);
    expect((await desks.desk.get('/tasks?kind=callPatron')).text).toContain('3件のうち1件');
    expect((await desks.uto.get('/tasks')).text).not.toMatch(/坊っちゃん|三四郎|夏目|請求記号 |館 宇土/);
    const file = (await desks.desk.get('/lists/tasks.csv')).text;
    expect(file).toMatch(/"棚にありません.*"坊っちゃん","夏目漱石","913.6 ナツ"/);
    expect(file).toContain('"三四郎　下","夏目漱石"');
    expect((await desks.uto.get('/lists/tasks.csv')).text).not.toMatch(/坊っちゃん|夏目/);
    // What is chosen is what is saved; by what is typed nothing is.
    const some = '/lists/tasks.csv?kind=callPatron';
    expect((await desks.desk.get('/tasks?kind=callPatron')).text).toContain(`href="${some}"`);
    expect((await desks.desk.get(some)).text).toMatch(/^[^\n]*\n[^\n]*三四郎[^\n]*\n$/);
    const typed = await desks.desk.post('/tasks', { q: '夏目', kind: '', library: '' });
    expect(typed.text).not.toContain('/lists/tasks.csv');
  });

  test('a task of a reservation says its volume and library, which choose among the tasks too', async () => {
    const page = (await desks.desk.get('/tasks?library=uto&kind=callPatron')).text;
    expect(page).toMatch(/data-task="callPatron".*三四郎　下.*館 宇土市立図書館/s);
    expect(page).not.toContain('data-task="searchCopy"');
    expect((await desks.desk.get('/tasks?library=kikuyo&kind=callPatron')).text).toContain(
      'あてはまるものは',
    );
  });

  test('a note is written by whoever works on it, kept with its writer, and what was chosen stays chosen', async () => {
    const action = `/tasks/catalog/${taskIds.searchCopy}/notes`;
    const list = '/tasks?kind=searchCopy';
    const note = '書庫も見た。ない';
    const listed = await desks.desk.get(list);
    expect(listed.text).toMatch(/<summary>メモを書く<span class="visually-hidden">：棚にありません/);
    const form = filledIn(listed, action, { note });
    expect((await press(desks.desk, action, form)).location).toBe(list);
    const page = (await desks.desk.get(list)).text;
    expect(page).toMatch(/メモを残しました.*data-task="searchCopy".*書庫も見た。ない.*desk<\/small>/s);
    const typed = { q: '書庫も', kind: '', library: '' };
    expect((await desks.desk.post('/tasks', typed)).text).toContain('3件のうち1件');
    const { tasks } = bodyOf(await desks.desk.json('GET', '/api/tasks'));
    const noted = tasks.find(({ kind }: { kind: string }) => kind === 'searchCopy');
    expect(noted.notes).toMatchObject([{ account: 'desk', note }]);
    expect(await desks.lastDeed()).toMatchObject({ action: 'noteTask', reason: note, outcome: 'done' });
    const others = await desks.uto.json('POST', `/api${action}`, { note });
    expect(codeOf(others)).toBe('NOT_FOUND');
  });

  test('the search for a copy that is said to be returned is closed by what was found, and by no press alone', async () => {
    tasksOf.catalog.push(claimedTask);
    const page = (await desks.desk.get('/tasks?kind=claimedReturned')).text;
    tasksOf.catalog.pop();
    expect(page).not.toContain('済みにする');
    expect(page).toMatch(/href="\/returns">\s*見つかった.*見つからない（紛失にする）/s);
    expect(page).toContain(`href="/stock?barcode=${hanakosCopy}"`);
  });

  test('a service that is away is named, and the others are listed', async () => {
    desks.web.world.away = ['patron'];
    const { tasks, away } = bodyOf(await desks.desk.json('GET', '/api/tasks'));
    expect([tasks.length, away]).toEqual([2, ['patron']]);
    const page = await desks.desk.get('/tasks');
    expect(page.status).toBe(200);
    expect(page.text).toContain('利用者とメールの仕事は、ただいま表示できません。');
    expect(page.text).toContain('要確認　2件（ほかは、ただいまわかりません）');
    const noneOf = (text: string) => /要確認(?:(?!<\/section>).)*(ありません。|0<small>件)/s.test(text);
    desks.web.world.away = ['catalog', 'patron', 'shipping'];
    expect((await desks.desk.get('/')).text).toMatch(/要確認<\/h2>.*ただいま表示できません/s);
    expect((await desks.desk.get('/tasks')).text).not.toContain('確かめることはありません');
    // The two that answer have nothing, of the third nobody knows.
    desks.web.world.away = ['catalog', 'patron'];
    desks.web.world.noTasks = true;
    const first = (await desks.desk.get('/')).text;
    desks.web.world.noTasks = false;
    expect(noneOf(first)).toBe(false);
    expect(first).toMatch(/要確認<\/h2>.*ただいま表示できません/s);
  });

  test('a patron who was reached by telephone: the hold begins, on the page and over JSON', async () => {
    await desks.desk.get('/tasks');
    await desks.desk.post(`/tasks/patron/${taskIds.callPatron}`, { reached: 'yes' });
    expect((await desks.desk.get('/tasks')).text).toMatch(
      /済みにしました.*メールが届きません。電話で知らせます/s,
    );
    expect((await desks.deeds('settleTask')).at(-1)).toMatchObject({
      changed: 'メールが届きません。電話で知らせます',
    });
    const settled = await desks.desk.json('POST', `/api/tasks/patron/${taskIds.callPatron}/settle`, {
      reached: false,
    });
    expect(settled.status).toBe(200);
    expect(desks.web.heard).toEqual([
      'patron settled by desk reached true',
      'patron settled by desk reached false',
    ]);
  });

  test('a task that was settled by a slip of the finger is taken back from the answer, and once it is over that is said', async () => {
    const path = `/tasks/catalog/${taskIds.searchCopy}`;
    const answered = async () => (await desks.desk.get('/tasks?kind=searchCopy')).text;
    await desks.desk.post(path, { chosen: 'kind=searchCopy' });
    expect(await answered()).toMatch(/済みにしました.*<form[^>]*\/reopen".*取り消す/s);
    const reopened = await desks.desk.post(`${path}/reopen`, { chosen: 'kind=searchCopy' });
    expect(reopened.location).toBe('/tasks?kind=searchCopy');
    expect(await answered()).toMatch(/取り消しました.*要確認に戻しました/s);
    expect(await desks.lastDeed()).toMatchObject({
      action: 'reopenTask',
      subject: `task ${taskIds.searchCopy}`,
      outcome: 'done',
    });
    expect(desks.web.heard).toContain('catalog opens again for desk@pref');
    desks.web.world.refused.set(catalogApi.reopenTask.path, 'TASK_OVER');
    await desks.desk.post(`${path}/reopen`, {});
    desks.web.world.refused.clear();
    expect((await desks.desk.get('/tasks')).text).toContain('この要確認は、戻せません');
    const others = await desks.uto.json('POST', `/api${path}/reopen`, {});
    expect(codeOf(others)).toBe('NOT_FOUND');
    // By the call the hold has begun.
    await desks.desk.post(`/tasks/patron/${taskIds.callPatron}`, { reached: 'yes' });
    expect((await desks.desk.get('/tasks')).text).toMatch(/済みにしました(?!.*\/reopen")/s);
  });

  test('a task that was settled on another day is found among those, and taken back there', async () => {
    expect((await desks.desk.get('/tasks')).text).toContain('href="/tasks/settled"');
    const page = (await desks.desk.get('/tasks/settled')).text;
    const row = page.split('<tr').find((one) => one.includes('棚にありません')) ?? '';
    expect(row).toMatch(/11月24日.* 12:00.*棚にありません.*desk.*\/reopen".*取り消す/s);
    expect(page).toContain('href="/lists/settled-tasks.csv"');
    const file = (await desks.desk.get('/lists/settled-tasks.csv')).text;
    expect(file).toMatch(
      /"2026-11-24 12:00","棚にありません","desk","\d+","坊っちゃん","夏目漱石","913.6 ナツ"/,
    );
    expect((await desks.uto.get('/lists/settled-tasks.csv')).text).not.toContain('坊っちゃん');
    desks.web.world.away = ['patron'];
    expect((await desks.desk.get('/tasks/settled')).text).toContain(
      '利用者とメールの仕事は、ただいま表示できません',
    );
    desks.web.world.away = [];
    const atBranch = async () => (await desks.uto.get('/tasks/settled')).text;
    // The prefectural desk settled it: a branch can't open it again, and is not offered to.
    expect(await atBranch()).not.toContain('まだ返送されていません');
    expect(bodyOf(await desks.uto.json('GET', '/api/tasks/settled')).tasks).toEqual([]);
    await desks.uto.post(`/tasks/catalog/${taskIds.sendBackOfUto}`, {});
    expect(await atBranch()).toContain('まだ返送されていません');
    expect(await atBranch()).not.toContain('棚にありません');
    expect(bodyOf(await desks.uto.json('GET', '/api/tasks/settled')).tasks).toHaveLength(1);
    const reopened = await desks.uto.json('POST', `/api/tasks/catalog/${taskIds.sendBackOfUto}/reopen`, {});
    expect(reopened.status).toBe(200);
  });

  test('a branch sees and settles its own alone, and never whom to call', async () => {
    const { tasks } = bodyOf(await desks.uto.json('GET', '/api/tasks'));
    expect(tasks.map(({ kind }: { kind: string }) => kind)).toEqual(['sendBack']);
    expect((await desks.uto.get('/tasks')).text).not.toContain('電話する方');
    const settle = (visitor: Visitor) =>
      visitor.json('POST', `/api/tasks/catalog/${taskIds.sendBackOfUto}/settle`, {});
    expect(codeOf(await settle(desks.kikuyo))).toBe('NOT_FOUND');
    expect((await settle(desks.uto)).status).toBe(200);
    const whom = `/api/reservations/${hanakosReservation}/patron`;
    expect((await desks.uto.json('GET', whom)).status).toBe(403);
    expect(bodyOf(await desks.desk.json('GET', whom))).toMatchObject({ name: '例山花子' });
    expect(await desks.lastDeed()).toMatchObject({
      action: 'whomToCall',
      subject: `reservation ${hanakosReservation}`,
    });
    expect((await desks.desk.get(`/tasks/whom/${hanakosReservation}`)).text).toContain('096-111-2222');
  });
});
