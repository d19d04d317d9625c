import type { RecordDetail } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { Icon, sentenceOf } from '@toshobin/web';
import { AddToBasket } from '../basket/add-to-basket.tsx';
import { counted } from '../pages/counted.ts';
import { Pair, Part } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Phone } from '../pages/phone.tsx';
import { Words } from '../pages/words.tsx';
import { Availability } from '../records/availability.tsx';
import { KeepForLater } from '../records/keep-for-later.tsx';
import { recordPathFrom } from '../records/record-path.ts';
import { waitWords } from '../records/wait-words.ts';
import { Why } from '../records/why.tsx';

/** What can be done with a title: the basket, with who waits and for how long; or the reason why not. */
export function ReserveBox(props: {
  frame: Frame;
  record: RecordDetail;
  refusal: Refusal | undefined;
  /** What is on the visitor's list for later; undefined for whoever is not signed in. */
  later: ReadonlySet<string> | undefined;
  /** The results that the visitor came from, still known after the button. */
  results: string | undefined;
}) {
  const { frame, record, refusal, results } = props;
  const back = recordPathFrom(record, results);
  const { say } = frame;
  const counted = {
    lending: record.lending,
    copies: record.copies.length,
    onShelf: record.copies.filter(({ place }) => place === 'onShelf').length,
    waiting: record.waiting,
  };
  return (
    <Part id="reserve" class="card stack reserve" small title={say('この資料の予約', 'Reserving')}>
      <p>
        <Availability record={counted} frame={frame} short />
      </p>
      {refusal === undefined || refusal.code.startsWith('ALREADY') ? (
        <Waiting frame={frame} record={record} place={refusal === undefined && counted.onShelf === 0} />
      ) : null}
      {refusal === undefined ? (
        <>
          <AddToBasket record={record} frame={frame} back={back} large />
          <p class="small muted">
            {say(
              '予約かごに入れただけでは、まだ予約ではありません。',
              'Putting it into the basket does not reserve it yet.',
            )}
          </p>
        </>
      ) : refusal.code === 'IN_PERSON_ONLY' ? (
        <ByPhone frame={frame} refusal={refusal} />
      ) : (
        <Why frame={frame} refusal={refusal} marked />
      )}
      <KeepForLater record={record} frame={frame} back={back} later={props.later} />
    </Part>
  );
}

function Waiting(props: {
  frame: Frame;
  record: RecordDetail;
  /** Whether the place is told that one would have: not to whoever has reserved it. */
  place: boolean;
}) {
  const { record, place } = props;
  const { say } = props.frame;
  const { waiting, waitEstimate } = record;
  return (
    <>
      <dl class="facts">
        <Pair name={say('待ち人数', 'Waiting')}>
          {say(`${waiting}人`, counted(waiting, 'person', 'people'))}
        </Pair>
        {place ? (
          <Pair name={say('今予約すると', 'You would be')}>
            {say(`${waiting + 1}番目`, `no. ${waiting + 1}`)}
          </Pair>
        ) : null}
        {waitEstimate === null ? null : (
          <Pair name={say('待ち時間の目安', 'Likely wait')}>{waitWords(waitEstimate, say)}</Pair>
        )}
      </dl>
      {waitEstimate === null ? null : (
        <p class="small muted">
          {say(
            '待っている方の数と返却期限から計算した目安です。早くなることも、遅くなることもあります。',
            'Worked out from who waits and what is due; it may be sooner or later.',
          )}
        </p>
      )}
    </>
  );
}

/** R4: what is lent to visitors only is reserved by phone; the number can be tapped, in the sentence and below it. */
function ByPhone({ frame, refusal }: { frame: Frame; refusal: Refusal }) {
  const { front } = frame;
  const [before = '', ...after] = sentenceOf(refusal, front).split(front.phone);
  return (
    <div class="stack" data-refusal={refusal.code}>
      <p>
        <Words text={before} language={front.language} />
        {after.length > 0 ? <Phone front={front} /> : null}
        <Words text={after.join(front.phone)} language={front.language} />
      </p>
      <p>
        <a class="btn btn--second btn--l btn--block" href={`tel:${front.phone.replaceAll('-', '')}`}>
          <Icon name="phone" />
          {front.phone}
        </a>
      </p>
    </div>
  );
}
