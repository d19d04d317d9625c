import { instantFromDate } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { type CardInHand, validityWords } from '../desk/card-in-hand.ts';
import { Answer, UndoForm, windowTitle } from '../pages/answer.tsx';
import { Breakable } from '../pages/breakable.tsx';
import { CopyNamed } from '../pages/copy-named.tsx';
import { clockOf } from '../pages/dates.ts';
import { Part, TitledPage } from '../pages/frame.tsx';
import { Check, Pill } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { ScanForm } from '../pages/scan-form.tsx';
import { WHAT_COUNTS } from '../phone/caller-card.tsx';
import { HeldPill } from '../phone/held-note.tsx';
import type { ScanRow } from '../sessions/desk-scans.ts';
import { EndForm, heldUnknown, Offers } from './hand-out.page.tsx';
import { TYPED_RECEIPT } from './hand-out-words.ts';
import { HoldNumbers } from './hold-numbers.tsx';
import { type Desk, keyOfList, lastShown } from './scan-pages.tsx';
import { drawnFor } from './shown-for.ts';

type Counter = Desk & { card: CardInHand | undefined; name?: string | undefined };

/** R3, R14 at the prefectural counter: the card first, then copies, reserved ones and others alike. */
export function CounterPage(desk: Counter) {
  const { answer, card } = desk;
  // Back from another page nobody may remember who that is.
  const idle = card
    ? `カード下4桁 ${card.last4} の方が\n続いています`
    : 'はじめに貸出カードを読み取ってください';
  const shown = (
    <Answer answer={answer} idle={idle} undo>
      {answer && answer.offers.length > 0 ? <Offers {...desk} /> : null}
    </Answer>
  );
  return (
    <TitledPage
      title={windowTitle(answer, '窓口貸出')}
      at="/hand-out"
      heading="窓口貸出"
      beside={card ? '別のカードを読み取ると、次の方に替わります。' : null}
    >
      <ScanForm
        action="/hand-out"
        releases
        label={card ? '資料番号（バーコード）' : '貸出カード番号'}
        hint={
          card
            ? '資料か、次の方のカードを読み取ります。'
            : 'カード、またはスマートフォンの画面を読み取ります。'
        }
        hidden={{ ...drawnFor(card), ...lastShown(answer, card?.lent) }}
      />
      {card ? (
        <div class="s-split">
          <div class="stack">
            {shown}
            <Lent {...desk} card={card} />
            <Refused {...desk} card={card} />
          </div>
          <CardPanel {...desk} card={card} />
        </div>
      ) : (
        <>
          {shown}
          <ForgottenHere />
        </>
      )}
    </TitledPage>
  );
}

/** R14 where the desk itself makes sure of the person. */
function ForgottenHere() {
  return (
    <details class="fold">
      <summary>カードを忘れた方</summary>
      <div class="fold-body">
        <p>
          <a href="/find">お名前か電話番号でさがし</a>
          、ご本人を確かめてから<a href="/phone">電話受付</a>
          の「カードを忘れた方」で8桁の番号を出し、カードの代わりにここへ入れます。その番号でお渡しできるのは、取り置きだけです。
        </p>
      </div>
    </details>
  );
}

function Lent({ card, answer }: Counter & { card: CardInHand }) {
  const { key0: byKey } = keyOfList({ answer, rows: card.lent });
  if (card.lent.length === 0) return null;
  return (
    <Part class="s-panel" id="lent-h" title={`今お貸しした資料　${card.lent.length}点`}>
      <ol class="s-session">
        {card.lent.map((row) => (
          <Row key={row.factId} row={row}>
            <UndoForm voids={row.factId} page={row.page} about={row.code} key0={row.factId === byKey} />
          </Row>
        ))}
      </ol>
      <p class="cluster">
        <Way to="/slips/receipt?print=1" icon="print" digit={TYPED_RECEIPT} says="控えを印刷する" />
        <Way to="/slips/receipt?paper=a6&print=1" look="quiet" says="A6で印刷する" />
      </p>
    </Part>
  );
}

function Row({ row, children }: { row: ScanRow; children?: ComponentChildren }) {
  return (
    <li>
      <time dateTime={row.scannedAt.toISOString()}>{clockOf(instantFromDate(row.scannedAt))}</time>
      <b>
        <Breakable text={row.short} />
      </b>
      <span class="s-session__code">
        <CopyNamed barcode={row.code} />
      </span>
      {children}
    </li>
  );
}

/** At a scanner's pace a refusal is gone with the next book: what of the pile was not lent is told until the next card. */
function Refused({ card, answer }: Counter & { card: CardInHand }) {
  const before = card.refused.filter(({ factId }) => factId !== answer?.factId);
  if (before.length === 0) return null;
  return (
    <Part class="s-panel" id="refused-h" title={`お貸ししていないもの　${before.length}点`}>
      <ul class="s-session">
        {before.map((row) => (
          <Row key={row.factId} row={row} />
        ))}
      </ul>
    </Part>
  );
}

const STATUS = {
  valid: { tone: 'ok', icon: 'ok', words: '有効' },
  suspended: { tone: 'stop', icon: 'stop', words: '利用停止' },
  expired: { tone: 'stop', icon: 'stop', words: '期限切れ' },
} as const;

function CardPanel(desk: Counter & { card: CardInHand }) {
  const { card, name } = desk;
  const { tone, icon, words } = STATUS[card.status];
  const left = Math.max(0, card.loanLimit - card.loans);
  return (
    <section class="s-panel" aria-labelledby="card-h">
      <h2 id="card-h">
        貸出カード <span class="s-num">{card.number ?? `下4桁 ${card.last4}`}</span>
      </h2>
      <p>
        <Pill tone={tone} icon={icon} says={words} />
        {`　${validityWords(card)}`}
      </p>
      {card.status === 'valid' || card.number === undefined ? null : (
        <Post to="/phone" once hidden={{ code: card.number ?? '' }}>
          <Submit look="second" says={card.status === 'expired' ? '有効期限の更新へ' : '利用停止の解除へ'} />
        </Post>
      )}
      <Meter card={card} />
      <p>
        予約 <b>{card.reservations}点</b>
      </p>
      <p class="small">
        {card.loans > card.lent.length ? WHAT_COUNTS : ''}
        {card.lent.length > 0 ? 'しま模様は、今お貸しした分です。' : ''}
        {card.status !== 'valid'
          ? '新しい貸出はできません。取り置き中の資料の引渡しと、返却はできます。'
          : card.number === undefined
            ? 'カードの代わりの番号です。お渡しできるのは取り置きだけです。'
            : left > 0
              ? `あと${left}点お貸しできます。`
              : ''}
      </p>
      {card.held === undefined ? <Notice tone="wait">{heldUnknown}</Notice> : null}
      {card.held && card.held.length > 0 ? (
        <Check tone="hold" icon="hold">
          この方の取り置きが{card.held.length}点あります
          <br />
          <HoldNumbers held={card.held} />
          {card.held.map(({ reservationId, holdNumber }) => {
            const held = card.cancelling.get(reservationId);
            return held ? (
              <span key={holdNumber}>
                <br />
                取り置き番号 {holdNumber} <HeldPill held={held} />
              </span>
            ) : null;
          })}
        </Check>
      ) : null}
      {card.ended.length > 0 ? (
        <Check icon="ask">
          取り置き期限の過ぎた資料が{card.ended.length}点、まだ取り置き棚にあります
          <br />
          <HoldNumbers held={card.ended} />
          <br />
          {card.ended.some(({ awaited }) => awaited)
            ? '次の方が待っているものがあります。'
            : '待っている方はいません。読み取ると、お貸しできます。'}
        </Check>
      ) : null}
      {name === undefined ? (
        <Post to="/hand-out/name">
          <Submit look="quiet" says="氏名を表示する（見たことを記録します）" />
        </Post>
      ) : (
        <p>
          氏名 <b>{name}</b>
        </p>
      )}
      <EndForm card={card} />
    </section>
  );
}

/** R3: the loans of a card, those of this visit striped. */
function Meter({ card }: { card: CardInHand }) {
  const before = Math.max(0, card.loans - card.lent.length);
  const cells = Array.from({ length: Math.max(card.loanLimit, card.loans) }, (_, n) =>
    n < before ? 'is-on' : n < card.loans ? 'is-new' : '',
  );
  return (
    <div class="s-meter">
      <span>貸出</span>
      <span class="s-meter__cells" aria-hidden="true">
        {cells.map((state, n) => (
          <i key={`${n} ${state}`} class={state} />
        ))}
      </span>
      <b>
        {card.loans}点／{card.loanLimit}点
      </b>
    </div>
  );
}
