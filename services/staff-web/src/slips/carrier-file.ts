import type { Address, Library, LibraryCode, Parcel } from '@toshobin/contracts';
import { csvLine } from '@toshobin/service';
import iconv from 'iconv-lite';

/**
 * The columns that the carrier's label program (ゆうパックプリントR) takes in by a filter. Where we know no address it is
 * the program's own address book's, found by our code of the library; nothing in the file names a patron or a title.
 */
export const carrierColumns = [
  'お客様側管理番号',
  '発送予定日',
  '郵便種別',
  '保冷種別',
  '元/着払/代引',
  'お届け先 コード',
  'お届け先 郵便番号',
  'お届け先 住所1',
  'お届け先 住所2',
  'お届け先 住所3',
  'お届け先 名称1',
  'お届け先 電話番号',
  '品名1',
  '複数個口数',
  '備考',
] as const;

const YU_PACK = '0';
const NOT_COOLED = '0';
const PREPAID = '0';

/** One line a Yu-Pack parcel, in the order of the columns. */
export function carrierRows(
  parcels: readonly Parcel[],
  libraries: readonly Library[],
  addressOf: (library: LibraryCode) => Address | undefined,
): Record<(typeof carrierColumns)[number], string>[] {
  return parcels
    .filter(({ direction, mode, lines }) => direction === 'outward' && mode === 'yuPack' && lines.length > 0)
    .map((parcel) => {
      const library = libraries.find(({ code }) => code === parcel.library);
      const address = addressOf(parcel.library);
      return {
        お客様側管理番号: parcel.parcelNumber,
        発送予定日: parcel.plannedDispatchDay.replaceAll('-', ''),
        郵便種別: YU_PACK,
        保冷種別: NOT_COOLED,
        '元/着払/代引': PREPAID,
        'お届け先 コード': parcel.library,
        'お届け先 郵便番号': address?.postcode ?? '',
        'お届け先 住所1': address?.lines[0] ?? '',
        'お届け先 住所2': address?.lines[1] ?? '',
        'お届け先 住所3': address?.lines[2] ?? '',
        'お届け先 名称1': library?.name ?? parcel.library,
        'お届け先 電話番号': library?.phone ?? '',
        品名1: '図書館資料',
        複数個口数: '1',
        備考: `${parcel.lines.length}点`,
      };
    });
}

/**
 * The file: a head line, then one line a parcel, CRLF. In Shift_JIS (Windows-31J), because that is what the carrier's
 * program reads; UTF-8, with or without BOM, would come in as other characters there.
 */
export function carrierFile(
  rows: readonly Readonly<Record<(typeof carrierColumns)[number], string>>[],
): Buffer {
  const lines = [[...carrierColumns], ...rows.map((row) => carrierColumns.map((column) => row[column]))];
  return iconv.encode(lines.map(csvLine).join(''), 'windows-31j');
}
