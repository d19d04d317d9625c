import { foldHeading, UnreadableFile } from '@toshobin/spreadsheets';

/** What other systems call the columns of a file of cards; the first is our own name for it. */
export const headings = {
  cardNumber: ['カード番号', '貸出カード番号', '利用者番号', '利用者カード番号', 'card_number'],
  name: ['氏名', '利用者氏名', '名前', 'name'],
  nameReading: ['氏名よみ', '氏名ヨミ', '氏名カナ', '氏名かな', 'フリガナ', 'ふりがな', 'name_reading'],
  birthDate: ['生年月日', 'birth_date'],
  postcode: ['郵便番号', 'postcode'],
  address: ['住所', 'address'],
  phone: ['電話番号', '電話', 'phone'],
  email: ['メールアドレス', 'メール', 'e-mail', 'email'],
  expiresOn: ['有効期限', '有効期限日', 'カード有効期限', 'expires_on'],
  suspended: ['利用停止', '停止', 'suspended'],
} as const;
export type Column = keyof typeof headings;

const columnOf = new Map<string, Column>();
for (const [column, names] of Object.entries(headings))
  for (const name of names) if (isColumn(column)) columnOf.set(foldHeading(name), column);

function isColumn(name: string): name is Column {
  return Object.hasOwn(headings, name);
}

/**
 * Which column each cell of the first line heads; undefined for what is not read. A file without what a card needs, or
 * in which two columns are the same, can't be what was meant: an UnreadableFile says so.
 */
export function columnsOf(cells: readonly string[]): (Column | undefined)[] {
  const columns = cells.map((cell) => columnOf.get(foldHeading(cell)));
  for (const needed of ['cardNumber', 'name', 'birthDate'] as const)
    if (!columns.includes(needed))
      throw new UnreadableFile(`The first line has no heading for ${needed}: ${headings[needed].join(', ')}`);
  for (const column of columns)
    if (column !== undefined && columns.indexOf(column) !== columns.lastIndexOf(column))
      throw new UnreadableFile(
        `The first line has two headings for ${column}: ${headings[column].join(', ')}`,
      );
  return columns;
}
