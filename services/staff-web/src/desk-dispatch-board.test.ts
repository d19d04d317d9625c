import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { shippingApi } from '@toshobin/contracts';
import { openDesks } from './testing/open-desks.ts';
import {
  heavyParcel,
  lateParcel,
  laterParcel,
  lostParcel,
  nextParcel,
  packedParcel,
} from './testing/shipping-desk.ts';
import { hanakosCard, hanakosCopy } from './testing/stand-ins.ts';

const desks = openDesks();

describe('the dispatch board', () => {
  test('says what leaves, what is still to be done, what waits and why, and what would cost less', async () => {
    const page = (await desks.desk.get('/dispatch-board')).text;
    expect(page).toContain('今日のゆうメール 2個のうち、1個を発送しました。');
    expect(page).toContain('梱包待ち 1点（ゆうメール 1個）　出庫待ち 1点');
    expect(page).toContain('ゆうメール2個に分ける');
    expect(page).toContain('合わせて 200円 安くなります');
    expect(page).toContain('発送休止期間');
  });

  test('every parcel is told from another for the same library by its number, open or gone', async () => {
    const { text } = await desks.desk.get('/dispatch-board');
    for (const number of [heavyParcel, nextParcel, lostParcel])
      expect(text).toContain(`<span class="s-num">${number}</span>`);
    for (const number of [heavyParcel, nextParcel])
      expect(text).toContain(`<span class="visually-hidden">（宇土市立図書館 ${number}）</span></button>`);
  });

  const page = '/dispatch-board';
  const read = async (code: string) => {
    expect((await desks.desk.post(page, { factId: randomUUID(), code })).location).toBe(page);
    return (await desks.desk.get(page)).text;
  };

  test('a parcel is dispatched by its own scan', async () => {
    expect(await read(packedParcel)).toContain('<title>発送しました');
    expect(desks.web.heard).toEqual(['dispatch desk@pref']);
    expect(await read(lostParcel)).toContain('この小包は発送済みです');
    expect(await read(hanakosCard)).not.toContain('<title>発送しました');
    expect(desks.web.heard).toEqual(['dispatch desk@pref']);
  });

  test('of a parcel that there is not it is said so, and what to do', async () => {
    desks.web.world.refused.set(shippingApi.readParcel.path, 'NOT_FOUND');
    expect(await read(packedParcel)).toMatch(/この番号の小包は.*ありません.*もう一度読み取ってください/s);
    expect(desks.web.heard).toEqual([]);
  });

  test('a parcel that was read by mistake is taken back from its answer by 0, once, and opened from there', async () => {
    for (const send of [
      () => read(packedParcel),
      async () => {
        await desks.desk.post(`${page}/${packedParcel}`, { factId: randomUUID(), mode: 'yuMail' });
        return (await desks.desk.get(page)).text;
      },
    ]) {
      desks.web.heard.length = 0;
      const sent = await send();
      expect(sent).toMatch(/取り消す<kbd>0<\/kbd>/);
      expect(sent).toMatch(/href="\/parcels\/\d+">小包を開く/);
      expect(await read('０')).toContain('<title>発送を取り消しました');
      expect(desks.web.heard).toEqual(['dispatch desk@pref', 'not dispatched desk@pref']);
      expect(await read('0')).toContain('数字の 0 で選べるものは');
      expect(desks.web.heard).toHaveLength(2);
    }
    const deeds = await desks.deeds('takeBackDispatch');
    const deed = { subject: `parcel ${packedParcel}`, reason: '読み取ってすぐの取り消し' };
    expect(deeds).toContainEqual(expect.objectContaining(deed));
  });

  test('one that goes by Yu-Pack waits for the number of its label; a mistyped one is asked for again', async () => {
    const asked = await read(heavyParcel);
    expect(asked).toContain('お問い合わせ番号を読む');
    expect(asked).toContain('data-tracking');
    expect(await read('1234-5678-9012')).toContain('data-tone="ask"');
    expect(desks.web.heard).toEqual([]);
    expect(await read('Ａ１２３４-５６７８-９０１３Ａ')).toContain('<title>発送しました');
    expect(desks.web.heard).toEqual(['dispatch desk@pref']);
    // With nothing waited for it is no parcel of ours.
    expect(await read('123456789013')).toContain('今のは郵便の伝票のお問い合わせの番号です');
    expect(await read('12345')).toContain('小包の番号ではありません');
    expect(desks.web.heard).toEqual(['dispatch desk@pref']);
  });

  test('Yu-Mail of another day leaves only when it was said so', async () => {
    const asked = await read(laterParcel);
    expect(asked).toMatch(/<title>まだ発送していません/);
    expect(asked).toMatch(/data-tone="stop"[^>]* data-asks/);
    expect(asked).toContain('11月26日（木）の便に入ります');
    expect(await read('0')).toContain('<title>まだ出しません');
    expect(await read('1')).not.toContain('<title>発送しました');
    expect(desks.web.heard).toEqual([]);
    await read(laterParcel);
    expect(await read('１')).toContain('<title>発送しました');
    expect(desks.web.heard).toEqual(['dispatch desk@pref']);
  });

  test('a button asks too, here and on the page of the parcel', async () => {
    for (const [path, back] of [
      [`${page}/${laterParcel}`, page],
      [`/parcels/${laterParcel}/dispatch`, `/parcels/${laterParcel}`],
    ] as const) {
      desks.web.heard.length = 0;
      const pressed = { factId: randomUUID(), mode: 'yuMail' };
      expect((await desks.desk.post(path, pressed)).location).toBe(back);
      const asked = (await desks.desk.get(back)).text;
      expect(asked).toContain('まだ発送していません');
      expect(asked).toContain('name="agreed"');
      expect(desks.web.heard).toEqual([]);
      await desks.desk.post(path, { ...pressed, agreed: 'yes' });
      expect((await desks.desk.get(back)).text).toContain('<title>発送しました');
      expect(desks.web.heard).toEqual(['dispatch desk@pref']);
    }
  });

  test('a parcel that is read instead of an answer takes the place of the one that was asked about', async () => {
    await read(laterParcel);
    expect(await read(packedParcel)).toContain('<title>発送しました');
    expect(await read('1')).not.toContain('<title>発送しました');
    expect(desks.web.heard).toEqual(['dispatch desk@pref']);
  });

  test('while the number of one parcel is awaited no other leaves, and it is still awaited', async () => {
    await read(heavyParcel);
    const refused = await read(packedParcel);
    expect(refused).toContain('<title>今の小包は発送していません');
    expect(refused).toContain(`小包 ${heavyParcel} の伝票を読んでください`);
    expect(refused).toContain('data-tone="stop"');
    expect(desks.web.heard).toEqual([]);
    expect(await read('123456789013')).toContain('<title>発送しました');
    expect(desks.web.heard).toEqual(['dispatch desk@pref']);
    await read(heavyParcel);
    expect(await read('0')).toContain('<title>まだ出しません');
    expect(await read(packedParcel)).toContain('<title>発送しました');
  });

  test('what is wrong with the number of a label is said, and it is still awaited', async () => {
    await read(heavyParcel);
    expect(await read('12345678901')).toContain('今のは11桁です');
    expect(await read('123456789012')).toContain('最後の桁が合いません');
    expect(await read(hanakosCopy)).toContain('今のは資料の番号です');
    expect(desks.web.heard).toEqual([]);
    desks.web.world.refused.set('/parcels/:parcelNumber/dispatch', 'TRACKING_NUMBER_TAKEN');
    expect(await read('123456789013')).toContain(`小包 ${nextParcel} のものです`);
    desks.web.world.refused.clear();
    desks.web.heard.length = 0;
    expect(await read('123456789013')).toContain('<title>発送しました');
    // The number of one of our parcels is a parcel, though its check digit is the post's too.
    const path = `/dispatch-board/${heavyParcel}`;
    await desks.desk.post(path, { factId: randomUUID(), mode: 'yuPack', trackingNumber: lateParcel });
    expect((await desks.desk.get(page)).text).toContain('今のは小包の番号です');
    expect(desks.web.heard).toEqual(['dispatch desk@pref']);
  });

  test('a day’s Yu-Mail leaves with one press, once its number was counted; once, however often it is sent', async () => {
    expect((await desks.desk.get(page)).text).toMatch(
      new RegExp(`name="parcel" value="${packedParcel}" checked`),
    );
    const day = { factId: randomUUID(), parcel: packedParcel };
    await desks.desk.post(`${page}/day`, { ...day, counted: '2' });
    expect((await desks.desk.get(page)).text).toContain('数えた数（2個）と');
    expect(desks.web.heard).toEqual([]);
    await desks.desk.post(`${page}/day`, { ...day, counted: '１' });
    expect((await desks.desk.get(page)).text).toContain('1個を発送しました');
    await desks.desk.post(`${page}/day`, { ...day, counted: '1' });
    expect(desks.web.heard).toEqual(['dispatch desk@pref', 'dispatch desk@pref']);
    expect(new Set(desks.web.world.dispatched).size).toBe(desks.web.world.dispatched.length - 1);
  });

  test('a number that is read into the field of the count is no count, and the field takes it whole', async () => {
    const field = /<input[^>]*id="counted"[^>]*>/.exec((await desks.desk.get(page)).text)?.[0] ?? '';
    expect(Number(/maxlength="(\d+)"/.exec(field)?.[1])).toBeGreaterThanOrEqual(packedParcel.length + 2);
    const day = { factId: randomUUID(), parcel: packedParcel };
    for (const counted of [
      packedParcel,
      hanakosCopy,
      `A${lateParcel}A`,
      hanakosCard,
      '1000',
      '',
      '-1',
      '1.0',
    ]) {
      const { status, location } = await desks.desk.post(`${page}/day`, { ...day, counted });
      const { text } = await desks.desk.get(location ?? page);
      expect([counted, status, text.includes('数えた数ではありません')]).toEqual([counted, 303, true]);
      expect([counted, text.includes('発送していません'), text.includes('（900個）')]).toEqual([
        counted,
        true,
        false,
      ]);
    }
    expect(desks.web.heard).toEqual([]);
    expect(
      JSON.stringify(await desks.web.database.session.findMany({ select: { answer: true } })),
    ).not.toContain(hanakosCard);
  });

  test('one of a day that can’t leave is named, and the others go', async () => {
    desks.web.world.refused.set('/parcels/:parcelNumber/dispatch', 'PARCEL_ALREADY_DISPATCHED');
    await desks.desk.post(`${page}/day`, { factId: randomUUID(), parcel: packedParcel, counted: '1' });
    expect((await desks.desk.get(page)).text).toMatch(new RegExp(`発送していません.*${packedParcel}：`, 's'));
  });

  test('hands a parcel to the post; a tracking number that is missing is asked for at its field', async () => {
    const path = `/dispatch-board/${packedParcel}`;
    const wrong = await desks.desk.post(path, { factId: randomUUID(), mode: 'yuPack', trackingNumber: '12' });
    expect(wrong.location).toBe(`/dispatch-board?missing=${packedParcel}`);
    const mistyped = { factId: randomUUID(), mode: 'yuPack', trackingNumber: '1234-5678-9012' };
    expect((await desks.desk.post(path, mistyped)).location).toBe(wrong.location);
    const right = { factId: randomUUID(), mode: 'yuPack', trackingNumber: '１２３４-５６７８-９０１３' };
    await desks.desk.post(path, right);
    expect(desks.web.heard).toEqual(['dispatch desk@pref']);
    expect((await desks.desk.get('/dispatch-board')).text).toContain('発送しました');
  });
});
