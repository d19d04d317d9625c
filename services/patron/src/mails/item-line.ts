import { holdNumberOf } from '@toshobin/contracts';
import { sayIn } from '@toshobin/lending-rules';
import type { ComposeContext, NoticeItem } from './notice-item.ts';

/**
 * One line an item: the title and the reservation's number, or the number alone for those who wish so; where it can be
 * fetched, the number that the desk looks for on its shelf; among several that were accepted, its place in the queue.
 */
export function itemLine(
  item: NoticeItem,
  { language, titlesInMail }: ComposeContext,
  amongSeveral = false,
): string {
  const say = sayIn(language);
  const title = item.title.replaceAll(/\s+/g, ' ');
  const { number } = item;
  const line =
    say('・', '- ') + (titlesInMail ? say(`${title}（${number}）`, `${title} (${number})`) : number);
  switch (item.data.kind) {
    case 'readyAtMunicipal':
    case 'readyAtPrefectural':
      return `${line}${say('　取り置き番号', ', hold number')} ${holdNumberOf(item.allocation)}`;
    case 'accepted': {
      const { position } = item.data;
      return amongSeveral && position
        ? line + say(`　順番：${position}番目`, `, place ${position} in the queue`)
        : line;
    }
    default:
      return line;
  }
}
