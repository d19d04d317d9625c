import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  callers,
  catalogApi,
  makeBarcode,
  type ReservationId,
  ReservationIdSchema,
} from '@toshobin/contracts';
import { defaultPolicy, instant, type LendingPolicy } from '@toshobin/lending-rules';
import { againstTheTable } from '@toshobin/service/testing';
import { openTask } from '@toshobin/tasks';
import { granted, refusedWith } from '../testing/catalog-in-test.ts';
import { catalogOverHttp } from '../testing/catalog-over-http.ts';

const { catalog, client, at, authorization } = catalogOverHttp();

const scan = (barcode: string, library = 'pref') => ({
  factId: randomUUID(),
  barcode,
  occurredAt: catalog.now,
  by: { account: 'desk', library },
});
const known = (id: string): ReservationId => ReservationIdSchema.parse(id);

test('a title is found, fetched, lent, extended and returned over HTTP', async () => {
  const { recordId, barcodes } = await catalog.shelve(1, { title: '三四郎', titleReading: 'さんしろう' });
  const [barcode = ''] = barcodes;
  const search = { query: { q: '三四郎', page: 1 } };
  const found = granted(await client().call(catalogApi.searchRecords, search));
  expect(found).toMatchObject({ total: 1, records: [{ recordId, onShelf: 1, copies: 1, waiting: 0 }] });

  const first = await catalog.reserve(recordId);
  const second = await catalog.reserve(recordId, 'uto');
  const { rows } = granted(await client().call(catalogApi.pickList, {}));
  expect(rows.filter((row) => row.barcode === barcode)).toMatchObject([
    { title: '三四郎', reservationId: first.reservationId },
  ]);
  const record = granted(await client().call(catalogApi.readRecord, { params: { recordId } }));
  expect(record).toMatchObject({ waiting: 1, copies: [{ barcode, place: 'beingPrepared', due: null }] });

  granted(await client().call(catalogApi.confirmPick, { body: scan(barcode) }));
  const places = { body: { reservationIds: [first, second].map((one) => known(one.reservationId)) } };
  expect(granted(await client().call(catalogApi.queuePositions, places)).positions).toEqual([
    {
      ...{ reservationId: second.reservationId, position: 1, noCopyLeft: false },
      waitEstimate: { weeksFrom: 2, weeksTo: 6 },
    },
  ]);
  const reservationIds = [known(first.reservationId)];
  const stands = async () =>
    granted(await client().call(catalogApi.standings, { body: { reservationIds } })).standings;
  expect(await stands()).toMatchObject([
    { reservationId: first.reservationId, n: 2, state: { stage: 'held' } },
  ]);
  granted(
    await client().call(catalogApi.handOut, {
      body: { ...scan(barcode), reservationIds, handedOver: false },
    }),
  );

  const byReservation = { params: { reservationId: known(first.reservationId) } };
  const preview = await client().call(catalogApi.previewExtension, {
    ...byReservation,
    body: { askedAt: instant('2026-12-20T01:00:00Z'), holderHasOtherOverdue: false },
  });
  expect(refusedWith(preview)).toBe('OTHERS_WAITING');
  const lent = granted(await client().call(catalogApi.readReservation, byReservation));
  expect(lent).toMatchObject({ entry: 'allocated', barcode, due: { date: '2026-12-28' } });
  const copy = granted(await client().call(catalogApi.readCopy, { params: { barcode } }));
  expect(copy).toMatchObject({ place: 'onLoan', reservationId: first.reservationId });

  const none = makeBarcode('copy', 999_999);
  const titles = await client().call(catalogApi.titlesOfCopies, {
    query: { barcodes: `${barcode},${none}` },
  });
  const { title, shelfMark, supplementCount, place } = copy;
  const author = expect.stringMatching(/./);
  const named = { title, author, shelfMark, supplementCount };
  expect(granted(titles).rows).toEqual([{ barcode, place, toReturn: null, ...named }]);

  const marks = await client().call(catalogApi.shelfMarksOfTitles, { query: { recordIds: `${recordId},9` } });
  expect(granted(marks).rows).toEqual([{ recordId, shelfMarks: [shelfMark] }]);

  expect(await stands()).toMatchObject([{ state: { stage: 'onLoan', ended: null } }]);

  const body = { ...scan(barcode), bookDrop: false, firstEmptyingOfDay: false };
  const back = granted(await client().call(catalogApi.processReturn, { body }));
  expect(back).toMatchObject({
    repeated: false,
    step: { next: 'toPacking', pickupLibrary: 'uto' },
    copy: named,
  });
  expect(granted(await client().call(catalogApi.processReturn, { body }))).toEqual({
    ...back,
    repeated: true,
  });
  expect(await stands()).toMatchObject([{ state: { stage: 'over', ended: 'returned' } }]);
});

test('a desk is told what a reservation is of by title, author and the copy that it has', async () => {
  const { recordId, barcodes } = await catalog.shelve(1, { title: 'こころ', author: '夏目漱石' });
  const reservationIds = [known((await catalog.reserve(recordId, 'uto')).reservationId)];
  const told = await client().call(catalogApi.reservationsAtDesk, { body: { reservationIds } });
  expect(granted(told).rows).toMatchObject([
    { title: 'こころ', author: '夏目漱石', barcode: barcodes[0], pickupLibrary: 'uto' },
  ]);
});

test('whoever has fetched a copy hears what is still to fetch', async () => {
  const titles = [await catalog.shelve(1), await catalog.shelve(1)];
  for (const { recordId } of titles) await catalog.reserve(recordId);
  const [fetched = '', left = ''] = titles.flatMap(({ barcodes }) => barcodes);
  const { rows } = granted(await client().call(catalogApi.pickList, {}));
  expect(rows.map(({ barcode }) => barcode)).toEqual(expect.arrayContaining([fetched, left]));
  const { toFetch } = granted(await client().call(catalogApi.confirmPick, { body: scan(fetched) }));
  expect(toFetch).toEqual(rows.filter(({ barcode }) => barcode !== fetched));
});

test('a return scanned at a pickup library is a hand-in, whichever button was pressed', async () => {
  const { barcodes } = await catalog.shelve(1);
  const body = { ...scan(barcodes[0] ?? '', 'uto'), bookDrop: false, firstEmptyingOfDay: false };
  const { step } = granted(await client().call(catalogApi.processReturn, { body }));
  expect(step).toMatchObject({ next: 'sendHome' });
});

test('a counter loan is made, taken back, lost and refused over HTTP', async () => {
  const { barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const visitor = known(randomUUID());
  const loan = { body: { ...scan(barcode), reservationId: visitor } };
  const lent = granted(await client().call(catalogApi.lendAtCounter, loan));
  expect(lent.step).toMatchObject({ next: 'handOver', due: { date: '2026-12-28' } });
  const other = { body: { ...scan(barcode), reservationId: known(randomUUID()) } };
  expect(refusedWith(await client().call(catalogApi.lendAtCounter, other))).toBe('STATE_CHANGED');
  const { occurredAt, by } = scan(barcode);
  const mistake = { body: { factId: randomUUID(), voids: lent.factId, occurredAt, by } };
  const undone = granted(await client().call(catalogApi.voidScan, mistake));
  expect(undone).toEqual({
    factId: mistake.body.factId,
    copyId: lent.copyId,
    undone: 'handedOut',
    declaredToo: false,
    repeated: false,
  });
  const lost = { params: { barcode }, body: { factId: randomUUID(), at: occurredAt, by, reason: '紛失' } };
  expect(granted(await client().call(catalogApi.declareLost, lost))).toEqual({
    copyId: lent.copyId,
    barcode,
  });
});

test('late and unscanned hand-outs are allowed, confirmed and listed over HTTP', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  const command = { reservationId, allocation: allocation?.allocation ?? 0, at: catalog.now };
  granted(await catalog.activities.declarePickedUp(command));
  const list = () => client().call(catalogApi.declaredHandOuts, { query: { library: 'pref' } });
  const [row] = granted(await list()).rows;
  expect(row).toMatchObject({ barcode, due: { date: '2026-12-28' } });
  const confirm = { body: { ...scan(barcode), reason: '電話で確認' } };
  granted(await client().call(catalogApi.confirmHandOut, confirm));
  expect(granted(await list()).rows).toEqual([]);
  const { occurredAt: at, by } = scan(barcode);
  const allowLate = (id: string) =>
    client().call(catalogApi.allowLateHandOut, {
      params: { reservationId: known(id) },
      body: { at, by, reason: '電話あり' },
    });
  expect(refusedWith(await allowLate(randomUUID()))).toBe('NOT_FOUND');
  expect(refusedWith(await allowLate(reservationId))).toBe('STATE_CHANGED');
});

test('a new issue is added, missed, searched for and withdrawn over HTTP', async () => {
  const { by } = scan('');
  const at = catalog.now;
  const issue = { kind: 'magazineIssue', lending: 'lendable', title: '月刊港町 2027年2月号' } as const;
  const texts = { titleReading: '', part: '', author: '', publisher: '', year: 2027, protectiveCover: true };
  const form = { factId: randomUUID(), ...issue, ...texts, at, by };
  const record = await client().call(catalogApi.addRecord, { body: form });
  const { recordId } = granted(record);
  const barcode = makeBarcode('copy', 777_001);
  const measures = { shelfMark: '051/ミ', weightGrams: 300, thicknessMm: 8, supplementCount: 0 };
  granted(await client().call(catalogApi.addCopy, { body: { ...measures, recordId, barcode, at, by } }));
  const changed = { params: { barcode }, body: { ...measures, weightGrams: 310, at, by } };
  granted(await client().call(catalogApi.changeCopy, changed));

  const { reservationId, allocation } = await catalog.reserve(recordId);
  expect(allocation).toMatchObject({ barcode, weightGrams: 310, protectiveCover: true });
  granted(await client().call(catalogApi.notOnShelf, { body: scan(barcode) }));
  const open = async () =>
    granted(await client().call(catalogApi.tasks, { query: { library: 'pref' } })).tasks;
  const [task] = (await open()).filter(({ subject }) => subject.barcode === barcode);
  expect(task).toMatchObject({ kind: 'searchCopy', why: 'notOnShelf' });
  const settle = { params: { taskId: task?.taskId ?? '' }, body: { at, by } };
  const settled = { settled: true, mayReopen: true };
  expect(granted(await client().call(catalogApi.settleTask, settle))).toEqual(settled);
  expect((await open()).filter(({ subject }) => subject.barcode === barcode)).toEqual([]);
  const reopen = () => client().call(catalogApi.reopenTask, settle);
  const mayReopen = async () => {
    const { tasks } = granted(await client().call(catalogApi.settledTasks, { query: { library: 'pref' } }));
    return tasks.filter(({ subject }) => subject.barcode === barcode);
  };
  expect(await mayReopen()).toEqual([{ ...task, settledAt: at, settledBy: by.account }]);
  granted(await reopen());
  expect(await mayReopen()).toEqual([]);
  expect((await open()).filter(({ subject }) => subject.barcode === barcode)).toEqual([task]);
  granted(await client().call(catalogApi.settleTask, settle));
  // The copy is missed at its shelf anew: there is one task about it.
  const subject = { barcode };
  await openTask(catalog.deps.db, { kind: 'searchCopy', subject, why: 'notOnShelf', at });
  expect(refusedWith(await reopen())).toBe('TASK_OVER');
  expect(await mayReopen()).toEqual([]);

  const withdraw = { params: { barcode }, body: { condition: 'withdrawn', at, by } } as const;
  expect(granted(await client().call(catalogApi.withdrawCopy, withdraw))).toMatchObject({
    barcode,
    stillWaiting: 1,
  });
  expect(await catalog.noCopyLeft()).toContainEqual({ reservationId, why: 'withdrawn' });
});

test('the policy is read, changed, and not changed behind somebody’s back', async () => {
  const { by } = scan('');
  const change = (basedOnVersion: number, policy: LendingPolicy) =>
    client().call(catalogApi.changePolicy, { body: { basedOnVersion, policy, by } });
  const { version, policy } = granted(await client().call(catalogApi.readPolicy, {}));
  expect(policy).toEqual(defaultPolicy);
  const shorter = { ...defaultPolicy, loanPeriod: 'P10D' };
  expect(granted(await change(version, shorter)).version).toBe(version + 1);
  expect(refusedWith(await change(version, shorter))).toBe('STATE_CHANGED');
  // The other tests lend by the usual numbers.
  granted(await change(version + 1, defaultPolicy));
});

async function send(
  method: string,
  path: string,
  body?: string,
  shown = authorization,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(at(path), {
    method,
    headers: { authorization: shown, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: await response.json() };
}

test('bad input is a clear error and changes nothing', async () => {
  const { barcodes } = await catalog.shelve(1);
  const before = await catalog.deps.db.scan.count();
  const pick = (parts: object) =>
    send('POST', '/scans/pick', JSON.stringify({ ...scan(barcodes[0] ?? ''), ...parts }));
  const answers = await Promise.all([
    pick({ barcode: makeBarcode('card', 3) }),
    pick({ barcode: makeBarcode('copy', 88_888) }),
    pick({ barcode: 12 }),
    pick({ occurredAt: '2026-02-30T00:00:00Z' }),
    pick({ factId: 'one' }),
    pick({ unknown: true }),
    send('POST', '/scans/pick', '{"factId":'),
    send('GET', '/records/abc'),
    send('GET', '/records/999999999'),
    send('GET', `/reservations/${randomUUID()}`),
    send('GET', '/copies/%E3%81%82'),
    send('GET', '/records?page=0'),
    send('GET', `/held-copies?library=uto&reservations=${'0'.repeat(36)}`),
    send('DELETE', '/records'),
    send('GET', '/pick-list', undefined, 'Bearer another token'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([
    409, 409, 422, 422, 422, 422, 400, 422, 404, 404, 409, 422, 422, 405, 401,
  ]);
  expect(answers[0]?.body).toMatchObject({
    code: 'BARCODE_WRONG_KIND',
    sentence: { ja: '資料の番号を読み取ってください。今のは貸出カードの番号です。' },
  });
  expect(await catalog.deps.db.scan.count()).toBe(before);
});

test('the interface describes itself, to our own processes alone', async () => {
  const url = at('/openapi.json');
  expect((await fetch(url)).status).toBe(401);
  const response = await fetch(url, { headers: { authorization } });
  const document = await response.json();
  expect(document).toMatchObject({ openapi: '3.1.0' });
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/scans/return', '/records/{recordId}']),
  );
});

test.each(callers)('%s may ask exactly what the table gives it, over every address', async (caller) => {
  expect(await againstTheTable(at('/').href, caller, Object.values(catalogApi))).toEqual([]);
});
