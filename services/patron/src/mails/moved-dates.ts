import { formatDateJa } from '@toshobin/lending-rules';
import type { TemplateValues } from './fill-template.ts';
import { itemLine } from './item-line.ts';
import type { ComposeContext, NoticeItem } from './notice-item.ts';

/**
 * R17. What a closure moved: one date for the whole mail where it is the same for every item; otherwise each item
 * has its dates below it.
 */
export function movedDates(items: readonly NoticeItem[], context: ComposeContext): TemplateValues {
  const [first] = items;
  if (first?.data.kind !== 'datesMoved') throw new RangeError('a mail of moved dates needs an item');
  const common = { affectedLibrary: context.library(first.data.library).name, reason: first.data.reason };
  const dates = items.map(datesOf);
  const [one = {}] = dates;
  const same = dates.every(
    ({ holdUntil, dueDate }) => holdUntil === one.holdUntil && dueDate === one.dueDate,
  );
  if (same) return { ...common, ...one };
  const lines = items.flatMap((item) => {
    const { holdUntil, dueDate } = datesOf(item);
    return [
      itemLine(item, context),
      ...(holdUntil ? [`　新しい取り置き期限：${holdUntil}まで`] : []),
      ...(dueDate ? [`　新しい返却期限：${dueDate}まで`] : []),
    ];
  });
  return { ...common, items: lines.join('\n'), holdUntil: undefined, dueDate: undefined };
}

function datesOf({ data }: NoticeItem): { holdUntil?: string; dueDate?: string } {
  if (data.kind !== 'datesMoved') return {};
  return {
    ...(data.holdUntil ? { holdUntil: formatDateJa(data.holdUntil.date) } : {}),
    ...(data.due ? { dueDate: formatDateJa(data.due.date) } : {}),
  };
}
