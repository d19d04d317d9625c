import type { CopyPlace, RecordDetail } from '@toshobin/contracts';
import type { Say } from '@toshobin/web';
import { Dated } from '../pages/dated.tsx';
import { Chip, type ChipLook } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';

const looks: Readonly<Record<CopyPlace, ChipLook>> = {
  onShelf: ['ready', 'ok'],
  beingPrepared: ['move', 'box'],
  onHoldShelf: ['move', 'hold'],
  inTransit: ['move', 'truck'],
  atPickupLibrary: ['move', 'hold'],
  onLoan: ['wait', 'clock'],
  returning: ['wait', 'back'],
  searching: ['', 'ask'],
  unavailable: ['', 'stop'],
};

/** Where a copy is, in the words of the list. */
function placeName(place: CopyPlace, say: Say): string {
  switch (place) {
    case 'onShelf':
      return say('県立図書館にあります', 'At the library now');
    case 'beingPrepared':
      return say('準備中', 'Being prepared');
    case 'onHoldShelf':
    case 'atPickupLibrary':
      return say('取り置き中', 'Held for someone');
    case 'inTransit':
      return say('配送中', 'On its way');
    case 'onLoan':
      return say('貸出中', 'On loan');
    case 'returning':
      return say('返却受付済・県立図書館へ配送中', 'Handed in, on its way to the prefectural library');
    case 'searching':
      return say('捜索中', 'Being searched for');
    case 'unavailable':
      return say('利用できません', 'Not available');
  }
}

/** The state of one copy, with the date on which it is due. */
export function CopyState({ copy, frame }: { copy: RecordDetail['copies'][number]; frame: Frame }) {
  const { say } = frame;
  return (
    <Chip look={looks[copy.place]}>
      {placeName(copy.place, say)}
      {copy.due ? (
        <span class="nowrap">
          {say('（', ' (until ')}
          <Dated date={copy.due} language={frame.front.language} />
          {say('まで）', ')')}
        </span>
      ) : null}
    </Chip>
  );
}
