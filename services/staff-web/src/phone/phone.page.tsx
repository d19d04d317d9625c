import { type Library, type RecordSummary, ReservationIdSchema } from '@toshobin/contracts';
import { formatDateJa } from '@toshobin/lending-rules';
import { CardForms } from '../cards/card-forms.tsx';
import { ActForm } from '../pages/act-form.tsx';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer, ScanForm } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import { CallersRow } from './callers-row.tsx';
import { type Caller, reserveForCaller } from './phone-verbs.ts';

const cardWords = { valid: '有効', suspended: '利用停止', expired: '期限切れ' } as const;
const emailWords = {
  none: '登録がありません',
  unverified: '確認がまだです',
  verified: '届きます',
  undeliverable: '届きません',
} as const;

export interface PhoneView {
  frame: Frame;
  answer: BigAnswer | undefined;
  caller: Caller | undefined;
  libraries: readonly Library[];
  /** What was searched for, and found. */
  q: string;
  found: readonly RecordSummary[];
}

/** 電話受付: the caller's card first; then what they have, and what they wish. */
export function PhonePage(props: PhoneView) {
  const { frame, answer, caller } = props;
  return (
    <StaffPage frame={frame} title="電話受付" at="/phone">
      <h1>電話受付</h1>
      <p>お名前と生年月日を伺い、ご本人を確かめてから手続きします。捜したことを記録します。</p>
      <ScanForm
        frame={frame}
        action="/phone"
        label={caller ? '次の方の貸出カード番号' : '貸出カード番号'}
        factId={frame.newId()}
        button="検索する"
      />
      <Answer answer={answer} idle="貸出カードの番号を待っています" />
      {caller ? (
        <>
          <CallerCard frame={frame} caller={caller} />
          <h2>予約と貸出　{caller.rows.length}点</h2>
          <ul class="rows">
            {caller.rows.map((row) => (
              <CallersRow key={row.reservationId} frame={frame} row={row} libraries={props.libraries} />
            ))}
          </ul>
          <Reserve {...props} />
          <CardForms frame={frame} caller={caller} libraries={props.libraries} />
        </>
      ) : null}
    </StaffPage>
  );
}

function CallerCard({ frame, caller }: { frame: Frame; caller: Caller }) {
  return (
    <section class="card stack stack--s" aria-label="この方">
      <dl class="pairs">
        <div>
          <dt>お名前</dt>
          <dd>{caller.name}</dd>
        </div>
        <div>
          <dt>生年月日</dt>
          <dd>{formatDateJa(caller.birthDate)}</dd>
        </div>
        <div>
          <dt>電話</dt>
          <dd class="s-num">{caller.phone ?? '－'}</dd>
        </div>
        <div>
          <dt>貸出カード</dt>
          <dd>
            <span class="s-num">{caller.cardNumber}</span>　{cardWords[caller.cardStatus]}
            {caller.expiresOn ? `　${formatDateJa(caller.expiresOn)}まで` : ''}
            {caller.givenWasReplaced ? '　（伺った番号は、前のカードです）' : ''}
          </dd>
        </div>
        <div>
          <dt>メール</dt>
          <dd>{emailWords[caller.emailStatus]}</dd>
        </div>
        <div>
          <dt>利用点数</dt>
          <dd>
            予約 {caller.reservations}点　貸出 {caller.loans}点
          </dd>
        </div>
      </dl>
      <ActForm frame={frame} id="done" action="/phone/done" button="この方を終わる" />
    </section>
  );
}

/** R4. Only 来館貸出可 is reserved by telephone. */
function Reserve({ frame, q, found }: PhoneView) {
  return (
    <section class="stack" aria-labelledby="reserve">
      <h2 id="reserve">電話で予約する</h2>
      <p>電話で予約を受けられるのは「来館貸出可」の資料だけです。受取館は県立図書館です。</p>
      <form class="stack form" action="/phone">
        <div class="field">
          <label for="q">書名など</label>
          <input class="input" id="q" name="q" value={q} autocomplete="off" maxLength={200} />
        </div>
        <button class="btn" type="submit">
          検索する
        </button>
      </form>
      {q !== '' && found.length === 0 ? <p>「来館貸出可」の資料は見つかりません。</p> : null}
      <ul class="rows">
        {found.map((record) => (
          <li class="row cluster cluster--apart" key={record.recordId}>
            <p>
              {record.title}
              {record.year ? `　${record.year}年` : ''}
            </p>
            <VerbForm
              frame={frame}
              verb={reserveForCaller}
              of={{ reservationId: ReservationIdSchema.parse(frame.newId()), recordId: record.recordId }}
              row={record.recordId}
              about={record.title}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
