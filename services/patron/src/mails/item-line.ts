import { holdNumberOf } from '@toshobin/contracts';
import type { ComposeContext, NoticeItem } from './notice-item.ts';

/**
 * One line an item: the title and the reservation's number, or the number alone for those who wish so; where it can be
 * fetched, the number that the desk looks for on its shelf; among several that were accepted, its place in the queue.
 */
export function itemLine(item: NoticeItem, { titlesInMail }: ComposeContext, amongSeveral = false): string {
  const title = item.title.replaceAll(/\s+/g, ' ');
  const line = titlesInMail ? `・${title}（${item.number}）` : `・${item.number}`;
  switch (item.data.kind) {
    case 'readyAtMunicipal':
    case 'readyAtPrefectural':
      return `${line}　取り置き番号 ${holdNumberOf(item.allocation)}`;
    case 'accepted':
      return amongSeveral && item.data.position ? `${line}　順番：${item.data.position}番目` : line;
    default:
      return line;
  }
}
