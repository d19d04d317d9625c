import { libraryNameIn } from '@toshobin/contracts';
import { dateIn, type Language, sayIn } from '@toshobin/lending-rules';
import type { TemplateValues } from './fill-template.ts';
import { itemLine } from './item-line.ts';
import type { ComposeContext, NoticeItem } from './notice-item.ts';

/**
 * R17. What a closure moved: one date for the whole mail where all items share it; otherwise each item has its dates
 * below it.
 */
export function movedDates(items: readonly NoticeItem[], context: ComposeContext): TemplateValues {
  const [first] = items;
  if (first?.data.kind !== 'datesMoved') throw new RangeError('a mail of moved dates needs an item');
  const { language } = context;
  const say = sayIn(language);
  const affectedLibrary = libraryNameIn(language, context.library(first.data.library));
  const common = { affectedLibrary, reason: first.data.reason };
  const dates = items.map((item) => datesOf(item, language));
  const [one = {}] = dates;
  const same = dates.every(
    ({ holdUntil, dueDate }) => holdUntil === one.holdUntil && dueDate === one.dueDate,
  );
  if (same) return { ...common, ...one };
  const lines = items.flatMap((item) => {
    const { holdUntil, dueDate } = datesOf(item, language);
    return [
      itemLine(item, context),
      ...(holdUntil ? [say(`　新しい取り置き期限：${holdUntil}まで`, `  Now held until: ${holdUntil}`)] : []),
      ...(dueDate ? [say(`　新しい返却期限：${dueDate}まで`, `  New due date: ${dueDate}`)] : []),
    ];
  });
  return { ...common, items: lines.join('\n'), holdUntil: undefined, dueDate: undefined };
}

function datesOf({ data }: NoticeItem, language: Language): { holdUntil?: string; dueDate?: string } {
  if (data.kind !== 'datesMoved') return {};
  return {
    ...(data.holdUntil ? { holdUntil: dateIn(language, data.holdUntil.date) } : {}),
    ...(data.due ? { dueDate: dateIn(language, data.due.date) } : {}),
  };
}
