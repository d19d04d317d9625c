import type { PatronRow } from '@toshobin/contracts';
import { atPrefecturalWithCopy, formatDateEn, formatDateJa, onItsWay } from '@toshobin/lending-rules';
import type { Say } from '@toshobin/web';

/** What the page that asks once before a wish says. */
export interface WishWords {
  title: string;
  heading: string;
  button: string;
  /** The wish takes something away from the patron. */
  stop?: boolean;
  /** What follows from it, a sentence each. */
  follows: readonly string[];
}

/** R20. What becomes of the place in the queue and of the copy. */
export function cancelWords(row: PatronRow, say: Say): WishWords {
  const copy = atPrefecturalWithCopy.has(row.state)
    ? [
        say(
          '準備した資料は、次の方にお回しするか、棚に戻します。',
          'The copy goes to the next person, or back to its shelf.',
        ),
      ]
    : onItsWay.has(row.state)
      ? [
          say(
            '配送中の資料は、受取館に着いてから県立図書館に返送します。受け取りはできません。',
            'The copy on its way is sent back from your pickup library. You can’t pick it up.',
          ),
        ]
      : row.state === 'ready'
        ? [
            say(
              '取り置きを終わります。受け取りはできなくなります。',
              'The hold ends, and you can’t pick the copy up any more.',
            ),
            say(
              'もう受け取られたときは、キャンセルせずに「受け取りました」を押してください。',
              'If you have it already, don’t cancel: press “I have picked it up”.',
            ),
          ]
        : [];
  return {
    title: say('予約のキャンセル', 'Cancel the reservation'),
    heading: say('この予約をキャンセルしますか', 'Cancel this reservation?'),
    button: say('予約をキャンセルする', 'Cancel the reservation'),
    stop: true,
    follows: [
      ...copy,
      say(
        'キャンセルすると、順番は残りません。もう一度予約できます。',
        'Your place in the queue is not kept. You can reserve again.',
      ),
      say('キャンセルしたことを、メールでもお知らせします。', 'We confirm it by mail.'),
    ],
  };
}

/** R20. */
export function resumeWords(_row: PatronRow, say: Say): WishWords {
  return {
    title: say('予約の再開', 'Resume the reservation'),
    heading: say('この予約を再開しますか', 'Resume this reservation?'),
    button: say('再開する', 'Resume'),
    follows: [
      say(
        '一時停止する前の順番で、すぐに順番待ちに戻ります。',
        'It waits again at once, at the place it had before.',
      ),
    ],
  };
}

/** R8 「受け取りました」. */
export function pickedUpWords({ due }: PatronRow, say: Say): WishWords {
  return {
    title: say('受け取りの記録', 'Record of pickup'),
    heading: say('この資料を受け取りましたか', 'Have you picked this up?'),
    button: say('受け取りました', 'I have picked it up'),
    follows: [
      say('まだお受け取りでないときは、押さないでください。', 'Please don’t press it if you haven’t.'),
      say(
        '貸出中になり、予約のキャンセルはできなくなります。',
        'It becomes a loan, and the reservation can’t be cancelled any more.',
      ),
      due
        ? say(
            `返却期限は変わりません。${formatDateJa(due.date)}までに返却してください。`,
            `The due date stays. Please return it by ${formatDateEn(due.date)}.`,
          )
        : say('返却期限は、この後Myライブラリに表示します。', 'The due date then appears in My Library.'),
    ],
  };
}
