import type { RecordSummary } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import { Form, OfTitle, Tap } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { titleOf } from '../records/title-of.ts';
import { BASKET_LIMIT } from './basket.ts';

interface AddToBasketProps {
  record: Pick<RecordSummary, 'recordId' | 'title' | 'subtitle'>;
  frame: Frame;
  back: string;
  large?: boolean;
  /** One of a list: quieter than the one button of a page. */
  light?: boolean;
}

/**
 * The button that puts a title into the basket, or takes it out when it is there, with words that say what it has just
 * done. In the place of a button that a full basket would refuse stands why.
 */
export function AddToBasket(props: AddToBasketProps) {
  const { record, frame } = props;
  const inside = frame.basket.includes(record.recordId);
  const words = wordsOf(frame, record.recordId, inside);
  return (
    <div>
      {words ? (
        <p class="small" role="status">
          {words}
          {inside ? (
            <>
              {' '}
              <Tap href="/basket">{frame.say('予約かごを見る', 'See the basket')}</Tap>
            </>
          ) : null}
        </p>
      ) : null}
      {!inside && frame.basket.length >= BASKET_LIMIT ? (
        <FullBasket frame={frame} />
      ) : (
        <Button {...props} inside={inside} />
      )}
    </div>
  );
}

function wordsOf({ say, basketDone }: Frame, recordId: string, inside: boolean): string | undefined {
  const now = basketDone?.recordId === recordId;
  if (inside) {
    return now
      ? say('予約かごに入れました。', 'Put into your basket.')
      : say('予約かごに入っています。', 'This is in your basket.');
  }
  return now ? say('予約かごから出しました。', 'Taken out of your basket.') : undefined;
}

function Button({ record, frame, back, large, light, inside }: AddToBasketProps & { inside: boolean }) {
  const add = large ? 'btn btn--l btn--block' : light ? 'btn btn--light' : 'btn btn--second';
  return (
    <Form
      frame={frame}
      action={inside ? '/basket/remove' : '/basket/add'}
      fields={{ recordId: record.recordId, back }}
    >
      <button type="submit" class={inside ? 'btn btn--quiet' : add}>
        <Icon name={inside ? 'remove' : 'basket'} />
        {inside
          ? frame.say('かごから出す', 'Take out')
          : frame.say('予約かごに入れる', 'Put into the basket')}
        <OfTitle title={titleOf(record)} say={frame.say} />
      </button>
    </Form>
  );
}

/** No button that would only say no. */
export function FullBasket({ frame: { say } }: { frame: Frame }) {
  return (
    <p class="why">
      <Icon name="info" />
      <span>
        {say(
          `予約かごには${BASKET_LIMIT}点まで入れられます。`,
          `The basket takes up to ${BASKET_LIMIT} items. `,
        )}
        <a href="/basket">{say('先に申し込むか、かごから出してください。', 'Reserve or take out first.')}</a>
      </span>
    </p>
  );
}
