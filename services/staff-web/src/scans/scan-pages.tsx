import type { WhereFrom } from '../pages/fields.ts';
import { type Frame, StaffPage, Token } from '../pages/frame.tsx';
import { Answer, ScanForm, WhereFromChoice } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';

interface Desk {
  frame: Frame;
  answer: BigAnswer | undefined;
  factId: string;
}

/** The copy is back at the prefectural library. */
export function ReturnsPage({ frame, answer, factId, from }: Desk & { from: WhereFrom }) {
  return (
    <StaffPage frame={frame} title={answer ? answer.text : '返却受付'} at="/returns">
      <h1>返却受付</h1>
      <ScanForm frame={frame} action="/returns" label="資料番号（バーコード）" factId={factId}>
        <WhereFromChoice chosen={from} />
      </ScanForm>
      <Answer answer={answer} />
    </StaffPage>
  );
}

/** A pickup library takes a copy back. */
export function HandInPage({ frame, answer, factId, from }: Desk & { from: WhereFrom }) {
  return (
    <StaffPage frame={frame} title={answer ? answer.text : '返却を受け付ける'} at="/hand-in">
      <h1>返却を受け付ける</h1>
      <ScanForm frame={frame} action="/hand-in" label="資料番号（バーコード）" factId={factId}>
        <WhereFromChoice chosen={from} />
      </ScanForm>
      <Answer answer={answer} />
    </StaffPage>
  );
}

/** One scan of the parcel receives all in it. */
export function ArrivalsPage({ frame, answer, factId }: Desk) {
  return (
    <StaffPage frame={frame} title={answer ? answer.text : '到着受付'} at="/arrivals">
      <h1>到着受付</h1>
      <ScanForm frame={frame} action="/arrivals" label="小包番号" factId={factId} />
      <Answer answer={answer} />
    </StaffPage>
  );
}

export interface CardShown {
  last4: string;
  status: 'valid' | 'suspended' | 'expired';
  held: number;
  loans: number;
  loanLimit: number;
}

/** R14. Card first, then copies; another card ends the one before. */
export function HandOutPage({ frame, answer, factId, card }: Desk & { card: CardShown | undefined }) {
  const title = answer ? answer.text : '引渡し・窓口貸出';
  return (
    <StaffPage frame={frame} title={title} at="/hand-out">
      <h1>引渡し・窓口貸出</h1>
      <ScanForm
        frame={frame}
        action="/hand-out"
        label={card ? '次の資料かカード' : 'はじめに貸出カードを読み取ってください'}
        factId={factId}
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
            <Token token={frame.token} />
            <button class="btn btn--second" type="submit">
              この方を終わる
            </button>
          </form>
        </section>
      ) : null}
      <Answer answer={answer} />
      <p class="small">
        カードを忘れた方：県立図書館（{frame.front.phone}
        ）へお電話ください。ご本人を確かめてからお渡しします
      </p>
    </StaffPage>
  );
}
