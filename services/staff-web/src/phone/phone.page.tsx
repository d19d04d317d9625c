import { type Library, type RecordSummary, ReservationIdSchema, titleOf } from '@toshobin/contracts';
import type { Caller } from '../cards/caller.ts';
import { CardForms } from '../cards/card-forms.tsx';
import { Entry } from '../pages/entry.tsx';
import { TitledPage, useFrame } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';
import { Answer, ScanForm } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import { CallerCard, type Limits } from './caller-card.tsx';
import { CallersBooks } from './callers-books.tsx';
import type { HeldCancellation } from './held-cancellations.ts';
import { reserveForCaller } from './phone-verbs.ts';

export interface PhoneView {
  answer: BigAnswer | undefined;
  caller: Caller | undefined;
  libraries: readonly Library[];
  /** What was searched for, and found. */
  q: string;
  found: readonly RecordSummary[];
  limits: Limits | undefined;
  positions: ReadonlyMap<string, number>;
  /** Whose cancellation is asked about. */
  cancelling: string;
  held: ReadonlyMap<string, HeldCancellation>;
}

/** 電話受付: the caller's card first; then what they have, and what they wish. */
export function PhonePage(props: PhoneView) {
  const { answer, caller } = props;
  return (
    <TitledPage title="電話受付" at="/phone">
      <p>お名前と生年月日を伺い、ご本人を確かめてから手続きします。捜したことを記録します。</p>
      <ScanForm
        action="/phone"
        label={caller ? '次の方の貸出カード番号・お名前・電話番号' : '貸出カード番号・お名前・電話番号'}
        names
        button="検索する"
        later={props.cancelling !== ''}
      />
      <Answer
        answer={answer}
        idle="貸出カードの番号、お名前（かな・漢字）、電話番号の下4桁からのどれかを入れてください"
      />
      {caller ? (
        <>
          <CallerCard caller={caller} limits={props.limits} />
          <div class="s-cols">
            <CallersBooks
              rows={caller.rows}
              reservations={caller.reservations}
              libraries={props.libraries}
              positions={props.positions}
              cancelling={props.cancelling}
              held={props.held}
            />
            <aside class="stack" aria-label="この方のために">
              <Reserve {...props} />
              <CardForms caller={caller} libraries={props.libraries} />
            </aside>
          </div>
        </>
      ) : null}
    </TitledPage>
  );
}

/** R4. Only 来館貸出可 is reserved by telephone. */
function Reserve({ q, found }: PhoneView) {
  const frame = useFrame();
  return (
    <section class="stack" aria-labelledby="reserve">
      <h2 id="reserve">電話で予約する</h2>
      <p>電話で予約を受けられるのは「来館貸出可」の資料だけです。受取館は県立図書館です。</p>
      <Post to="/phone/titles" class="stack form">
        <Entry label="書名など" id="q" value={q} autocomplete="off" maxLength={200} />
        <Submit>検索する</Submit>
      </Post>
      {q !== '' && found.length === 0 ? <p>「来館貸出可」の資料は見つかりません。</p> : null}
      <ul class="rows">
        {found.map((record) => (
          <li class="row cluster cluster--apart" key={record.recordId}>
            <p>
              {titleOf(record)}
              {record.year ? `　${record.year}年` : ''}
            </p>
            <VerbForm
              verb={reserveForCaller}
              of={{ reservationId: ReservationIdSchema.parse(frame.newId()), recordId: record.recordId }}
              row={record.recordId}
              about={titleOf(record)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
