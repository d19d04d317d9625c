import { ActForm, reasonField } from '../pages/act-form.tsx';
import { type Frame, Own, StaffPage } from '../pages/frame.tsx';
import { Answer, ScanForm } from '../pages/scan-form.tsx';
import type { BigAnswer, Offer } from '../sessions/desk-state.ts';

export interface CardShown {
  last4: string;
  status: 'valid' | 'suspended' | 'expired';
  held: number;
  loans: number;
  loanLimit: number;
}

/** R14. Card first, then copies; another card ends the one before. */
export function HandOutPage(props: {
  frame: Frame;
  answer: BigAnswer | undefined;
  newId: () => string;
  card: CardShown | undefined;
}) {
  const { frame, answer, newId, card } = props;
  const title = answer ? answer.text : '引渡し・窓口貸出';
  return (
    <StaffPage frame={frame} title={title} at="/hand-out">
      <h1>引渡し・窓口貸出</h1>
      <ScanForm
        frame={frame}
        action="/hand-out"
        label={card ? '次の資料かカード' : 'はじめに貸出カードを読み取ってください'}
        factId={newId()}
      />
      {card ? (
        <section class="card stack stack--s" aria-label="この方">
          <p>
            カード下4桁 <b class="s-num">{card.last4}</b>
            {card.status === 'valid' ? null : '（予約はできません。受け取りはできます）'}
          </p>
          <p>
            この館の取り置き <b>{card.held}点</b>　貸出 {card.loans}/{card.loanLimit}
          </p>
          <form method="post" action="/hand-out/done">
            <Own frame={frame} />
            <button class="btn btn--second" type="submit">
              この方を終わる<kbd>9</kbd>
            </button>
          </form>
        </section>
      ) : null}
      <Answer answer={answer} undo={{ frame, factId: newId() }} />
      {card && answer
        ? answer.offers.map((offer) => (
            <OfferForm key={offer} offer={offer} frame={frame} code={answer.code} factId={newId()} />
          ))
        : null}
      <p class="small">
        カードを忘れた方：県立図書館（{frame.front.phone}
        ）へお電話ください。ご本人を確かめてからお渡しします。お伝えした8桁の番号は、カードの代わりにここへ入れます。
      </p>
    </StaffPage>
  );
}

/** What the desk may go on with; what it does is said beside it. */
function OfferForm(props: { offer: Offer; frame: Frame; code: string; factId: string }) {
  const { offer, frame, code, factId } = props;
  const hidden = { factId, code };
  if (offer === 'handedOver') {
    return (
      <section class="card stack stack--s">
        <p>もうお渡ししたときだけ押してください。お渡ししたことを記録します。</p>
        <ActForm
          frame={frame}
          id="handed-over"
          action="/hand-out"
          hidden={{ ...hidden, handedOver: 'yes' }}
          button="今の状態に合わせて進める"
        />
      </section>
    );
  }
  const { says, action, more } = {
    overrideReserved: {
      says: '進めると、待っている方の予約は元の順番に戻ります。',
      action: '/hand-out/override',
      more: { override: 'RESERVED_FOR_OTHER' },
    },
    overrideBoth: {
      says: '進めると、待っている方の予約は元の順番に戻り、上限を超えたことが要確認に出ます。',
      action: '/hand-out/override',
      more: { override: 'RESERVED_FOR_OTHER', and: 'LOAN_LIMIT' },
    },
    overrideLimit: {
      says: '進めると、上限を超えたことが要確認に出ます。',
      action: '/hand-out/override',
      more: { override: 'LOAN_LIMIT' },
    },
    lateHandOut: { says: '期限後の引渡しを1回だけ認めます。', action: '/hand-out/late', more: {} },
  }[offer];
  return (
    <section class="card stack stack--s">
      <p>{says}</p>
      <ActForm
        frame={frame}
        id={offer}
        action={action}
        hidden={{ ...hidden, ...more }}
        fields={[reasonField]}
        button="理由を書いて進める"
      />
    </section>
  );
}
