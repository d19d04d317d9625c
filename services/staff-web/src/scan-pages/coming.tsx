import { dayOf, formatDateJa, isAfter } from '@toshobin/lending-rules';
import { Icon } from '@toshobin/web';
import type { CardInHand, Coming } from '../desk/card-in-hand.ts';
import { useFrame } from '../pages/frame.tsx';

const HOW: Readonly<Record<Coming['how'], string>> = {
  onItsWay: '配送中',
  lookedFor: '配送中（到着の確認中）',
  beingPrepared: '県立図書館で準備中',
};

/** What somebody who came too early is told: how many are to come to this library, and by when; not what they are. */
export function ComingHere({ coming }: Pick<CardInHand, 'coming'>) {
  const { now } = useFrame();
  if (coming.length === 0) return null;
  const today = dayOf(now);
  const copies = coming.reduce((sum, one) => sum + one.copies, 0);
  return (
    <p class="s-check" data-tone="wait">
      <Icon name="truck" />
      <span>
        この館でお渡しする資料のうち、まだ届いていないものが{copies}点あります。
        {coming.map(({ how, expected, copies }) => (
          <span key={`${how} ${expected}`}>
            <br />
            {HOW[how]}　{copies}点
            {expected === null || isAfter(today, expected)
              ? ''
              : `（${formatDateJa(expected)}ごろ到着の予定）`}
          </span>
        ))}
        <br />
        受け取れるようになると、この方にお知らせします。
      </span>
    </p>
  );
}
