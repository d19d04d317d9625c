import type { ReadingOrder, ReadingOrderWish } from '@toshobin/contracts';
import { RefusalCodeSchema } from '@toshobin/lending-rules';
import { Notice, type Say, sentenceOf } from '@toshobin/web';
import { Form, OfTitle, Tap } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Words } from '../pages/words.tsx';

type Volume = ReadingOrder['volumes'][number];
interface OfOrder {
  frame: Frame;
  order: ReadingOrder;
}

/** The reading orders of whoever is signed in, with what can be done about each; nothing where there are none. */
export function OpenOrders(props: {
  frame: Frame;
  orders: readonly ReadingOrder[];
  justOpened: boolean;
  nameOf: (code: string) => string;
}) {
  const { frame, orders } = props;
  const { say } = frame;
  if (orders.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="orders">
      <h2 id="orders" tabIndex={-1}>
        {say('読みたい順予約', 'Volumes in order')}
      </h2>
      {props.justOpened ? (
        <Notice tone="ok">
          {say('読みたい順予約を受け付けました。', 'Your volumes in order are accepted.')}
        </Notice>
      ) : null}
      {orders.map((order) => (
        <OpenOrder key={order.orderId} frame={frame} order={order} nameOf={props.nameOf} />
      ))}
    </section>
  );
}

function OpenOrder({ frame, order, nameOf }: OfOrder & { nameOf: (code: string) => string }) {
  const { say } = frame;
  const { early, volumes } = order;
  const missed = volumes.find(({ stands }) => stands === 'missed');
  return (
    <article class="card stack stack--s" data-order={order.orderId}>
      <ol class="lines">
        {volumes.map((volume) => (
          <li key={volume.recordId}>
            <a href={`/records/${volume.recordId}`} lang="ja">
              {volume.title}
            </a>
            {say('：', ': ')}
            {standsWords(volume, say)}
            <Refused frame={frame} volume={volume} />
          </li>
        ))}
      </ol>
      <p class="small">
        {say('これから予約するものの受取館：', 'The next are picked up at ')}
        <Words text={nameOf(order.pickupLibrary)} language={frame.front.language} />{' '}
        <Tap href={`/reading-orders/${order.orderId}/pickup`}>{say('受取館を変更する', 'Change')}</Tap>
      </p>
      {missed ? (
        <>
          <p>
            {say('お渡しできなかったものがあります。', 'One of them was not handed to you: ')}
            <b lang="ja">{missed.title}</b>
          </p>
          <div class="actions actions--row">
            <Change
              frame={frame}
              order={order}
              wish="again"
              volume={missed}
              words={say('もう一度予約する', 'Reserve it again')}
            />
            <Change
              frame={frame}
              order={order}
              wish="skip"
              volume={missed}
              words={say('とばして次へ進む', 'Go on without it')}
            />
          </div>
        </>
      ) : (
        <>
          <p class="small">
            {early
              ? say(
                  '次のものは、前のものが受取可能になったときに予約します。',
                  'The next is reserved when the one before is ready.',
                )
              : say(
                  '次のものは、前のものを受け取ったときに予約します。',
                  'The next is reserved when the one before is picked up.',
                )}
          </p>
          <Change
            frame={frame}
            order={order}
            wish={early ? 'onHandOut' : 'early'}
            words={
              early
                ? say(
                    '前のものを受け取ってから次を予約するように変える',
                    'Change: reserve the next when the one before is picked up',
                  )
                : say(
                    '前のものが受取可能になったら次を予約するように変える',
                    'Change: reserve the next when the one before is ready',
                  )
            }
          />
        </>
      )}
      <details class="fold">
        <summary>{say('この順番の予約をやめる', 'Stop')}</summary>
        <div class="fold-body stack stack--s">
          <p>
            {say(
              'これから先のものを予約しません。予約済みのものは、そのまま残ります。',
              'No more of them are reserved. What is reserved already stays.',
            )}
          </p>
          <Change frame={frame} order={order} wish="stop" words={say('やめる', 'Stop')} stop />
        </div>
      </details>
    </article>
  );
}

function Change(props: {
  frame: Frame;
  order: ReadingOrder;
  wish: ReadingOrderWish;
  /** The one that it is about: repeated, the wish is for no other. */
  volume?: Volume;
  words: string;
  stop?: boolean;
}) {
  const { frame, order, wish, volume, words } = props;
  // Which order it is: by the one that is next, not by one that is at home again.
  const about = volume ?? order.volumes.find(({ stands }) => stands !== 'had') ?? order.volumes[0];
  return (
    <Form frame={frame} action={`/reading-orders/${order.orderId}`} fields={{ do: wish }}>
      {volume ? <input type="hidden" name="recordId" value={volume.recordId} /> : null}
      <button class={props.stop ? 'btn btn--stop' : 'btn btn--second'} type="submit">
        {words}
        <OfTitle title={about?.title} say={frame.say} />
      </button>
    </Form>
  );
}

function standsWords({ stands }: Volume, say: Say): string {
  switch (stands) {
    case 'toAsk':
      return say('順番が来たら予約します', 'reserved when its turn comes');
    case 'underWay':
      return say('予約しています', 'reserved');
    case 'ready':
      return say('受取可能', 'ready for pickup');
    case 'had':
      return say('受け取りました', 'picked up');
    case 'missed':
      return say('お渡しできませんでした', 'not handed out');
  }
}

/** What stood in a volume's way when its time had come. */
function Refused({ frame, volume }: { frame: Frame; volume: Volume }) {
  const { say, front } = frame;
  const code = RefusalCodeSchema.safeParse(volume.refusal).data;
  if (code === undefined || volume.stands !== 'toAsk') return null;
  return (
    <p class="small" data-refusal={code}>
      {code === 'PICKUP_LIBRARY_PAUSED' ? (
        say('受取館がただいま受け取りに使えません。', 'The pickup library can’t be used at present.')
      ) : (
        <Words text={sentenceOf({ code }, front)} language={front.language} />
      )}{' '}
      {say('毎日、もう一度お試しします。', 'It is tried again every day.')}
    </p>
  );
}
