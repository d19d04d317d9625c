import { CardApplicationSchema, isBirthDate } from '@toshobin/contracts';
import { type CalendarDate, readDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { readCardNumber } from '../cards/read-card-number.ts';
import type { Column } from './columns.ts';

/** A card of another system, and whose it is. */
export interface Holder {
  cardNumber: string;
  name: string;
  nameReading: string | null;
  birthDate: CalendarDate;
  postcode: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
  /** The last day, included; null: without an end. */
  expiresOn: CalendarDate | null;
  suspended: boolean;
}

/** Why a line, or a cell of it, is not taken; the sentences are the report's. */
export const refusedWhy = {
  NOT_CSV: 'この行はCSVとして読めません',
  ENCODING_WRONG: '文字コードが合いません',
  NUMBER_WRONG: 'この図書館のカードの番号ではありません',
  NUMBER_TAKEN: 'この番号は、氏名か生年月日の違う人のカードです',
  NUMBER_ENDED: 'この番号のカードは、返されて登録を消したものです',
  NO_NAME: '氏名がないか、長すぎます',
  BIRTH_DATE_WRONG: '生年月日がないか、読めません',
  LAST_DAY_WRONG: '有効期限が読めません',
  SUSPENDED_UNCLEAR: '利用停止かどうか、読めません',
  LEFT_OUT: 'この欄は読めないため、空けて登録します',
} as const;
export type RefusedWhy = keyof typeof refusedWhy;

/** What was not taken, and of which column; never what stands there. */
export interface Refused {
  column: Column | null;
  why: RefusedWhy;
}

export type Row = ReadonlyMap<Column, string>;
/** A row, read whole or not at all, but for cells that a card does without: these are left out and told. */
type HolderRead = { holder: Holder; leftOut: Refused[] } | { refused: Refused };

const is = {
  suspended: new Set(['1', 'true', 'yes', 'y', '停止', '利用停止', '停止中', '利用停止中', '有', '○']),
  usable: new Set(['', '0', 'false', 'no', 'n', '無', 'なし', '-', '×']),
};
const fields = CardApplicationSchema.shape;

/**
 * R1. Number, name and birth date (R2: the initial password) are what a card needs; a last day or a suspension that
 * can't be read would make a card valid that was not.
 *
 * @param today nobody is born after it
 */
export function readHolder(row: Row, today: CalendarDate): HolderRead {
  const text = (column: Column) => (row.get(column) ?? '').trim();
  const refuse = (column: Column, why: RefusedWhy) => ({ refused: { column, why } });
  const number = readCardNumber(text('cardNumber'));
  if (!number.ok) return refuse('cardNumber', 'NUMBER_WRONG');
  const name = fields.name.safeParse(text('name'));
  if (!name.success) return refuse('name', 'NO_NAME');
  const birthDate = readDate(text('birthDate'));
  if (birthDate === undefined || !isBirthDate(birthDate, today))
    return refuse('birthDate', 'BIRTH_DATE_WRONG');
  const expiresOn = text('expiresOn') === '' ? null : readDate(text('expiresOn'));
  if (expiresOn === undefined) return refuse('expiresOn', 'LAST_DAY_WRONG');
  const said = text('suspended').normalize('NFKC').toLowerCase();
  if (!is.suspended.has(said) && !is.usable.has(said)) return refuse('suspended', 'SUSPENDED_UNCLEAR');
  const leftOut: Refused[] = [];
  const optional = (column: Column, schema: z.ZodType<string | null>) => {
    if (text(column) === '') return null;
    const read = schema.safeParse(text(column));
    if (!read.success) leftOut.push({ column, why: 'LEFT_OUT' });
    return read.data ?? null;
  };
  const holder: Holder = {
    cardNumber: number.value,
    name: name.data,
    nameReading: optional('nameReading', fields.nameReading),
    birthDate,
    postcode: optional('postcode', fields.postcode),
    address: optional('address', fields.address),
    phone: optional('phone', fields.phone),
    email: optional('email', fields.email),
    expiresOn,
    suspended: is.suspended.has(said),
  };
  return { holder, leftOut };
}
