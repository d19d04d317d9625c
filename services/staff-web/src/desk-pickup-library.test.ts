import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  addDays,
  calendarDate,
  dayOf,
  deadlineOn,
  formatDateJa,
  instantFromDate,
} from '@toshobin/lending-rules';
import type { Got } from '@toshobin/web/testing';
import { listed, openDesks, read, scanned, someone, waitsFor } from './testing/open-desks.ts';
import { filledIn, press } from './testing/press.ts';
import { linePacked, lostParcel, nextParcel } from './testing/shipping-desk.ts';
import {
  cancelledCopy,
  followedCopy,
  freeCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  kikuyosParcel,
  utosParcel,
} from './testing/stand-ins.ts';

const desks = openDesks();

describe('a pickup library', () => {
  test('the parcel of another library stays closed, and the page says whom to call', async () => {
    desks.web.world.refused.set('/parcels/:parcelNumber/arrival', 'WRONG_PICKUP_LIBRARY');
    const page = await read(desks.uto, '/arrivals', lostParcel);
    expect(page).toContain('開けずに置き');
    expect(page).toContain('電話してください');
    expect(page).toContain('この小包は');
    expect(page).not.toContain('この資料の受取館');
  });

  test('a parcel whose arrival was sent late is shown with what came in it when its number is read at once', async () => {
    const scan = { factId: randomUUID(), occurredAt: new Date().toISOString() };
    await desks.uto.json('POST', `/api/parcels/${lostParcel}/arrival`, scan);
    const page = await read(desks.uto, '/arrivals', lostParcel);
    expect(page).toContain('取り置き番号 ');
    expect(page).toContain(hanakosCopy);
    expect(page).not.toContain('読み取りを待っています');
  });

  test('its own parcel home, read as one that arrives, is to be sent, and nobody is to be telephoned', async () => {
    desks.web.world.refused.set('/parcels/:parcelNumber/arrival', 'WRONG_PICKUP_LIBRARY');
    const page = await read(desks.uto, '/arrivals', utosParcel);
    expect(page).toMatch(/この館から返送する小包です.*郵便で県立図書館へ送ってください/s);
    expect(page).not.toContain('電話してください');
  });

  test('a copy that was lent to the card before is asked about again for the next card', async () => {
    const release = '40404040';
    await read(desks.uto, '/hand-out', hanakosCard);
    await read(desks.uto, '/hand-out', hanakosCopyForUto);
    desks.web.world.place = 'onLoan';
    await read(desks.uto, '/hand-out', release);
    desks.web.world.refused.set('/scans/hand-out', 'DO_NOT_HAND_OUT');
    const page = await read(desks.uto, '/hand-out', hanakosCopyForUto);
    expect(desks.web.heard).toEqual(['hand out', 'hand out']);
    expect(page).toContain('data-tone="stop"');
    desks.web.world.refused.clear();
    await desks.web.database.deskScan.deleteMany({});
    await read(desks.uto, '/hand-out', hanakosCopyForUto);
    await desks.web.database.session.updateMany({
      where: { account: 'uto' },
      data: { shownAt: new Date(Date.now() - 120_000) },
    });
    await desks.web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    expect(await read(desks.uto, '/hand-out', hanakosCopyForUto)).toContain('受け付け済みです');
  });

  test('what went to the wrong person is work of the prefectural library, and it is said what to do now', async () => {
    desks.web.world.wrongPerson = true;
    await read(desks.uto, '/hand-out', hanakosCard);
    const page = await read(desks.uto, '/hand-out', hanakosCopyForUto, { handedOver: 'yes' });
    expect(page).toContain('県立図書館の要確認に入れました');
    expect(page).toContain('資料を返していただき、県立図書館へ電話してください');
  });

  test('of two copies that were swapped it is said which slip is to be changed, and to which number', async () => {
    desks.web.world.relabel = { barcode: hanakosCopy, holdNumber: 'A-0038' };
    await read(desks.uto, '/hand-out', hanakosCard);
    const page = await read(desks.uto, '/hand-out', hanakosCopyForUto, { handedOver: 'yes' });
    const [, heading] = /<h2 class="s-answer__text"[^>]*>(.*?)<\/h2>/s.exec(page) ?? [];
    expect(heading).toMatch(/取り置き票を.*A-0038/s);
    expect(page).toContain(`棚に残った資料 ${hanakosCopy} の票です`);
    expect(page).toContain('data-stops');
    expect(page).not.toMatch(/お渡しください|坊っちゃん/);
    // It stays in the list, and counts as handed out.
    expect((await desks.web.database.deskScan.findFirst())?.short).toContain(
      `${hanakosCopy} の票は 取り置き番号 A-0038`,
    );
  });

  test('what is taken back is named, and where the next one comes from stays as it was', async () => {
    const drop = { from: 'bookDrop' };
    const page = await read(desks.uto, '/hand-in', freeCopy, drop);
    const form = filledIn({ text: page } as Got, '/scans/undo', {});
    const undone = await press(desks.uto, '/scans/undo', form);
    expect(undone.location).toBe('/hand-in?from=bookDrop');
    expect((await desks.uto.get('/hand-in?from=bookDrop')).text).toMatch(
      new RegExp(`を取り消しました。.*s-answer__foot.*?${freeCopy}`, 's'),
    );
  });

  test('whoever comes a day early hears how many are on their way here, by when, and nothing else of them', async () => {
    const at = (pickupLibrary: string, state: string, more: object = {}) => ({
      ...{ reservationId: randomUUID(), reservationNumber: 'R-9', state, pickupLibrary, ...more },
    });
    const tomorrow = addDays(dayOf(instantFromDate(new Date())), 1);
    const leftToday = { expectedDate: tomorrow };
    desks.web.world.held.set('uto', []);
    desks.web.world.reserved = [
      ...[at('uto', 'shipped', leftToday), at('uto', 'shipped', leftToday), at('uto', 'packed')],
      at('uto', 'arrivalOverdue', { expectedDate: '2026-11-01' }),
      ...[at('uto', 'queued'), at('uto', 'handedOut'), at('kikuyo', 'shipped', leftToday)],
    ];
    const page = (await read(desks.uto, '/hand-out', hanakosCard)).replaceAll(/<[^>]+>/g, '');
    expect(page).toContain('取り置きは、この館にありません');
    expect(page).toContain('まだ届いていないものが4点あります。');
    expect(page).toContain(`配送中　2点（${formatDateJa(tomorrow)}ごろ到着の予定）`);
    expect(page).toContain('配送中（到着の確認中）　1点');
    expect(page).toContain('県立図書館で準備中　1点');
    expect(page).not.toMatch(/11月1日|菊陽|R-9/);
    // Scanned as arrived, and not heard of yet by whoever knows the card: it waits here, and is not on its way.
    const waiting = waitsFor(0);
    desks.web.world.held.set('uto', [waiting]);
    desks.web.world.reserved = [{ ...at('uto', 'shipped', leftToday), reservationId: waiting.reservationId }];
    const there = await read(desks.uto, '/hand-out', hanakosCard);
    expect(there).toContain('A-0003');
    expect(there).not.toContain('まだ届いていない');
  });

  test('a number that is nearly a card’s is called that, and the card before is let go', async () => {
    await read(desks.uto, '/hand-out', hanakosCard);
    const wrong = hanakosCard.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
    const page = await read(desks.uto, '/hand-out', wrong);
    expect(page).toContain('このカード番号は');
    expect(page).toContain(`番号の下4桁 ${wrong.slice(-4)}`);
    expect(page).not.toMatch(new RegExp(`${wrong}|資料ではありません|この方を終わる`));
  });

  test('a copy of a parcel that was read before is in it, and counts as no second parcel', async () => {
    await read(desks.uto, '/arrivals', lostParcel);
    const page = await read(desks.uto, '/arrivals', hanakosCopy);
    expect(page).toContain(`${hanakosCopy}　この小包の資料です`);
    expect(page).toMatch(/今日この端末で（この担当）　1点/);
  });

  test('its own 要確認 is a page of a branch', async () => {
    const page = (await desks.uto.get('/tasks')).text;
    expect(page).toContain('class="s-branch"');
    expect(page).toContain('はじめの画面へ');
  });

  test('its first page has the three jobs and what waits on its shelf, without a name or a title', async () => {
    desks.web.world.held.set('uto', [waitsFor(1)]);
    const page = (await desks.uto.get('/')).text;
    expect(page).toMatch(/href="http[^"]+"[^>]*>.*?蔵書を検索する/s);
    for (const words of ['到着受付', '引渡し', '返却受付', 'A-0003', 'カード下4桁', 'まだ棚にあります']) {
      expect(page).toContain(words);
    }
    expect(page).not.toMatch(/坊っちゃん|例山花子/);
    expect(page).toContain('inputmode="none"');
    expect((await desks.uto.get('/?keys=1')).text).toContain('inputmode="numeric"');
  });

  test('a number read on it begins the job of its kind', async () => {
    const start = async (code: string) =>
      (await desks.uto.post('/start', { factId: randomUUID(), code })).location?.split('?')[0];
    expect(await start(lostParcel)).toBe('/arrivals');
    expect(await start(hanakosCard)).toBe('/hand-out');
    desks.web.world.place = 'onLoan';
    expect(await start(hanakosCopy)).toBe('/hand-in');
    desks.web.world.place = 'atPickupLibrary';
    expect(await start(hanakosCopyForUto)).toBe('/hand-out');
  });

  describe('asks about a number', () => {
    const page = async (location: string | null) => (await desks.uto.get(location ?? '')).text;
    const ask = async (code: string) => {
      const asked = await page((await desks.uto.post('/look-up', { factId: randomUUID(), code })).location);
      expect(asked).not.toMatch(/坊っちゃん|三四郎|例山花子|カード下4桁/);
      return asked.replaceAll(/<[^>]+>/g, ' ');
    };
    const recorded = async () => [
      await desks.web.database.deskScan.count(),
      await desks.web.database.audit.count(),
      desks.web.heard.length,
    ];
    let before: number[];
    beforeEach(async () => {
      before = await recorded();
    });
    afterEach(async () => {
      expect(await recorded()).toEqual(before);
    });

    test('what is held here is, with its date and its place on the shelf', async () => {
      desks.web.world.nothingToSendHome = true;
      desks.web.world.place = 'atPickupLibrary';
      desks.web.world.held.set('uto', [waitsFor(1)]);
      expect(await ask(hanakosCopyForUto)).toMatch(
        /何も記録していません.*この館で取り置き中.*取り置き番号\s+A-0003.*取り置き期限\s+2027年1月5日（火）まで\s/s,
      );
      desks.web.world.held.set('uto', [{ ...waitsFor(1), due: deadlineOn(calendarDate('2026-11-01')) }]);
      expect(await ask(hanakosCopyForUto)).toContain('2026年11月1日（日）まで（取り置き期限切れ）');
    });

    test('what was lent here is, with the day on which it is due, as whoever handed it out was told', async () => {
      desks.web.world.nothingToSendHome = true;
      desks.web.world.place = 'onLoan';
      desks.web.world.noneDeclared = true;
      expect(await ask(`A${hanakosCopyForUto}A`)).toMatch(/貸出中.*返却期限\s+2026年12月28日（月）まで/s);
      // Nobody has scanned it: its patron says so.
      desks.web.world.noneDeclared = false;
      expect(await ask(hanakosCopyForUto)).toMatch(/「受け取りました」とした.*「まだ棚にあります」/s);
      desks.web.world.place = 'beingPrepared';
      expect(await ask(hanakosCopyForUto)).toContain('県立図書館で準備中');
    });

    test('what came back here goes home, or is looked for where it was only said to have come back', async () => {
      desks.web.world.place = 'returning';
      expect(await ask(hanakosCopyForUto)).toMatch(/返却受付済。\s*返送する資料です.*A-0003(?!.*期限)/s);
      desks.web.world.saidReturned = true;
      expect(await ask(hanakosCopyForUto)).toMatch(/お申し出.*返却箱とブックポストを捜し/s);
    });

    test('what is on its way here is, with its parcel; a parcel has the numbers of what is in it', async () => {
      desks.web.world.place = 'inTransit';
      expect(await ask(followedCopy)).toMatch(/配送中.*A-0003.*この館あて、発送済み/s);
      expect(await ask(lostParcel)).toMatch(/この館あての小包\s*（発送済み）.*1点.*A-0001/s);
    });

    test('what is in a parcel home is, and what a parcel came without', async () => {
      const lines = [{ ...linePacked, barcode: hanakosCopyForUto, missing: true }];
      desks.web.world.place = 'returning';
      desks.web.world.parcelRead = { direction: 'return', state: 'open', lines };
      expect(await ask(hanakosCopyForUto)).toMatch(
        /返送の小包に入っています.*この館から返送、梱包中(?!.*期限)/s,
      );
      desks.web.world.nothingToSendHome = true;
      desks.web.world.place = 'inTransit';
      desks.web.world.parcelRead = { state: 'arrived', lines };
      expect(await ask(hanakosCopyForUto)).toMatch(/届いた小包に\s*足りなかった資料です/s);
      expect(await ask(lostParcel)).toMatch(/この館あての小包\s*（到着）.*1点（うち1点が足りません）/s);
    });

    test('a hold number leads to its copy, also where a job begins', async () => {
      desks.web.world.lentFor.set(hanakosCopyForUto, someone);
      desks.web.world.pickedUpAt = 'uto';
      expect(await ask('ａ0001')).toMatch(/返送する資料です.*A-0003/s);
      const typed = await desks.uto.post('/start', { factId: randomUUID(), code: 'A-0001' });
      expect(typed.location).toBe('/look-up?n=A-0001');
      expect(await page(typed.location)).toContain('返送する資料です');
      desks.web.world.lentFor.clear();
      expect(await ask('A-0001')).toMatch(/この番号の取り置きは\s*終わっています/);
      desks.web.world.pickedUpAt = 'kikuyo';
      for (const other of ['A-0001', 'Z-9999'])
        expect(await ask(other)).toMatch(/この館の取り置き番号では\s*ありません.*お電話ください/s);
    });

    test('nothing is said of what is another library’s, but whom to call', async () => {
      expect(await ask(hanakosCopy)).toMatch(/この館の資料では\s*ありません.*「返却受付」.*お電話ください/s);
      expect(await ask(kikuyosParcel)).toMatch(/この館の小包では\s*ありません.*お電話ください/s);
      expect(await ask('9784101010014')).toContain('今のはISBN');
      expect(await ask('4901234567894')).toContain('県立図書館の資料ではありません');
      expect(await ask('abc')).toMatch(/調べられる番号では\s*ありません/);
      const card = await desks.uto.post('/look-up', { factId: randomUUID(), code: hanakosCard });
      expect(card.location).toBe('/look-up?n=');
      expect((await desks.desk.get('/look-up')).location).toBe('/?not-allowed=1');
    });
  });

  test('sends home from its phone: what is to go is listed, and a copy that is read goes into a parcel', async () => {
    const page = (await desks.uto.get('/send-back')).text;
    expect(page).toContain('class="s-branch"');
    expect(page).toMatch(/inputmode="none".*カメラで読み取る.*小包に入れる資料　2点.*返却受付済/s);
    expect(page).not.toContain('坊っちゃん');
    desks.web.world.saidReturned = true;
    const said = (await desks.uto.get('/send-back')).text;
    expect(said).toMatch(/返したとのお申し出（11月24日.*返却箱とブックポストを捜し/s);
    expect(said).not.toContain('返却受付済');
    desks.web.world.away = ['catalog'];
    const unknown = (await desks.uto.get('/send-back')).text;
    desks.web.world.away = [];
    expect(unknown).toMatch(/小包に入れる資料<.*いまはわかりません/s);
    expect(await read(desks.uto, '/send-back', '4901234567894')).toContain('県立図書館の資料ではありません');
    expect(await read(desks.uto, '/send-back', '9784101010014')).toContain('今のはISBN');
    expect(await read(desks.uto, '/start', '9784101010014')).toContain('今のはISBN');
    expect(desks.web.heard).toEqual([]);
    const packed = await desks.uto.post('/send-back', { factId: randomUUID(), code: hanakosCopyForUto });
    expect(packed.location).toBe(`/parcels/${utosParcel}`);
    expect(desks.web.heard).toEqual([`pack ${hanakosCopyForUto} into ${utosParcel} uto@uto`]);
    const parcel = (await desks.uto.get(`/parcels/${utosParcel}`)).text;
    expect(parcel).toMatch(/class="s-branch".*inputmode="none".*カメラで読み取る/s);
  });

  test('where a parcel is read a misread number is spoken of as a parcel’s', async () => {
    const page = await read(desks.uto, '/arrivals', lostParcel.slice(0, -1));
    expect(page).toContain('小包の番号ではありません');
    expect(page).not.toContain('県立図書館の資料では');
  });

  test('a number that was refused is no parcel that the next copy is reported for', async () => {
    desks.web.world.refused.set('/parcels/:parcelNumber/arrival', 'NOT_FOUND');
    const refused = await read(desks.uto, '/arrivals', lostParcel);
    expect(refused).toMatch(/この番号の小包は.*ありません.*もう一度読み取ってください/s);
    desks.web.world.refused.clear();
    const page = await read(desks.uto, '/arrivals', freeCopy);
    expect(page).toContain('今のは資料の番号です');
    expect(desks.web.heard).not.toContain('contents uto@uto');
  });

  test('the post’s label is read as its parcel; one that is not known is told from a number of ours', async () => {
    expect(await read(desks.kikuyo, '/arrivals', 'A4000-0000-0002A')).toContain(lostParcel);
    expect(desks.web.heard).toEqual(['arrival kikuyo@kikuyo']);
    const started = await desks.uto.post('/start', { factId: randomUUID(), code: '400000000002' });
    expect(started.location).toBe('/arrivals');
    const page = (await desks.uto.get('/arrivals')).text;
    expect(page).toContain('今のは郵便の伝票のお問い合わせの番号です');
    expect(page).toContain('400000000002');
    expect(page).toContain('小包のラベルと中の票にある、9で始まる12桁の番号です');
    expect(page).not.toContain('県立図書館の資料ではありません');
    process.env.BARCODES = 'parcel:77+8';
    try {
      const theirs = await read(desks.uto, '/arrivals', '400000000013');
      expect(theirs).toContain('小包のラベルと中の票にある、77で始まる10桁の番号です');
    } finally {
      delete process.env.BARCODES;
    }
  });

  test('a parcel’s copies are listed; one that is missing is told, and a copy read after it is one too many', async () => {
    const page = await read(desks.uto, '/arrivals', lostParcel);
    expect(page).toContain('点を受け付けました');
    expect(page).toContain(hanakosCopy);
    const missing = { factId: randomUUID(), parcel: lostParcel, missing: hanakosCopy };
    await desks.uto.post('/arrivals/contents', missing);
    expect((await desks.uto.get('/arrivals')).text).toContain('1点足りません');
    expect(await read(desks.uto, '/arrivals', freeCopy)).toContain('余分な資料です');
    expect(desks.web.heard).toEqual(['arrival uto@uto', 'contents uto@uto', 'contents uto@uto']);
  });

  test('a copy of a second parcel that is read at the first one’s arrival is told so: nothing is recorded that could not be taken back', async () => {
    await read(desks.uto, '/arrivals', lostParcel);
    const onItsWay = await read(desks.uto, '/arrivals', followedCopy);
    expect(onItsWay).toMatch(
      new RegExp(
        `何も記録していません.*別の小包 ${nextParcel} の<br/>資料です.*小包の番号を読み取ってください`,
        's',
      ),
    );
    // The parcel in hand stays in hand.
    expect(onItsWay).toContain(hanakosCopy);
    desks.web.world.place = 'atPickupLibrary';
    const arrived = { library: 'uto', direction: 'outward', state: 'arrived' };
    const line = { ...linePacked, barcode: followedCopy, holdNumber: 'A-0002', arrived: true };
    desks.web.world.parcelRead = { ...arrived, lines: [line] };
    expect(await read(desks.uto, '/arrivals', followedCopy)).toMatch(
      /着いています。取り置き番号 A-0002の棚へ/,
    );
    expect(desks.web.heard).toEqual(['arrival uto@uto']);
    // One that the library misses is found, by whichever parcel it is read.
    desks.web.world.parcelRead = { ...arrived, lines: [{ ...line, arrived: false, missing: true }] };
    await read(desks.uto, '/arrivals', followedCopy);
    expect(desks.web.heard).toEqual(['arrival uto@uto', 'contents uto@uto']);
  });

  test('a copy of the parcel that is read after it, as one that was put in without a scan, goes on the shelf', async () => {
    await read(desks.uto, '/arrivals', lostParcel);
    const page = await read(desks.uto, '/arrivals', hanakosCopy);
    expect(page).toMatch(/この小包の資料です。棚に置いてください　取り置き番号 A-0001/);
    expect(page).not.toContain('余分な資料です');
  });

  test('a copy that its library missed is found by its own number, when the parcel is long thrown away', async () => {
    const arrived = { library: 'uto', direction: 'outward', state: 'arrived' };
    desks.web.world.parcelRead = { ...arrived, lines: [{ ...linePacked, missing: true }] };
    expect(await read(desks.kikuyo, '/arrivals', hanakosCopy)).toContain('今のは資料の番号です');
    expect(await read(desks.uto, '/arrivals', hanakosCopy)).toMatch(/この小包の資料です。棚に置いてください/);
    expect(desks.web.heard).toEqual(['contents uto@uto']);
    desks.web.world.parcelRead = { ...arrived, lines: [linePacked] };
    await read(desks.uto, '/arrivals', lostParcel.slice(0, -1));
    expect(await read(desks.uto, '/arrivals', freeCopy)).not.toContain('この小包の資料です');
  });

  test('of a copy too many the library hears the number, the prefectural desk that enters for it the title', async () => {
    const extraAt = async (at: typeof desks.desk, fields: Record<string, string> = {}) => {
      await read(at, '/arrivals', lostParcel, fields);
      return read(at, '/arrivals', freeCopy, fields);
    };
    expect(await extraAt(desks.desk, { library: 'uto' })).toMatch(/余分な資料です.*坊っちゃん/s);
    expect(await extraAt(desks.uto)).not.toContain('坊っちゃん');
  });

  test('the copies of a parcel that arrives are listed as they are shelved, whichever was packed first', async () => {
    const packed = ['A-0007', 'A-0002'].map((holdNumber, n) => ({
      ...{ ...linePacked, copyId: String(1 + n), holdNumber },
    }));
    desks.web.world.parcelRead = { lines: packed };
    const page = await read(desks.uto, '/arrivals', lostParcel);
    expect([...page.matchAll(/<b>取り置き番号 (A-\d{4})<\/b>/g)].map(([, number]) => number)).toEqual([
      'A-0002',
      'A-0007',
    ]);
  });

  test('what was cancelled on its way is not to be shelved but sent back, and is not counted with the others', async () => {
    desks.web.world.place = 'inTransit';
    const barcodes = [freeCopy, cancelledCopy];
    const packed = barcodes.map((barcode, n) => ({
      ...linePacked,
      barcode,
      copyId: String(1 + n),
      holdNumber: `A-000${n}`,
    }));
    desks.web.world.parcelRead = { lines: packed };
    const page = await read(desks.uto, '/arrivals', lostParcel);
    expect(page).toMatch(
      /A-0001.*キャンセル済。棚に置かず、返送してください.*届いた1点を、取り置き番号.*1点は、棚に置かず、返送/s,
    );
    // Its reservation may go on with another copy.
    desks.web.world.endedAs = 'closed';
    const found = await read(desks.uto, '/arrivals', lostParcel);
    desks.web.world.endedAs = 'cancelled';
    expect(found).toContain('取り置きはなくなりました。棚に置かず、返送してください');
    expect(found).not.toContain('予約は終わりました');
  });

  test('what was handed out before its parcel was scanned, or has gone home since, is not to be shelved', async () => {
    desks.web.world.place = 'atPickupLibrary';
    expect(await read(desks.uto, '/arrivals', lostParcel)).toMatch(/届いた\d点を、取り置き番号の順に棚へ/);
    for (const [place, words] of [
      ['onLoan', 'お渡し済み'],
      ['returning', '返送中'],
      ['onShelf', '県立図書館に戻りました'],
      ['onHoldShelf', '県立図書館に戻りました'],
    ] as const) {
      desks.web.world.place = place;
      const page = (await desks.uto.get('/arrivals')).text;
      expect(page).toContain(`<b>${words}</b>`);
      expect(page).not.toContain('棚へ置いてください');
      expect(page).not.toContain('name="missing"');
    }
  });

  test('the wrong parcel was scanned: its arrival is taken back, on the answer, with 0, and later on its own page', async () => {
    const page = await read(desks.uto, '/arrivals', lostParcel);
    const voids = /name="voids" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await desks.uto.post('/scans/undo', { factId: randomUUID(), voids, page: '/arrivals' });
    const undone = (await desks.uto.get('/arrivals')).text;
    expect(undone).toContain('到着受付を取り消しました');
    expect(undone).toContain('s-session__undone');
    await read(desks.uto, '/arrivals', lostParcel);
    expect(await read(desks.uto, '/arrivals', '0')).toContain('到着受付を取り消しました');
    expect(await read(desks.uto, '/arrivals', '0')).toContain('s-answer');
    expect(desks.web.heard).toEqual([
      'arrival uto@uto',
      'not arrived uto@uto',
      'arrival uto@uto',
      'not arrived uto@uto',
    ]);
    const trail = await desks.deeds('takeBackArrival');
    expect(trail).toMatchObject([{ subject: `parcel ${lostParcel}` }, { subject: `parcel ${lostParcel}` }]);
    await desks.uto.post(`/parcels/${lostParcel}/not-arrived`, { factId: randomUUID() });
    expect(desks.web.heard.at(-1)).toBe('not arrived uto@uto');
  });

  test.each([
    ['/hand-in', '/api/scans/hand-in', { barcode: freeCopy, bookDrop: false, firstEmptyingOfDay: false }],
    ['/hand-out', '/api/scans/hand-out', { barcode: hanakosCopyForUto, cardNumber: hanakosCard }],
    ['/arrivals', `/api/parcels/${lostParcel}/arrival`, {}],
  ])(
    'on %s what the device had kept is listed once it is sent, and taken back there',
    async (at, path, scan) => {
      const before = (await desks.uto.get(at)).text;
      expect((await desks.uto.json('POST', path, scanned(scan))).status).toBe(200);
      const sent = await desks.uto.get(at);
      expect([listed(before), listed(sent.text)]).toEqual([0, 1]);
      const face = /id="answer".*?<\/section>/s;
      expect(face.exec(sent.text)?.[0]).toBe(face.exec(before)?.[0]);
      await press(desks.uto, '/scans/undo', filledIn(sent, '/scans/undo', {}));
      const undone = (await desks.uto.get(at)).text;
      expect(undone).toContain('を取り消しました');
      expect(undone).toContain('s-session__undone');
      expect(undone).not.toContain('name="voids"');
    },
  );

  test('what is sent after an answer ends it: 0 takes back nothing that was scanned before', async () => {
    expect(await read(desks.uto, '/hand-in', freeCopy, { from: 'counter' })).toContain(freeCopy);
    const kept = { barcode: hanakosCopyForUto, bookDrop: false, firstEmptyingOfDay: false };
    expect((await desks.uto.json('POST', '/api/scans/hand-in', scanned(kept))).status).toBe(200);
    const later = (await desks.uto.get('/hand-in')).text;
    expect(/id="answer".*?<\/section>/s.exec(later)?.[0]).not.toContain(freeCopy);
    expect(listed(later)).toBe(2);
  });

  test('a hold that is over is marked so, and is counted once among what is looked for', async () => {
    const today = dayOf(instantFromDate(new Date()));
    const ended = { ...waitsFor(9), due: deadlineOn(addDays(today, -1)) };
    const looked = { ...waitsFor(9), reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009' };
    desks.web.world.held.set('uto', [{ ...ended, due: deadlineOn(today) }, looked]);
    expect((await desks.uto.get('/')).text).not.toContain('取り置き期限切れ');
    desks.web.world.held.set('uto', [ended, looked]);
    const home = (await desks.uto.get('/')).text;
    expect(home).toMatch(/棚にありますか<b>2点.*取り置き中　2点/s);
    expect(home.match(/取り置き期限切れ/g)).toHaveLength(1);
    expect((await desks.uto.get('/shelf-checks')).text).toContain('2点のうち1点目');
  });

  test('a copy that waits for more than seven days is asked about once a day', async () => {
    desks.web.world.held.set('uto', [
      { ...waitsFor(9), reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009' },
    ]);
    const asked = (await desks.uto.get('/shelf-checks?at=1')).text;
    expect(asked).toContain('7日より長い取り置きの確認');
    const look = /action="(\/shelf-checks\/[^"]+\/look)"/.exec(asked)?.[1] ?? '';
    await desks.uto.post(look, { factId: randomUUID(), answer: 'here' });
    expect((await desks.uto.get('/shelf-checks?at=1')).text).not.toContain('7日より長い取り置きの確認');
    expect(desks.web.heard).toEqual([]);
    await desks.web.database.shelfLook.deleteMany({});
    await desks.uto.post(look, { factId: randomUUID(), answer: 'gone' });
    expect(desks.web.heard).toEqual(['missed uto@uto']);
    expect((await desks.uto.get('/shelf-checks')).text).toContain('県立図書館が利用者に確かめます');
  });
});
