import type { Library } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import type { Standing } from '../basket/judge-basket.ts';
import { Meter } from '../basket/meter.tsx';
import { Chip, RowTitle } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { refusalIn } from '../pages/library-name.tsx';
import { Words } from '../pages/words.tsx';
import { waitWords } from '../records/wait-words.ts';
import { Why } from '../records/why.tsx';
import type { Done, DoneAnswer } from './done-answers.ts';
import { ReservingSteps } from './steps.tsx';

type Accepted = Extract<DoneAnswer, { answer: 'accepted' }>;
type Refused = Extract<DoneAnswer, { answer: 'refused' }>;

/** Each title with its own answer. */
export function DonePage(props: {
  frame: Frame;
  done: Done;
  library: string;
  /** Those that a refusal may name. */
  libraries: readonly Library[];
  /** Undefined while the patron service is away. */
  standing: Standing | undefined;
  /** When what is ready now can be picked up, where that is known. */
  earliest: string | undefined;
}) {
  const { frame, done, standing } = props;
  const { say } = frame;
  const accepted = done.items.filter((item) => item.answer === 'accepted');
  const refused = done.items.filter((item) => item.answer === 'refused');
  const title =
    accepted.length > 0
      ? say(
          `${accepted.length}点の予約を受け付けました`,
          accepted.length === 1
            ? '1 reservation was accepted'
            : `${accepted.length} reservations were accepted`,
        )
      : refused.every(({ refusal }) => refusal.code === 'ALREADY_RESERVED')
        ? say('予約済みです', 'Reserved already')
        : say('予約をお受けできませんでした', 'Nothing could be reserved');
  return (
    <PatronPage frame={frame} title={title} at="/basket" narrow>
      <div class="stack">
        <ReservingSteps at={3} say={say} />
        {accepted.length > 0 ? (
          <>
            <h1 class="done">
              <Icon name="ok" />
              <span>{title}</span>
            </h1>
            <p>
              {say('受取館：', 'Pickup library: ')}
              <b>
                <Words text={props.library} language={frame.front.language} />
              </b>
            </p>
            <ul class="rows">
              {accepted.map((item) => (
                <AcceptedRow key={item.recordId} item={item} frame={frame} earliest={props.earliest} />
              ))}
            </ul>
          </>
        ) : (
          <h1>{title}</h1>
        )}
        {refused.length > 0 ? <RefusedRows {...props} items={refused} some={accepted.length > 0} /> : null}
        <div class="card stack">
          {standing ? <Meter say={say} count={standing.reservations} limit={standing.limit} /> : null}
          {accepted.length > 0 ? (
            <p>
              {say(
                '資料が受取可能になりましたら、メールでお知らせします。',
                'We mail you when they are ready. ',
              )}
              {frame.front.language === 'ja' ? <br /> : null}
              {say(
                '予約の変更やキャンセルは、Myライブラリでできます。',
                'Changes and cancellations are in My Library.',
              )}
            </p>
          ) : null}
          <div class="actions">
            <a class="btn" href="/my-library">
              {say('Myライブラリ', 'My Library')}
            </a>
            <a class="btn btn--second" href="/">
              {say('蔵書検索', 'Search')}
            </a>
          </div>
        </div>
      </div>
    </PatronPage>
  );
}

function AcceptedRow(props: { item: Accepted; frame: Frame; earliest: string | undefined }) {
  const { item, frame, earliest } = props;
  const { say } = frame;
  return (
    <li class="row hit">
      <div>
        <RowTitle {...item} level="h2" />
        <p class="row-sub">
          {say('予約番号', 'Reservation number')} <span class="num">{item.reservationNumber}</span>
        </p>
        <p class="hit-state">
          <Place item={item} frame={frame} />
        </p>
        {item.ready && earliest ? <p>{earliest}</p> : null}
        {!item.ready && item.position !== null && item.waitEstimate ? (
          <p>
            {say('待ち時間の目安：', 'Likely wait: ')}
            {waitWords(item.waitEstimate, say)}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** Where it stands; without an answer of the process, how the place will be told. */
function Place({ item: { position, ready }, frame: { say } }: { item: Accepted; frame: Frame }) {
  if (ready) {
    return <Chip look={['move', 'box']}>{say('準備中', 'Being prepared')}</Chip>;
  }
  if (position === null) {
    return (
      <span>
        {say(
          '受け付けました。順番は、メールでお知らせします。',
          'Accepted. We mail you your place in the queue.',
        )}
      </span>
    );
  }
  return (
    <Chip look={['wait', 'clock']}>
      {say('順番待ち', 'Waiting')}
      <span class="nowrap">{say(`（${position}番目）`, ` (number ${position})`)}</span>
    </Chip>
  );
}

function RefusedRows(props: {
  items: Refused[];
  frame: Frame;
  libraries: readonly Library[];
  some: boolean;
}) {
  const { items, frame, some } = props;
  const { say, basket, front } = frame;
  // What another page has taken out of it is not there any more.
  const inBasket = items.every(({ recordId }) => basket.includes(recordId));
  return (
    <>
      {some ? <h2 class="h3">{say('お受けできませんでした', 'Not accepted')}</h2> : null}
      {inBasket ? (
        <p>{say('次の資料は予約かごに残っています。', 'These are still in your basket.')}</p>
      ) : null}
      <ul class="rows">
        {items.map((item) => (
          <li class="row hit" key={item.recordId} data-refusal={item.refusal.code}>
            <div>
              <RefusedTitle item={item} frame={frame} level={some ? 'h3' : 'h2'} />
              <Why frame={frame} refusal={refusalIn(front.language, item.refusal, props.libraries)} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function RefusedTitle({ item, frame, level: Heading }: { item: Refused; frame: Frame; level: 'h2' | 'h3' }) {
  return (
    <Heading class="row-title">
      <a href={`/records/${item.recordId}`} {...(item.title ? { lang: 'ja' } : {})}>
        {item.title || frame.say('書名を表示できませんでした', 'The title could not be shown')}
      </a>
    </Heading>
  );
}
