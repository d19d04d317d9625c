import type { Library, PatronRow } from '@toshobin/contracts';
import { type CalendarDate, formatDateJa, isAfter, RefusalSchema } from '@toshobin/lending-rules';
import { type Front, sentenceOf } from '@toshobin/web';
import { pauseOf } from '../reserving/choose-library.ts';
import { changeable } from './row-wishes.tsx';

export interface NoteContext {
  front: Pick<Front, 'phone' | 'language'>;
  /** The row's pickup library, where it is known. */
  library: Library | undefined;
  today: CalendarDate;
}

/** What else a patron should know of a row: why there is no button, what happens next, what to do. */
export function notesOf(row: PatronRow, context: NoteContext): string[] {
  return [...ofTheState(row, context), ...ofThePause(row, context)];
}

function ofTheState(row: PatronRow, { front, library, today }: NoteContext): string[] {
  const { keptUntil, expectedDate } = row;
  switch (row.state) {
    case 'rejected':
      return rejection(row, front);
    case 'suspended':
      return ['予約の順番は残っています。'];
    case 'heldForLoanLimit':
      return keptUntil
        ? [
            sentenceOf({ code: 'WAITING_FOR_LOAN_SLOT' }, front),
            `お預かり期限：${formatDateJa(keptUntil)}まで`,
          ]
        : ['次の方にお回ししました。予約の順番は残っています。返却処理が済むと、順番待ちに戻ります。'];
    case 'arrivalOverdue':
    case 'lostInTransit':
      return ['ただいま調べています。分かりしだいお知らせします。手続きは必要ありません。'];
    case 'ready':
      // Where arrivals are not scanned, the date is a guess (R7).
      return library?.arrival === 'assumed' && expectedDate && !isAfter(today, expectedDate)
        ? [`${formatDateJa(expectedDate)}ごろ到着の予定です。受け取る前に ${library.name} にご確認ください。`]
        : [];
    case 'handOutUnconfirmed':
      return ['お受け取りの記録がありません。受け取り済みのときは「受け取りました」を押してください。'];
    case 'handedOut':
      return whyNoExtension(row, front);
    case 'overdue':
      return [sentenceOf({ code: 'LOAN_PAST_DUE' }, front)];
    case 'returning':
      return ['返却処理が済むまで貸出の点数に数えますが、延滞にはなりません。'];
    case 'expired':
      return expiry(row, front);
    default:
      return [];
  }
}

/** R8. What is known already to stand in the way, in the place of the button. */
function whyNoExtension({ due, extended, othersWaiting }: PatronRow, front: NoteContext['front']): string[] {
  if (!due || !(extended || othersWaiting)) return [];
  const code = extended ? 'EXTENSION_USED' : 'OTHERS_WAITING';
  return [sentenceOf({ code, values: { dueDate: due.date } }, front)];
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
function ofThePause(row: PatronRow, { front, library, today }: NoteContext): string[] {
  if (!row.open || !changeable.has(row.state) || !library?.pausedFrom) return [];
  if (isAfter(library.pausedFrom, today)) {
    return [
      `${library.name}は${formatDateJa(library.pausedFrom)}から受け取りに使えなくなります。受取館を選び直してください。`,
    ];
  }
  const pause = pauseOf(library, today);
  if (!pause) return [];
  return pause.code === 'PICKUP_LIBRARY_PAUSED'
    ? [sentenceOf(pause, front)]
    : [`${library.name}は受け取りに使えなくなりました。ほかの館を選んでください。`];
}
