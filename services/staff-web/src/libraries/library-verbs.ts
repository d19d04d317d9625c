import { shippingApi, staffWebApi } from '@toshobin/contracts';
import { done } from '../scans/say.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verb } from '../verbs/mount-verb.ts';

const ofLibrary = ({ params }: { params: { library: string } }) => `library ${params.library}`;
const toLibrary = ({ params }: { params: { library: string } }) => `/libraries/${params.library}`;
export const weekdays = ['月', '火', '水', '木', '金', '土', '日'] as const;

/** R17. A closure; the dates that lie in it move and each patron is told once. */
export const enterClosure = verb('enterClosure', staffWebApi.enterClosure, {
  may: 'libraries',
  words: '臨時休館の登録',
  subject: ({ body }) => `library ${body.library}`,
  carryOut: ({ shipping }, { body, at, by }) =>
    shipping.call(shippingApi.enterClosure, { body: { ...body, occurredAt: at, by } }),
  form: {
    path: '/closures',
    button: 'この内容で登録する',
    fields: { library: GIVEN, from: GIVEN, until: GIVEN, reason: GIVEN },
    kept: '臨時休館の登録',
    said: () => done('臨時休館を登録しました', '期限を動かし、お知らせします'),
    page: '/libraries',
  },
});

/** R17. It does not close after all. */
export const takeBackClosure = verb('takeBackClosure', staffWebApi.takeBackClosure, {
  may: 'libraries',
  words: '臨時休館の取りやめ',
  subject: ({ params }) => `closure ${params.closureId}`,
  carryOut: ({ shipping }, { params, body, at, by }) =>
    shipping.call(shippingApi.takeBackClosure, { params, body: { ...body, occurredAt: at, by } }),
  form: {
    path: '/closures/:closureId/take-back',
    button: '休館を取りやめる',
    fields: {},
    kept: '休館の取りやめ',
    said: () => done('休館を取りやめました', 'すでに知らせた期限は変わりません'),
    page: '/libraries',
  },
});

/** R5. Not selectable from a day on, until it reopens; without days it is open again. */
export const pausePickup = verb('pausePickup', staffWebApi.pausePickup, {
  may: 'libraries',
  words: '受取館の休止・再開',
  subject: ofLibrary,
  carryOut: ({ shipping }, { params, body, at, by }) =>
    shipping.call(shippingApi.pausePickup, { params, body: { ...body, occurredAt: at, by } }),
  form: {
    path: '/libraries/:library/pause',
    title: '受取の休止',
    button: ({ pausedFrom }) => (pausedFrom === null ? '受取を再開する' : '受取を休止する'),
    fields: {
      pausedFrom: { label: '休止する日', required: true },
      reopens: '再開する日（決まっていないときは空けます）',
    },
    kept: '館の休止・再開',
    said: (_paused, { body }) => done(body.pausedFrom === null ? '受取を再開します' : '受取を休止します'),
    page: toLibrary,
  },
});

/** Full-width digits and a missing hyphen are the typing's, not the post's. */
function postcodeIn(typed: unknown): string {
  const digits = String(typed).normalize('NFKC').replaceAll(/[^\d]/g, '');
  return digits.replace(/^(\d{3})(\d{4})$/, '$1-$2');
}

/** Telephone, closing days, and how arrivals are known. */
export const changeLibrary = verb('changeLibrary', staffWebApi.changeLibrary, {
  may: 'libraries',
  words: '館の変更',
  subject: ofLibrary,
  carryOut: ({ shipping }, { params, body: { address, closedOnHolidays, ...known }, at, by }) =>
    shipping.call(shippingApi.changeLibrary, {
      params,
      body: {
        ...known,
        occurredAt: at,
        by,
        ...(address === undefined ? {} : { address }),
        ...(closedOnHolidays === undefined ? {} : { closedOnHolidays }),
      },
    }),
  form: {
    path: '/libraries/:library',
    title: '館の変更',
    button: '変更する',
    fields: {
      phone: '電話番号',
      address: {
        postcode: '郵便番号',
        address1: '住所 1行目（小包ラベルに刷ります）',
        address2: { label: '住所 2行目', optional: true },
        address3: { label: '住所 3行目', optional: true },
      },
      closedWeekdays: {
        label: '休館する曜日',
        choices: Object.fromEntries(weekdays.map((name, at) => [String(at + 1), name])),
      },
      closedOnHolidays: GIVEN,
      arrival: {
        label: '到着',
        choices: { scan: '読み取る', assumed: '読み取らない（発送から2配達日後に着いたと見なす）' },
      },
    },
    arrange: ({ postcode, address1, address2, address3, ...fields }) => ({
      ...fields,
      address: {
        postcode: postcodeIn(postcode),
        lines: [address1, address2, address3]
          .map((line) => String(line ?? '').trim())
          .filter((line) => line !== ''),
      },
    }),
    kept: '館の登録・変更',
    said: '変更しました',
    page: toLibrary,
  },
});

/** R11. Days on which nothing is dispatched. */
export const pauseDispatch = verb('pauseDispatch', staffWebApi.pauseDispatch, {
  may: 'libraries',
  words: '発送の休み',
  subject: () => 'dispatch',
  carryOut: ({ shipping }, { body, at, by }) =>
    shipping.call(shippingApi.pauseDispatch, { body: { ...body, occurredAt: at, by } }),
  form: {
    path: '/dispatch-pauses',
    button: '登録する',
    fields: {
      kind: {
        label: '何を',
        choices: { closure: '発送の休業（次の営業日に動きます）', noDispatch: '発送休止期間' },
      },
      from: 'はじめの日',
      until: '終わりの日（この日まで）',
    },
    kept: '発送の休みの登録',
    said: '登録しました',
    page: '/libraries',
  },
});
