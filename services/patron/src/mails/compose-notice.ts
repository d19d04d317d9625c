import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  addDays,
  type CalendarDate,
  type Deadline,
  dayOf,
  earliestPickup,
  formatDateJa,
  holdDeadline,
  isAfter,
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
  const { policy, now } = context;
  const nameOf = (code: string) => context.library(code).name;
  switch (data.kind) {
    case 'accepted': {
      // Several in one mail have their places beside them.
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
          pickupLibrary: library.name,
          pickupCode: data.pickupLibrary,
          pickupPhone: library.phone === '' ? undefined : library.phone,
          dueDate: formatDateJa(due.date),
          closedDays: closedDaysText(library.calendar, dayOf(now), due.date),
          expectedDate: dateOrNothing(data.expectedDate),
        },
      };
    }
    case 'readyAtPrefectural': {
      const { calendar } = context.library(PREFECTURAL_LIBRARY);
      const holdUntil = notBeforePromised(holdDeadline(now, calendar, policy), first.promised);
      return {
        values: {
          pickupCode: PREFECTURAL_LIBRARY,
          holdUntil: formatDateJa(holdUntil.date),
          loanPeriod: weeksIn('ja', policy.loanPeriod),
          closedDays: closedDaysText(calendar, dayOf(now), holdUntil.date),
          atLoanLimit: context.loans >= policy.loanLimit ? '' : undefined,
        },
        ...(first.promised?.stands ? {} : { holdUntil }),
      };
    }
    case 'holdEndsSoon':
      return { values: { pickupLibrary: nameOf(data.pickupLibrary), holdUntil: formatDateJa(data.until) } };
    case 'dueSoon':
      return { values: { dueDate: formatDateJa(data.due.date), ...extensionLines(items, context) } };
    case 'overdue':
      return { values: { dueDate: formatDateJa(data.due.date), ...waitingLine(items) } };
    case 'extended':
      return { values: { dueDate: formatDateJa(data.due.date) } };
    case 'expired':
      return { values: { holdUntil: formatDateJa(data.until), comesHome: data.comesHome ? '' : undefined } };
    case 'cancelledByLibrary':
      return { values: { reason: reasons[data.reason] } };
    case 'handedIn':
      return { values: { returnLibrary: nameOf(data.returnLibrary) } };
    case 'returned': {
      const others = items.some((item) => item.data.kind === 'returned' && item.data.othersShipped);
      return { values: { othersShipped: others ? '' : undefined } };
    }
    case 'loanLimitReached':
      return { values: { keptUntil: formatDateJa(data.keptUntil) } };
    case 'datesMoved':
      return { values: movedDates(items, context) };
    case 'pickupLibraryPaused': {
      const dayBefore = addDays(data.pausedFrom, -1);
      const chooseBy = isAfter(dayOf(now), dayBefore) ? dayOf(now) : dayBefore;
      return {
        values: {
          pickupLibrary: nameOf(data.pickupLibrary),
          pausedFrom: formatDateJa(data.pausedFrom),
          chooseBy: formatDateJa(chooseBy),
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
 * R11. When what is being prepared can be picked up at the earliest, counted from this moment as the pages do; no date that
 * binds. Nothing where a title of the mail is not being prepared, is for the prefectural library, or nobody has told when
 * it posts.
 */
function earliestOf(items: readonly NoticeItem[], context: ComposeContext): string | undefined {
  const { dispatch, policy, now } = context;
  const pickups = new Set(items.map(({ pickupLibrary }) => pickupLibrary));
  const [pickup] = pickups;
  const isPrepared = items.every(({ state }) => toBePacked.has(state));
  if (dispatch === undefined || pickup === undefined || pickups.size > 1 || !isPrepared) return undefined;
  if (pickup === PREFECTURAL_LIBRARY) return undefined;
  const { calendar } = context.library(pickup);
  return formatDateJa(earliestPickup(nextDispatchDay(now, dispatch), calendar, policy));
}

/** As they stand before 「ため」 in the mail. A patron is never told of a withdrawal by that word. */
const reasons = {
  library: '図書館の都合の',
  copyMissing: '資料が見当たらない',
  withdrawn: '資料を提供できなくなった',
  loanLimit: '貸出が上限の点数のまま、お預かり期限が過ぎた',
  unreached: 'ご連絡がつかなかった',
  lost: '配送中に紛失した',
  notReservable: 'ご予約いただけない資料の',
} as const;

function dateOrNothing(date: CalendarDate | undefined): string | undefined {
  return date === undefined ? undefined : formatDateJa(date);
}
