import type { RecordSummary } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import { type Frame, Token } from '../pages/frame.tsx';

/** The button that puts a title into the basket, or takes it out when it is there. */
export function AddToBasket(props: {
  record: Pick<RecordSummary, 'recordId' | 'title'>;
  frame: Frame;
  back: string;
  large?: boolean;
}) {
  const { record, frame, back } = props;
  const inside = frame.basket.includes(record.recordId);
  return (
    <form method="post" action={inside ? '/basket/remove' : '/basket/add'}>
      <Token token={frame.token} />
      <input type="hidden" name="recordId" value={record.recordId} />
      <input type="hidden" name="back" value={back} />
      {inside ? <p class="small">予約かごに入っています</p> : null}
      <button
        type="submit"
        class={inside ? 'btn btn--quiet' : props.large ? 'btn btn--l btn--block' : 'btn btn--second'}
      >
        <Icon name="basket" />
        {inside ? 'かごから出す' : '予約かごに入れる'}
        <span class="visually-hidden">：{record.title}</span>
      </button>
    </form>
  );
}
