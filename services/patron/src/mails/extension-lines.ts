import { deadlineAfter, formatDateJa, isAfter } from '@toshobin/lending-rules';
import type { TemplateValues } from './fill-template.ts';
import type { ComposeContext, NoticeItem } from './notice-item.ts';

/**
 * R8. What a reminder says about extending. When it holds for some of the items only, their reservation numbers
 * follow the sentence. Of an item that was extended already nothing is said, nor of an extension that today would
 * not move the date.
 */
export function extensionLines(items: readonly NoticeItem[], context: ComposeContext): TemplateValues {
  const extendable = items.filter(
    ({ data, othersWaiting }) => data.kind === 'dueSoon' && data.extensionPossible && !othersWaiting,
  );
  const waited = items.filter(
    ({ data, othersWaiting }) => data.kind === 'dueSoon' && !data.extended && othersWaiting,
  );
  const [first] = extendable;
  const newDue =
    first &&
    deadlineAfter(context.now, context.policy.extensionPeriod, context.library(first.pickupLibrary).calendar);
  const helps =
    newDue !== undefined && first?.data.kind === 'dueSoon' && isAfter(newDue.at, first.data.due.at);
  return {
    othersWaiting: numbersOf(waited, items),
    extensionPossible: helps ? numbersOf(extendable, items) : undefined,
    newDueDate: helps ? formatDateJa(newDue.date) : undefined,
  };
}

/** What a reminder of an overdue loan says about those who wait; of some of the items with their numbers. */
export function waitingLine(items: readonly NoticeItem[]): TemplateValues {
  const waited = items.filter(({ othersWaiting }) => othersWaiting);
  return { othersWaiting: numbersOf(waited, items) };
}

/** Nothing to say, a sentence for all of them, or one with the numbers it is about. */
function numbersOf(some: readonly NoticeItem[], all: readonly NoticeItem[]): string | undefined {
  if (some.length === 0) return undefined;
  return some.length === all.length ? '' : `（${some.map(({ number }) => number).join('、')}）`;
}
