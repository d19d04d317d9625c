import type { ComposeContext, NoticeItem } from './notice-item.ts';

/** One line an item: the title and the reservation's number, or the number alone for those who wish so. */
export function itemLine(item: NoticeItem, { titlesInMail }: ComposeContext): string {
  const title = item.title.replaceAll(/\s+/g, ' ');
  return titlesInMail ? `・${title}（${item.number}）` : `・${item.number}`;
}
