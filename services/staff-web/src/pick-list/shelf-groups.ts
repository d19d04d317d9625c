/** Rooms by the beginning of a shelf mark, in the order in which they are walked (services/catalog: make-shelf-mark). */
const rooms: readonly { name: string; of: RegExp }[] = [
  { name: '一般　0〜4類', of: /^[0-4]/ },
  { name: '一般　5〜9類', of: /^[5-9]/ },
  { name: '雑誌', of: /^P/ },
  { name: '児童', of: /^K/ },
  { name: '参考資料', of: /^R/ },
  { name: '視聴覚資料', of: /^V/ },
];

/** Rows in the order of the shelves, by room; what no room is known for comes last. */
export function byRoom<T extends { shelfMark: string }>(rows: readonly T[]): { name: string; rows: T[] }[] {
  const rest = (row: T) => !rooms.some(({ of }) => of.test(row.shelfMark));
  return [
    ...rooms.map(({ name, of }) => ({ name, rows: rows.filter(({ shelfMark }) => of.test(shelfMark)) })),
    { name: 'そのほか', rows: rows.filter(rest) },
  ].filter((room) => room.rows.length > 0);
}
