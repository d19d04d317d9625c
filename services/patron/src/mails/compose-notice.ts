import { libraryNameIn, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  addDays,
  type CalendarDate,
  type Deadline,
  dateIn,
  dayOf,
  earliestPickup,
  holdDeadline,
  isAfter,
  type Language,
  laterDeadline,
  nextDispatchDay,
  toBePacked,
  weeksIn,
} from '@toshobin/lending-rules';
import { notBeforePromised } from '../notices/promised.ts';
import { closedDaysText } from './closed-days.ts';
import { extensionLines, waitingLine } from './extension-lines.ts';
import type { TemplateValues } from './fill-template.ts';
import { itemLine } from './item-line.ts';
import { movedDates } from './moved-dates.ts';
import type { ComposeContext, NoticeItem } from './notice-item.ts';

/** The values of a mail's template, with the dates that the mail fixes. */
export interface Composed {
  values: TemplateValues;
  /** R6: the hold that begins with this mail. */
  holdUntil?: Deadline;
}

/** The values of one mail about reservations; all items are of one kind and group. */
export function composeNotice(items: readonly NoticeItem[], context: ComposeContext): Composed {
  const [first] = items;
  if (!first) throw new RangeError('a mail needs an item');
  const values: TemplateValues = {
    items: items.map((item) => itemLine(item, context, items.length > 1)).join('\n'),
    cover: items.some((item) => item.protectiveCover) ? '' : undefined,
    orderWaits: items.some((item) => item.orderWaits) ? '' : undefined,
    loanLimit: String(context.policy.loanLimit),
  };
  const own = valuesOfKind(first, items, context);
  return { ...own, values: { ...values, ...own.values } };
}

function valuesOfKind(first: NoticeItem, items: readonly NoticeItem[], context: ComposeContext): Composed {
  const { data } = first;
  const { language, policy, now } = context;
  const nameOf = (code: string) => libraryNameIn(language, context.library(code));
  const day = (date: CalendarDate) => dateIn(language, date);
  switch (data.kind) {
    case 'accepted': {
      // Each of several in one mail has its place beside it.
      const position = items.length === 1 && data.position ? String(data.position) : undefined;
      const pickupLibrary = nameOf(data.pickupLibrary);
      return { values: { pickupLibrary, position, earliest: earliestOf(items, context) } };
    }
    case 'yourTurn':
      return { values: { pickupLibrary: nameOf(data.pickupLibrary) } };
    case 'readyAtMunicipal': {
      const library = context.library(data.pickupLibrary);
      const due = first.promised ? laterDeadline(data.due, first.promised.until) : data.due;
      return {
        values: {
          pickupLibrary: libraryNameIn(language, library),
          pickupCode: data.pickupLibrary,
          pickupPhone: library.phone === '' ? undefined : library.phone,
          dueDate: day(due.date),
          closedDays: closedDaysText(library.calendar, dayOf(now), due.date, language),
          expectedDate: data.expectedDate && day(data.expectedDate),
        },
      };
    }
    case 'readyAtPrefectural': {
      const { calendar } = context.library(PREFECTURAL_LIBRARY);
      const holdUntil = notBeforePromised(holdDeadline(now, calendar, policy), first.promised);
      return {
        values: {
          pickupCode: PREFECTURAL_LIBRARY,
          holdUntil: day(holdUntil.date),
          loanPeriod: weeksIn(language, policy.loanPeriod),
          closedDays: closedDaysText(calendar, dayOf(now), holdUntil.date, language),
          atLoanLimit: context.loans >= policy.loanLimit ? '' : undefined,
        },
        ...(first.promised?.stands ? {} : { holdUntil }),
      };
    }
    case 'holdEndsSoon':
      return { values: { pickupLibrary: nameOf(data.pickupLibrary), holdUntil: day(data.until) } };
    case 'dueSoon':
      return { values: { dueDate: day(data.due.date), ...extensionLines(items, context) } };
    case 'overdue':
      return { values: { dueDate: day(data.due.date), ...waitingLine(items, context) } };
    case 'extended':
      return { values: { dueDate: day(data.due.date) } };
    case 'expired':
      return { values: { holdUntil: day(data.until), comesHome: data.comesHome ? '' : undefined } };
    case 'cancelledByLibrary':
      return { values: { reason: reasons[data.reason][language] } };
    case 'handedIn':
      return { values: { returnLibrary: nameOf(data.returnLibrary) } };
    case 'returned': {
      const others = items.some((item) => item.data.kind === 'returned' && item.data.othersShipped);
      return { values: { othersShipped: others ? '' : undefined } };
    }
    case 'loanLimitReached':
      return { values: { keptUntil: day(data.keptUntil) } };
    case 'datesMoved':
      return { values: movedDates(items, context) };
    case 'pickupLibraryPaused': {
      const dayBefore = addDays(data.pausedFrom, -1);
      const chooseBy = isAfter(dayOf(now), dayBefore) ? dayOf(now) : dayBefore;
      return {
        values: {
          pickupLibrary: nameOf(data.pickupLibrary),
          pausedFrom: day(data.pausedFrom),
          chooseBy: day(chooseBy),
        },
      };
    }
    case 'readyTakenBack':
      return { values: { pickupLibrary: nameOf(data.pickupLibrary) } };
    case 'delayed': {
      const wasReady = data.wasReady ? '' : undefined;
      return { values: { pickupLibrary: nameOf(data.pickupLibrary), wasReady } };
    }
    case 'cancelledByPatron':
      return { values: {} };
  }
}

/**
 * R11. When the titles being prepared can be picked up at the earliest, counted from this moment as the pages do; no
 * date that binds. Undefined where a title of the mail is not being prepared, is for the prefectural library, or nobody
 * has told when it posts.
 */
function earliestOf(items: readonly NoticeItem[], context: ComposeContext): string | undefined {
  const { language, dispatch, policy, now } = context;
  const pickups = new Set(items.map(({ pickupLibrary }) => pickupLibrary));
  const [pickup] = pickups;
  const isPrepared = items.every(({ state }) => toBePacked.has(state));
  if (dispatch === undefined || pickup === undefined || pickups.size > 1 || !isPrepared) return undefined;
  if (pickup === PREFECTURAL_LIBRARY) return undefined;
  const { calendar } = context.library(pickup);
  return dateIn(language, earliestPickup(nextDispatchDay(now, dispatch), calendar, policy));
}

/** The reasons before 「ため」, and behind "Reason:". No patron is told of a withdrawal by that word. */
const reasons = {
  library: { ja: '図書館の都合の', en: 'a matter of the library' },
  copyMissing: { ja: '資料が見当たらない', en: 'can’t be found' },
  withdrawn: { ja: '資料を提供できなくなった', en: 'can’t be lent any more' },
  loanLimit: {
    ja: '貸出が上限の点数のまま、お預かり期限が過ぎた',
    en: 'you were at the loan limit until the time for which we keep a copy was over',
  },
  unreached: { ja: 'ご連絡がつかなかった', en: 'we could not reach you' },
  lost: { ja: '配送中に紛失した', en: 'lost on the way' },
  notReservable: { ja: 'ご予約いただけない資料の', en: 'can’t be reserved' },
} as const satisfies Record<string, Record<Language, string>>;
