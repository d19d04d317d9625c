import { type catalogApi, conditionIs, placeIs, RecordIdSchema, type TitleAtDesk } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';

export type Copy = z.output<typeof catalogApi.readCopy.answer>;

/** How many of a queue are told (titleAtDesk): there may be more. */
const QUEUE_TOLD = 100;

/** Whether it is for a reservation that goes on. */
export function isSomebodys({ reservationId, toReturn }: Copy): boolean {
  return reservationId !== null && toReturn === null;
}

/** The borrower has the copy, or it is on its way back: its reservation waits for no copy any more. */
export function isLent({ place }: Copy): boolean {
  return placeIs(place, 'lent');
}

/** Copies of one title that are to be lent no more, and what is known of the title; nothing while nobody can say. */
export interface Losing {
  copies: readonly Copy[];
  title: TitleAtDesk | undefined;
}

export const NOT_KNOWN: Losing = { copies: [], title: undefined };

/** Those copies by their titles, each with who waits for it. */
export async function losingOf(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  copies: readonly Copy[],
): Promise<Losing[]> {
  const titles = [...new Set(copies.map(({ recordId }) => recordId))];
  return Promise.all(
    titles.map(async (recordId) => {
      const params = { recordId: RecordIdSchema.parse(recordId) };
      const title = await orNone(catalog.titleAtDesk({ params }));
      return { copies: copies.filter((copy) => copy.recordId === recordId), title };
    }),
  );
}

/** The same of one copy. */
export async function losingWith(deps: Pick<StaffWebDeps, 'catalog'>, barcode: string): Promise<Losing> {
  const copy = await orNone(deps.catalog.readCopy({ params: { barcode } }));
  const [losing] = copy ? await losingOf(deps, [copy]) : [];
  return losing ?? NOT_KNOWN;
}

/** What becomes of those who wait for a title when these copies of it are lent no more. */
export function whatMoves({ copies, title }: Losing): string {
  if (title === undefined) return 'お待ちの方がいるかは、いまはわかりません。';
  const going = new Set(copies.map(({ barcode }) => barcode));
  const others = title.copies.filter(
    ({ barcode, condition }) => !going.has(barcode) && conditionIs(condition, 'lentSomeDay'),
  ).length;
  const queue = title.queue.length;
  const waiting = queue + copies.filter((copy) => isSomebodys(copy) && !isLent(copy)).length;
  if (waiting === 0) return 'お待ちの方はいません。';
  const many = queue < QUEUE_TOLD ? '' : '以上';
  const whose = queue > 0 && waiting > queue ? `（お待ちの方 ${queue}人${many}を含みます）` : '';
  const reservations = `予約 ${waiting}件${many}${whose}`;
  return others === 0
    ? `貸出できる資料がなくなります。今日のうちに資料が見つかるか加わらないと、明日、${reservations}が館の都合でキャンセルになり、その方にメールが届きます。`
    : `${reservations}は続きます。ほかの資料（${others}点）を、元の順番で用意します。`;
}
