import { staffWebApi } from '@toshobin/contracts';
import type { FormBody } from '@toshobin/web';
import { z } from 'zod';
import { reasonWords } from '../pages/act-form.tsx';
import { WhereFromSchema } from '../pages/fields.ts';
import { done } from '../scans/say.ts';
import { subjectOfCopy } from '../scans/scan-copy.ts';
import { verb } from '../verbs/mount-verb.ts';

interface OfCopy {
  params: { barcode: string };
}
const toCopy = {
  may: 'stock',
  subject: ({ params }: OfCopy) => subjectOfCopy(params.barcode),
} as const;
/** What leads to one copy with it in the hand: 出庫リスト, or 返却受付 with where the pile is from. */
const ComesFromSchema = z.enum(['pick-list', ...WhereFromSchema.options]);
export type ComesFrom = z.infer<typeof ComesFromSchema>;
/** Once it is done, that is gone on with. */
const comesFrom: Readonly<Record<ComesFrom, { back: string; words: string }>> = {
  'pick-list': { back: '/pick-list', words: '出庫リストに戻る' },
  counter: { back: '/returns?from=counter', words: '返却受付に戻る' },
  firstBookDrop: { back: '/returns?from=firstBookDrop', words: '返却受付に戻る' },
  bookDrop: { back: '/returns?from=bookDrop', words: '返却受付に戻る' },
};

/** Where the way led here from, and what stands on the way back. */
export function wayBack(from: unknown): { from: ComesFrom; back: string; words: string } | undefined {
  const known = ComesFromSchema.safeParse(from);
  return known.success ? { from: known.data, ...comesFrom[known.data] } : undefined;
}

export const withdrawalOf = (barcode: string, from: ComesFrom): string =>
  `/stock?barcode=${barcode}&from=${from}#withdraw`;
export const TITLE_DELETED =
  '目録の取り込みで書名ごと消えています。資料を貸出に戻すには、先に書名を取り込み直してください。';
/** The page with the title's number in the form of a copy. */
export const toAddCopy = (recordId: string): string => `/stock?record=${recordId}`;
const ofCopysPage = {
  kept: '資料の変更',
  arrange: ({ from: _, ...typed }: Readonly<Record<string, unknown>>) => typed,
  page: ({ params: { barcode } }: OfCopy, done: unknown, { from }: FormBody) => {
    const way = wayBack(from);
    if (way === undefined) return `/stock?barcode=${barcode}`;
    return done === undefined ? `/stock?barcode=${barcode}&from=${way.from}` : way.back;
  },
} as const;
const copyWords = {
  shelfMark: '請求記号',
  weightGrams: '重さ（g）',
  thicknessMm: '厚さ（mm）',
  supplementCount: '付属資料の数',
};

export const addRecord = verb('addRecord', staffWebApi.addRecord, {
  may: 'stock',
  words: '書誌の登録',
  subject: (_asked, _found, added) => `record ${added?.recordId ?? 'unknown'}`,
  carryOut: ({ catalog }, { body, at, by }) => catalog.addRecord({ body: { ...body, at, by } }),
  form: {
    path: '/stock/records',
    title: '書誌を加える（新しい号・巻）',
    button: '書誌を加える',
    fields: {
      title: '書名',
      titleReading: '書名（よみ）',
      part: {
        label: '巻次・号',
        hint: '3、第3巻、下、2027年1月号 など。書名には入れません。巻の数が読めると、読みたい順予約の並びに入ります',
      },
      author: '著者',
      publisher: '出版者',
      year: '出版年',
      kind: {
        label: '種類',
        choices: { book: '図書', magazineIssue: '雑誌の号', audiovisual: '視聴覚資料' },
      },
      lending: {
        label: '貸出',
        choices: {
          lendable: '貸出可',
          inPersonOnly: '来館貸出可',
          audiovisual: '視聴覚資料',
          referenceOnly: '禁帯出',
        },
      },
      protectiveCover: '保護カバー（袋）に入れる',
    },
    kept: '書誌を加える',
    said: ({ recordId }) => done('書誌を加えました', `書誌の番号 ${recordId}。続けて資料を加えてください`),
    page: (_asked, added) => (added ? toAddCopy(added.recordId) : '/stock'),
  },
});

export const addCopy = verb('addCopy', staffWebApi.addCopy, {
  may: 'stock',
  words: '資料の登録',
  subject: ({ body }) => subjectOfCopy(body.barcode),
  carryOut: ({ catalog }, { body, at, by }) => catalog.addCopy({ body: { ...body, at, by } }),
  form: {
    path: '/stock/copies',
    title: '資料を加える',
    button: '資料を加える',
    fields: { recordId: '書誌の番号', barcode: '新しい資料番号', ...copyWords },
    kept: '資料を加える',
    said: () => done('資料を加えました', '返却受付で読み取ると、次の行き先が表示されます'),
    page: ({ body }, added) => (added ? `/stock?barcode=${added.barcode}` : toAddCopy(body.recordId)),
  },
});

export const changeCopy = verb('changeCopy', staffWebApi.changeCopy, {
  ...toCopy,
  words: '資料の変更',
  carryOut: ({ catalog, copies }, { params, body, at, by }) => {
    copies.forget(params.barcode);
    return catalog.changeCopy({ params, body: { ...body, at, by } });
  },
  form: {
    path: '/stock/copies/:barcode',
    title: '資料の変更',
    button: '変更する',
    fields: copyWords,
    said: '変更しました',
    ...ofCopysPage,
  },
});

const CONDITIONS = { damaged: '破損・修理中', withdrawn: '除籍' } as const;

/** Out of service, to be mended or for good. */
export const withdrawCopy = verb('withdrawCopy', staffWebApi.withdrawCopy, {
  ...toCopy,
  words: '除籍・修理',
  why: ({ condition }) => CONDITIONS[condition],
  carryOut: ({ catalog }, { params, body, at, by }) =>
    catalog.withdrawCopy({ params, body: { ...body, at, by } }),
  form: {
    path: '/stock/copies/:barcode/withdrawal',
    title: '貸出をやめる',
    button: '貸出をやめる',
    fields: { condition: { label: '理由', choices: CONDITIONS } },
    said: ({ stillWaiting }) =>
      done('貸出をやめました', stillWaiting > 0 ? `お待ちの方 ${stillWaiting}人` : ''),
    ...ofCopysPage,
  },
});

export const mendCopy = verb('mendCopy', staffWebApi.mendCopy, {
  ...toCopy,
  words: '貸出に戻した（修理・除籍の取消）',
  carryOut: ({ catalog }, { params, at, by }) => catalog.mendCopy({ params, body: { at, by } }),
  form: {
    path: '/stock/copies/:barcode/service',
    title: '貸出に戻す（修理が終わった、除籍を取り消す）',
    button: '貸出に戻す',
    fields: { reason: reasonWords },
    said: () => done('貸出に戻しました', '棚へ戻します。お待ちの方がいるときは、出庫リストに入ります'),
    ...ofCopysPage,
  },
});

/** Lost by its borrower, or not found. */
export const declareLost = verb('declareLost', staffWebApi.declareLost, {
  ...toCopy,
  words: '紛失',
  carryOut: ({ catalog }, { params, body, at, by }) =>
    catalog.declareLost({ params, body: { ...body, at, by } }),
  form: {
    path: '/stock/copies/:barcode/lost',
    title: '紛失',
    button: '紛失にする',
    fields: { reason: reasonWords },
    said: '紛失にしました',
    ...ofCopysPage,
  },
});
