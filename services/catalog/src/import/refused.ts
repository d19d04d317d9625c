import { barcodeKindWords, formInWords } from '@toshobin/contracts';

/** Why a record, or a part of one, is not taken as it stands; the sentences are the report's (staff's page, CSV). */
export const refusedWhy = {
  NOT_MARC: 'MARCのレコードとして読めません',
  LENGTH_WRONG: 'レコードの長さが合いません',
  DIRECTORY_WRONG: 'ディレクトリが壊れています',
  NOT_UTF8: '文字コードがUTF-8ではありません',
  MARC8: '文字コードがMARC-8です。UTF-8に変換してください',
  TOO_LONG: 'レコードが長すぎます',
  NOT_XML: 'ここから先はXMLとして読めないため、取り込んでいません',
  ISBN_WRONG: 'ISBNが正しくありません。ISBNだけ入れていません',
  ISSN_WRONG: 'ISSNが正しくありません。ISSNだけ入れていません',
  NOT_CSV: '1行目と列の数が違うか、「"」が閉じていません',
  ENCODING_WRONG: '文字コードが合いません',
  NOT_KEPT: '長すぎるなどの値があり、登録できません',
  NO_NUMBER: '番号がありません',
  NO_TITLE: '書名がありません',
  NO_HEADING: '標目の名前がありません',
  NOT_A_NAME: '個人名・団体名の典拠レコードではありません',
  NUMBER_TWICE: '同じ番号がこのファイルに2回あり、あとのほうを入れました',
  OLDER: '更新日時（005）が目録にあるものより前のため、上書きしていません',
  NOT_THIS_KIND: 'この種類の資料は取り込めません',
  LENDING_UNKNOWN: '貸出区分のことばが表にありません',
  BARCODE_CHECK_DIGIT: '資料番号の検査数字が合いません。この1冊は入れていません',
  BARCODE_FORM: '資料番号の形ではありません（{copyForm}です）。この1冊は入れていません',
  BARCODE_OF_CARD: `資料番号ではなく${barcodeKindWords.card}の番号です。この1冊は入れていません`,
  BARCODE_OF_PARCEL: `資料番号ではなく${barcodeKindWords.parcel}の番号です。この1冊は入れていません`,
  BARCODE_OF_TRADE: `資料番号ではなく${barcodeKindWords.isbn}です。この1冊は入れていません`,
  /** Kept by earlier runs, which did not tell these apart. */
  BARCODE_WRONG: '資料番号が正しくありません。この1冊は入れていません',
  BARCODE_TAKEN: '資料番号が別の資料で使われています。この1冊は入れていません',
  COPY_WITHDRAWN: '除籍した資料番号です。貸出に戻すときは「資料の変更」から戻します',
  COPY_LENT: '貸出中などのため、除籍していません。返却の後に、同じファイルをもう一度取り込みます',
  STILL_WAITED_FOR: '除籍の知らせがありましたが、予約して待っている人がいます',
  TITLE_WAITED_FOR: '予約している人がいるため、貸出区分は変えていません',
  COPY_UNKNOWN: '除籍の知らせですが、この書名にその資料番号の本はありません',
  COPY_OF_DELETED:
    '削除の知らせがあった書名のため、この1冊は入れていません。同じファイルをもう一度取り込みます',
  DELETED_UNKNOWN: '削除の知らせですが、この番号の書名はありません',
} as const;
export type RefusedWhy = keyof typeof refusedWhy;

const sentences: Readonly<Record<string, string>> = refusedWhy;

/** The sentence of a kept reason, as it is told today. */
export function sentenceOf(why: string): string {
  return (sentences[why] ?? why).replace('{copyForm}', formInWords('copy'));
}

/** A refusal within a record: which rule, and the text. */
export interface Refused {
  why: RefusedWhy;
  what: string;
  /** The control number, where it could be read of a record that could not. */
  number?: string | undefined;
}

/** What becomes of a piece of a file: read, or refused. */
export type Reading<T> = { ok: true; value: T } | { ok: false; refused: Refused };

export function refused(why: RefusedWhy, what = '', number?: string): { ok: false; refused: Refused } {
  return { ok: false, refused: { why, what: what.slice(0, 200), number } };
}
