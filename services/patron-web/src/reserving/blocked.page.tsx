import type { Refusal } from '@toshobin/lending-rules';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Why } from '../records/why.tsx';

/** R1, R2. Why this card can't reserve now, and where that is mended; the basket stays. */
export function BlockedPage({ frame, refusal }: { frame: Frame; refusal: Refusal }) {
  const { say } = frame;
  const title = say('予約の前に', 'Before you reserve');
  return (
    <PatronPage frame={frame} title={title} at="/basket" narrow>
      <div class="stack">
        <h1>{title}</h1>
        <div class="card">
          <Why frame={frame} refusal={refusal} marked />
        </div>
        <p>{say('予約かごはそのまま残ります。', 'Your basket stays as it is.')}</p>
        <div class="actions">
          <a class="btn btn--second" href="/basket">
            {say('予約かごに戻る', 'Back to the basket')}
          </a>
        </div>
      </div>
    </PatronPage>
  );
}
