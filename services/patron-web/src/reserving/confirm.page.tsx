import type { Library, RecordDetail } from '@toshobin/contracts';
import type { CalendarDate, LendingPolicy } from '@toshobin/lending-rules';
import type { Standing } from '../basket/judge-basket.ts';
import { Meter } from '../basket/meter.tsx';
import { Back, Form, Pair, Part, Submit, Tap } from '../pages/elements.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { LibraryName } from '../pages/library-name.tsx';
import { titleOf } from '../records/title-of.ts';
import { waitWords } from '../records/wait-words.ts';
import { LeftInBasket } from './left-in-basket.tsx';
import { PickupTerms } from './pickup-terms.tsx';
import { ReservingSteps } from './steps.tsx';

interface ConfirmPageProps {
  frame: Frame;
  items: readonly { record: RecordDetail; reservationId: string }[];
  /** The browser remembers the cards of a family: it is said for which it is, and how that is called here. */
  amongCards: boolean;
  nickname: string | undefined;
  left: number;
  library: Library;
  municipal: boolean;
  nextDispatchDay: CalendarDate;
  dispatchDaysAWeek: number;
  standing: Standing;
  policy: LendingPolicy;
}

/** What will be asked for, before it is: each title with the id its reservation will have. */
export function ConfirmPage(props: ConfirmPageProps) {
  const { frame, items, library } = props;
  const { say } = frame;
  const back = `/reserve?pickup=${encodeURIComponent(library.code)}`;
  return (
    <FormPage
      frame={frame}
      title={say('予約の確認', 'Check your reservation')}
      at="/basket"
      look="stack"
      steps={<ReservingSteps at={2} say={say} />}
    >
      <div class="card">
        <Pairs {...props} back={back} />
      </div>
      <LeftInBasket frame={frame} left={props.left} />
      <Before {...props} />
      <Form frame={frame} action="/reserve" class="actions" fields={{ pickup: library.code }}>
        {items.map(({ record, reservationId }) => (
          <input
            key={reservationId}
            type="hidden"
            name="item"
            value={`${reservationId} ${record.recordId}`}
          />
        ))}
        <Submit look="l">{say('この内容で予約する', 'Reserve')}</Submit>
        <Back href={back} say={say} />
      </Form>
    </FormPage>
  );
}

/** For whom of a family it is, with the way to another card. */
function ForCard({ frame: { say, visit }, nickname }: { frame: Frame; nickname: string | undefined }) {
  return (
    <div>
      <dt>{say('貸出カード', 'Card')}</dt>
      <dd class="cluster cluster--apart">
        <span>
          {nickname === undefined ? null : <b lang="ja">{nickname}</b>}
          {say('（下4桁 ', ' (ending in ')}
          <span class="digits">{visit.principal?.cardLast4}</span>
          {say('）', ')')}
        </span>
        <Tap href="/family">{say('家族のカードの切り替え', 'Change to a card of the family')}</Tap>
      </dd>
    </div>
  );
}

function Pairs(props: ConfirmPageProps & { back: string }) {
  const { frame, items, library, standing, back } = props;
  const { say } = frame;
  const { reservations, limit } = standing;
  return (
    <dl class="pairs">
      {props.amongCards ? <ForCard frame={frame} nickname={props.nickname} /> : null}
      <div>
        <dt>{say('受取館', 'Pickup library')}</dt>
        <dd class="cluster cluster--apart">
          <b>
            <LibraryName library={library} language={frame.front.language} />
          </b>
          <Tap href={back}>{say('受取館を変更する', 'Change')}</Tap>
        </dd>
      </div>
      <Pair name={say('予約する資料', 'Items')}>
        <ul class="lines">
          {items.map(({ record }) => (
            <li key={record.recordId}>
              <b lang="ja">{titleOf(record)}</b>
              <br />
              <span class="row-sub">
                {record.author ? <span lang="ja">{record.author}　</span> : null}
                {placeWords(frame, record)}
              </span>
            </li>
          ))}
        </ul>
      </Pair>
      <Pair name={say('お知らせの方法', 'How we tell you')}>
        {say('登録のメールアドレスへ送ります。', 'By mail to your registered address. ')}
        <Tap href="/email">{say('変更する', 'Change')}</Tap>
      </Pair>
      <Pair name={say('利用点数', 'Your items')}>
        <Meter say={say} count={reservations} limit={limit} added={items.length} />
        <p class="row-sub">
          {say(
            `申し込むと ${reservations + items.length}/${limit} になります。`,
            `With these, ${reservations + items.length}/${limit}.`,
          )}
        </p>
      </Pair>
    </dl>
  );
}

/** A copy is on its shelf, and nobody waits for it. */
function isHere({ waiting, copies }: RecordDetail): boolean {
  return waiting === 0 && copies.some((copy) => copy.place === 'onShelf');
}

/** Whether it is there now, or which place in the queue one would have, and for how long. */
function placeWords({ say }: Frame, record: RecordDetail): string {
  const { waiting, waitEstimate } = record;
  if (isHere(record)) return say('県立図書館にあります', 'At the prefectural library');
  const place = say(`予約すると${waiting + 1}番目`, `You would be number ${waiting + 1} in the queue`);
  if (waitEstimate === null) return place;
  const wait = waitWords(waitEstimate, say);
  return place + say(`（待ち時間の目安：${wait}）`, ` (likely wait: ${wait})`);
}

function Before(props: ConfirmPageProps) {
  const { frame, items, municipal, nextDispatchDay, dispatchDaysAWeek, policy, library } = props;
  const { say } = frame;
  return (
    <Part id="bf" class="stack stack--s" small title={say('予約の前に', 'Before you reserve')}>
      <ul class="dots">
        <PickupTerms
          municipal={municipal}
          nextDispatchDay={nextDispatchDay}
          dispatchDaysAWeek={dispatchDaysAWeek}
          pickup={library.calendar}
          here={items.some(({ record }) => isHere(record))}
          language={frame.front.language}
          policy={policy}
        />
        <li>{say('費用はかかりません。送料も無料です。', 'It costs you nothing, postage included.')}</li>
        {items.some(({ record }) => record.protectiveCover) ? (
          <li>
            {say(
              '雑誌は保護カバー（袋）に入っています。そのままご返却ください。',
              'Magazines come in a protective cover. Please return them in it.',
            )}
          </li>
        ) : null}
        <li>
          {say(
            '受け取りには貸出カード、またはスマートフォンの貸出カード番号画面が必要です。',
            'To pick up, show your card or the card-number screen on your phone.',
          )}
        </li>
      </ul>
    </Part>
  );
}
