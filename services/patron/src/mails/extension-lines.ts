import {
  type CalendarDate,
  dateIn,
  deadlineAfter,
  isAfter,
  type Language,
  sayIn,
} from '@toshobin/lending-rules';
import type { TemplateValues } from './fill-template.ts';
import type { ComposeContext, NoticeItem } from './notice-item.ts';

/**
 * R8. What a reminder says about extending. When it holds for some of the items only, their reservation numbers follow
 * the sentence; the new date is that of each item's library, and dates that differ have a sentence each. Nothing is
 * said of an item that was extended already, nor of an extension that would not move the date today.
 */
export function extensionLines(items: readonly NoticeItem[], context: ComposeContext): TemplateValues {
  const { language } = context;
  const say = sayIn(language);
  const waited = items.filter(
    ({ data, othersWaiting }) => data.kind === 'dueSoon' && !data.extended && othersWaiting,
  );
  const extendable = new Map<CalendarDate, NoticeItem[]>();
  for (const item of items) {
    const date = dateIfExtended(item, context);
    if (date !== undefined) extendable.set(date, [...(extendable.get(date) ?? []), item]);
  }
  const lines = [...extendable]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([date, some]) => {
      const day = dateIn(language, date);
      const numbers = numbersOf(some, items, language) ?? '';
      return say(
        `今日延長すると${day}までです。${numbers}`,
        `Extended today, it is yours until ${day}${numbers}.`,
      );
    });
  return {
    othersWaiting: numbersOf(waited, items, language),
    extensionPossible: lines.length > 0 ? lines.join('\n') : undefined,
  };
}

function dateIfExtended(
  { data, othersWaiting, pickupLibrary }: NoticeItem,
  { now, policy, library }: ComposeContext,
): CalendarDate | undefined {
  if (data.kind !== 'dueSoon' || !data.extensionPossible || othersWaiting) return undefined;
  const due = deadlineAfter(now, policy.extensionPeriod, library(pickupLibrary).calendar);
  return isAfter(due.at, data.due.at) ? due.date : undefined;
}

/** The line of a reminder of an overdue loan about those who wait; with numbers if it holds for some items. */
export function waitingLine(items: readonly NoticeItem[], { language }: ComposeContext): TemplateValues {
  const waited = items.filter(({ othersWaiting }) => othersWaiting);
  return { othersWaiting: numbersOf(waited, items, language) };
}

/** The numbers that a sentence is about: none where it holds for all items; undefined where there is nothing to say. */
function numbersOf(
  some: readonly NoticeItem[],
  all: readonly NoticeItem[],
  language: Language,
): string | undefined {
  if (some.length === 0) return undefined;
  if (some.length === all.length) return '';
  const say = sayIn(language);
  const numbers = some.map(({ number }) => number).join(say('、', ', '));
  return say(`（${numbers}）`, ` (${numbers})`);
}
