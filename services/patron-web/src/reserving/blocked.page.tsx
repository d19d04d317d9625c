import type { Refusal } from '@toshobin/lending-rules';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Why } from '../records/why.tsx';

/** R1, R2. Why this card can't reserve now, and where that is mended; the basket stays. */
export function BlockedPage({ frame, refusal }: { frame: Frame; refusal: Refusal }) {
  const { say } = frame;
  const title = say('予約の前に', 'Before you reserve');
  return (
    <FormPage frame={frame} title={title} at="/basket" look="stack">
      <div class="card">
        <Why frame={frame} refusal={refusal} marked />
      </div>
      <p>{say('予約かごはそのまま残ります。', 'Your basket stays as it is.')}</p>
      <div class="actions">
        <a class="btn btn--second" href="/basket">
          {say('予約かごに戻る', 'Back to the basket')}
        </a>
      </div>
    </FormPage>
  );
}
