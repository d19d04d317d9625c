import { holdNumberOf } from '@toshobin/contracts';
import type { ComposeContext, NoticeItem } from './notice-item.ts';

/**
 * One line an item: the title and the reservation's number, or the number alone for those who wish so; where it can be
 * fetched, the number that the desk looks for on its shelf.
 */
export function itemLine(item: NoticeItem, { titlesInMail }: ComposeContext): string {
  const title = item.title.replaceAll(/\s+/g, ' ');
  const line = titlesInMail ? `・${title}（${item.number}）` : `・${item.number}`;
  const { kind } = item.data;
  const ready = kind === 'readyAtMunicipal' || kind === 'readyAtPrefectural';
  return ready ? `${line}　取り置き番号 ${holdNumberOf(item.allocation)}` : line;
}
