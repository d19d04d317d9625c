import type { RecordHit } from '@toshobin/contracts';
import type { Say } from '@toshobin/web';
import { Chip } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';

type Counted = Pick<RecordHit, 'lending' | 'onShelf' | 'copies' | 'waiting'>;

/** The mark of material that is not lent by post (R4), in words. */
export function lendingName(lending: RecordHit['lending'], say: Say): string {
  switch (lending) {
    case 'lendable':
      return say('貸出可', 'For loan');
    case 'inPersonOnly':
      return say('来館貸出可', 'Lent to visitors only');
    case 'audiovisual':
      return say('視聴覚資料', 'Audio-visual');
    case 'referenceOnly':
      return say('禁帯出', 'Use in the library only');
  }
}

/**
 * Whether a title is there now: one label, and how many wait where it is not. Of one without a copy nobody knows whether it is awaited
 * or all are withdrawn.
 * @param short the label alone
 */
export function Availability(props: { record: Counted; frame: Pick<Frame, 'say'>; short?: boolean }) {
  const { record, short = false } = props;
  const { say } = props.frame;
  const { lending, onShelf, copies, waiting } = record;
  if (copies === 0) {
    return <Chip look={['', 'info']}>{say('所蔵なし', 'No copy here')}</Chip>;
  }
  if (lending !== 'lendable') {
    return <Chip look={['', 'info']}>{lendingName(lending, say)}</Chip>;
  }
  if (onShelf > 0) {
    return <Chip look={['ready', 'ok']}>{say('県立図書館にあります', 'At the library now')}</Chip>;
  }
  return (
    <>
      <Chip look={['wait', 'clock']}>{say('貸出中または準備中', 'On loan or being prepared')}</Chip>
      {short ? null : (
        <span>
          {say('待ち人数', 'Waiting')} <b class="num">{say(`${waiting}人`, String(waiting))}</b>
        </span>
      )}
    </>
  );
}
