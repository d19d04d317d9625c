import type { PatronRow } from '@toshobin/contracts';
import { dateIn, type Front, sayIn } from '@toshobin/web';

/** What My Library can say that it has just done. */
// biome-ignore lint/plugin: what was done, not how a reservation stands
const doneWishes = [
  'cancelled',
  'extended',
  'pickupChanged',
  'pickupKept',
  'suspended',
  'resumed',
  'pickedUp',
] as const;
export type DoneWish = (typeof doneWishes)[number];

/** Where a wish that was carried out leads: My Library, which says so of that row. */
export function afterWish(done: DoneWish, reservationId: string): string {
  return `/my-library?done=${done}&of=${reservationId}`;
}

/**
 * What was done, with the date or place that the row has now. Undefined when the row does not show it (an old address, or
 * something has happened since): nothing is said that the page does not bear out.
 */
export function doneWords(
  done: string,
  row: PatronRow,
  { front, libraryName }: { front: Pick<Front, 'language'>; libraryName: string },
): string | undefined {
  const say = sayIn(front.language);
  const { state, due, resumesOn } = row;
  switch (done) {
    case 'cancelled':
      return state === 'cancelled'
        ? say('予約をキャンセルしました。', 'The reservation is cancelled.')
        : undefined;
    case 'extended': {
      if (!row.extended || due === null) return undefined;
      const day = dateIn(front.language, due.date);
      return say(
        `貸出期間を延長しました。新しい返却期限：${day}まで`,
        `The loan is extended. New due date: ${day}.`,
      );
    }
    case 'pickupChanged':
      return say(
        `受取館を変更しました。新しい受取館：${libraryName}`,
        `The pickup library is changed to ${libraryName}.`,
      );
    case 'pickupKept':
      return say(
        `受取館は${libraryName}のままです。変更していません。`,
        `The pickup library is ${libraryName} as before.`,
      );
    case 'suspended': {
      if (state !== 'suspended' || resumesOn === null) return undefined;
      const day = dateIn(front.language, resumesOn);
      return say(
        `予約を一時停止しました。${day}に再開します。`,
        `The reservation is suspended. It resumes on ${day}.`,
      );
    }
    case 'resumed':
      return state === 'suspended' ? undefined : say('予約を再開しました。', 'The reservation waits again.');
    case 'pickedUp': {
      if (due === null || state === 'ready') return undefined;
      const day = dateIn(front.language, due.date);
      return say(
        `受け取りを記録しました。返却期限：${day}まで`,
        `We noted that you have picked it up. Please return it by ${day}.`,
      );
    }
  }
  return undefined;
}
