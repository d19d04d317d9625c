import { libraryNameIn, type PatronRow } from '@toshobin/contracts';
import {
  type CalendarDate,
  CalendarDateSchema,
  dayOf,
  isAfter,
  isBefore,
  isLostByReader,
  mayWish,
  RefusalSchema,
  scanAwaited,
  thereOrWithPatron,
  weeksIn,
} from '@toshobin/lending-rules';
import { dateIn, type Front, sayIn, sentenceOf } from '@toshobin/web';
import { refusalIn } from '../pages/library-name.tsx';
import { waitWords } from '../records/wait-words.ts';
import { pauseOf } from '../reserving/choose-library.ts';
import { earliestWords } from '../reserving/earliest-words.ts';
import { dayExtendedTo, type ExtensionContext, extensionOf } from './extension-of-row.ts';

/** What the notes of a row are written from. */
export interface NoteContext extends ExtensionContext {
  front: Pick<Front, 'phone' | 'language'>;
  libraryName: string;
  /** The pickup library is the prefectural library itself. */
  prefectural: boolean;
  /** The next day on which parcels leave; undefined while shipping was never reached. */
  nextDispatchDay: CalendarDate | undefined;
  /** R3: ten loans, so that nothing more is handed over at the counter. */
  atLoanLimit: boolean;
}

/** What a patron should know of a row beside its state: what happens next and when, why there is no button, what to do. */
export function notesOf(row: PatronRow, context: NoteContext): string[] {
  return [
    ...whatNext(row, context),
    ...ofTheExtension(row, context),
    ...ofTheCover(row, context),
    ...ofThePause(row, context),
  ];
}

function toBeSettled({ front: { phone, language } }: NoteContext): string {
  return sayIn(language)(
    `なくされた資料のお手続きは、県立図書館（電話 ${phone}）がご案内します。見つかったときは、受取館か県立図書館へお返しください。`,
    `The prefectural library (telephone ${phone}) tells you how to settle it. If you find it, hand it in at your pickup library or at the prefectural library.`,
  );
}

function lookedFor(say: ReturnType<typeof sayIn>): string {
  return say(
    'ただいま調べています。分かりしだいお知らせします。手続きは必要ありません。',
    'We are looking into it and will tell you. You need not do anything.',
  );
}

function whatNext(row: PatronRow, context: NoteContext): string[] {
  const { front, now, libraryName } = context;
  const { keptUntil, resumesOn } = row;
  const say = sayIn(front.language);
  const day = (date: CalendarDate) => dateIn(front.language, date);
  switch (row.state) {
    case 'requested':
      return [
        say('順番と準備の状況は、まもなくここに表示します。', 'Its place in the queue appears here shortly.'),
      ];
    case 'rejected':
      return rejection(row, front);
    case 'queued':
      if (row.noCopyLeft)
        return [
          say(
            'ただいま、お渡しできる資料がありません。',
            'There is no copy that can be lent to you just now.',
          ),
          say(
            '今日のうちに見つからないときは、予約をキャンセルし、メールでお知らせします。',
            'If none turns up today, we cancel the reservation and tell you by mail.',
          ),
        ];
      return [
        row.position === 1
          ? say(
              '次の順番です。資料が戻りしだい、準備を始めてメールでお知らせします。',
              'You are next. When a copy is back we prepare it and tell you by mail.',
            )
          : say(
              '順番がきましたら、準備を始めてメールでお知らせします。',
              'When it is your turn we prepare it and tell you by mail.',
            ),
        ...(row.waitEstimate
          ? [
              say(
                `待ち時間の目安：${waitWords(row.waitEstimate, say)}`,
                `Likely wait: ${waitWords(row.waitEstimate, say)}.`,
              ),
            ]
          : []),
      ];
    case 'suspended':
      return [
        say('予約の順番は残っています。', 'Your place in the queue is kept.'),
        ...(resumesOn
          ? [say(`${day(resumesOn)}に、順番待ちに戻ります。`, `It waits again from ${day(resumesOn)}.`)]
          : []),
      ];
    case 'allocated':
    case 'picked':
      return preparing(context);
    case 'heldForLoanLimit':
      return keptUntil
        ? [
            sentenceOf({ code: 'WAITING_FOR_LOAN_SLOT' }, front),
            say(`お預かり期限：${day(keptUntil)}まで`, `Kept for you until ${day(keptUntil)}.`),
          ]
        : [
            say(
              '次の方にお回ししました。予約の順番は残っています。返却処理が済むと、順番待ちに戻ります。',
              'It went to the next person. Your place is kept; you wait again when a return is processed.',
            ),
          ];
    case 'packed':
      return packed(row, context);
    case 'shipped':
      return [
        say(
          `${libraryName}へ配送中です。受取可能になりましたら、メールでお知らせします。`,
          `On its way to ${libraryName}. We tell you by mail when it is ready.`,
        ),
      ];
    case 'arrivalOverdue':
    case 'lostInTransit':
      return [isLostByReader(row) ? toBeSettled(context) : lookedFor(say)];
    case 'ready':
      return ready(row, context);
    case 'handOutUnconfirmed':
      return [
        say(
          'お受け取りの記録がありません。受け取り済みのときは「受け取りました」を押してください。',
          'We have no record of pickup. If you have it, press “I have picked it up”.',
        ),
      ];
    case 'handedOut':
    case 'overdue':
      return row.due && isBefore(row.due.at, now)
        ? [say(`返却期限：${day(row.due.date)}`, `It was due on ${day(row.due.date)}.`)]
        : [];
    case 'returning':
      return [
        say(
          '返却処理が済むまで貸出の点数に数えますが、延滞にはなりません。',
          'It counts as a loan until the return is processed, but it is not overdue.',
        ),
      ];
    case 'returned':
      return [
        say('返却処理が済みました。ご利用ありがとうございました。', 'The return is processed. Thank you.'),
      ];
    case 'settled':
      return [
        say(
          'お手続きが終わりました。貸出の点数には数えません。',
          'This has been settled. It does not count as a loan.',
        ),
      ];
    case 'expired':
      return expiry(row, front);
    case 'cancelled':
      return [];
  }
}

function preparing({ front, prefectural, nextDispatchDay, library, policy }: NoteContext): string[] {
  const say = sayIn(front.language);
  if (prefectural || nextDispatchDay === undefined) {
    return [say('受取可能になりましたら、メールでお知らせします。', 'We tell you by mail when it is ready.')];
  }
  const day = dateIn(front.language, nextDispatchDay);
  const leaves = say(`早ければ${day}に発送します。`, `It leaves with the mail on ${day} at the earliest.`);
  if (library === undefined) return [leaves];
  return [leaves, earliestWords(front.language, { nextDispatchDay, pickup: library.calendar, policy })];
}

function packed(
  { plannedDispatchDay: planned }: PatronRow,
  { front, now, libraryName }: NoteContext,
): string[] {
  const say = sayIn(front.language);
  const counted = say('貸出の点数に数えています。', 'It counts as a loan already.');
  if (planned === null) return [counted];
  if (isBefore(planned, dayOf(now))) {
    return [
      say('発送の予定日を過ぎました。まもなく発送します。', 'It should have left already and leaves soon.'),
      counted,
    ];
  }
  const day = dateIn(front.language, planned);
  return [
    say(`${day}に${libraryName}へ発送します。`, `It leaves for ${libraryName} with the mail on ${day}.`),
    counted,
  ];
}

function ready(row: PatronRow, context: NoteContext): string[] {
  const { front, library, now, prefectural, libraryName } = context;
  const say = sayIn(front.language);
  const today = dayOf(now);
  const notes: string[] = [];
  // Where arrivals are not scanned, the date is a guess (R7).
  if (library?.arrival === 'assumed' && row.expectedDate && !isAfter(today, row.expectedDate)) {
    const day = dateIn(front.language, row.expectedDate);
    notes.push(
      say(
        `${day}ごろ到着の予定です。受け取る前に ${libraryName} にご確認ください。`,
        `Expected around ${day}. Please ask ${libraryName} before you go.`,
      ),
    );
  }
  const until = row.holdUntil ?? row.due?.date;
  if (until === today) notes.push(say('今日までです。', 'Today is the last day.'));
  notes.push(
    prefectural
      ? say(
          `貸出期間は、受け取った日から${weeksIn('ja', context.policy.loanPeriod)}です。`,
          `The loan is ${weeksIn('en', context.policy.loanPeriod)} from the day you pick it up.`,
        )
      : say(
          'この日が返却期限です。受け取った日にかかわらず同じです。',
          'This is also the due date, whenever you pick it up.',
        ),
    say(
      'この日までに受け取りがないときは、キャンセル扱いとなります。',
      'Not picked up by then, it is cancelled.',
    ),
  );
  if (prefectural && context.atLoanLimit) notes.push(sentenceOf({ code: 'LOAN_LIMIT' }, front));
  return notes;
}

/** R8. The new date, or why there is none, in the place of the button. */
function ofTheExtension(row: PatronRow, context: NoteContext): string[] {
  const { front } = context;
  const say = sayIn(front.language);
  const extension = extensionOf(row, context);
  const to = dayExtendedTo(extension);
  if (to !== undefined) {
    const day = dateIn(front.language, to);
    return [say(`今日延長すると${day}までです。`, `Extended today, it is yours until ${day}.`)];
  }
  if (extension === undefined || extension === 'unknown' || extension.ok) return [];
  const { refusal } = extension;
  // Rows that await a scan have their own words for it above.
  if (scanAwaited.has(row.state)) return [];
  const first = CalendarDateSchema.safeParse(refusal.values?.firstUsefulDay);
  if (refusal.code === 'EXTENSION_WOULD_SHORTEN' && first.success) {
    const day = dateIn(front.language, first.data);
    return [say(`${day}から延長できます。`, `It can be extended from ${day}.`)];
  }
  return [sentenceOf(refusal, front)];
}

/** R13. */
function ofTheCover(row: PatronRow, { front }: NoteContext): string[] {
  if (!row.protectiveCover || !row.open) return [];
  const say = sayIn(front.language);
  return thereOrWithPatron.has(row.state)
    ? [
        say(
          '雑誌は保護カバー（袋）に入っています。そのままご返却ください。',
          'The magazine comes in a protective cover. Please return it in its cover.',
        ),
      ]
    : [];
}

function rejection({ refusal }: PatronRow, front: NoteContext['front']): string[] {
  const code = RefusalSchema.shape.code.safeParse(refusal);
  const plain = new Set(['REFERENCE_ONLY', 'IN_PERSON_ONLY', 'AUDIOVISUAL', 'NO_LENDABLE_COPY']);
  return code.success && plain.has(code.data) ? [sentenceOf({ code: code.data }, front)] : [];
}

function expiry({ holdUntil, due }: PatronRow, front: NoteContext['front']): string[] {
  const until = holdUntil ?? due?.date;
  return until ? [sentenceOf({ code: 'HOLD_EXPIRED', values: { holdUntil: until } }, front)] : [];
}

/** R5. The pickup library can't be used, or soon can't: another one is to be chosen while it may be. */
function ofThePause(row: PatronRow, { front, library, now }: NoteContext): string[] {
  if (!mayWish('changePickup', row) || !library?.pausedFrom) return [];
  const say = sayIn(front.language);
  const name = libraryNameIn(front.language, library);
  const today = dayOf(now);
  if (isAfter(library.pausedFrom, today)) {
    const from = dateIn(front.language, library.pausedFrom);
    return [
      say(
        `${name}は${from}から受け取りに使えなくなります。受取館を選び直してください。`,
        `${name} can’t be used from ${from}. Please choose another pickup library.`,
      ),
    ];
  }
  const pause = pauseOf(library, today);
  if (!pause) return [];
  return pause.code === 'PICKUP_LIBRARY_PAUSED'
    ? [sentenceOf(refusalIn(front.language, pause, [library]), front)]
    : [
        say(
          `${name}は受け取りに使えなくなりました。ほかの館を選んでください。`,
          `${name} can’t be used any more. Please choose another.`,
        ),
      ];
}
