import { type CalendarDate, dayOf, formatDateJa, isAfter } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { CardInHand, Coming, HeldCopy } from '../desk/card-in-hand.ts';
import { ActForm, reasonField } from '../pages/act-form.tsx';
import { Answer, windowTitle } from '../pages/answer.tsx';
import { isOnPhone, JobPage } from '../pages/branch-page.tsx';
import { Part, useFrame } from '../pages/frame.tsx';
import { Below, Check, Pill } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { onPhone, ScanForm } from '../pages/scan-form.tsx';
import { HeldPill } from '../phone/held-note.tsx';
import { whyNobodys } from '../scans/why-nobodys.ts';
import type { Offer } from '../sessions/desk-state.ts';
import { HoldNumbers } from './hold-numbers.tsx';
import { type Desk, Earlier, lastShown } from './scan-pages.tsx';
import { drawnFor } from './shown-for.ts';

/** R14 at a pickup library: the card or its screen, then the copies of that person; another card ends the one before. */
export function HandOutPage(desk: Desk & { card: CardInHand | undefined }) {
  const frame = useFrame();
  const { answer, card } = desk;
  const title = windowTitle(answer, '引渡し');
  const handedOut = answer !== undefined && answer.tone !== 'wait';
  return (
    <JobPage title={title} heading="引渡し" at="/hand-out" library={desk.library}>
      <ScanForm
        action="/hand-out"
        releases
        label={
          card === undefined
            ? '貸出カードを読む'
            : handedOut
              ? '次の資料かカード'
              : '棚から出して、資料番号を読む'
        }
        hidden={{ ...drawnFor(card), ...lastShown(answer) }}
        phone={onPhone(frame, desk.keys, '/hand-out')}
      />
      {card === undefined || handedOut ? (
        <Answer answer={answer} idle="はじめに貸出カードを読み取ってください" undo>
          {handedOut && card?.held && card.held.length > 0 && answer.tone === 'ok' ? (
            <p>
              この方の取り置きが、あと{card.held.length}点あります。
              <br />
              <HoldNumbers held={card.held} />
            </p>
          ) : null}
          {answer ? <Offers {...desk} /> : null}
        </Answer>
      ) : null}
      {card && !handedOut ? <HeldForCard card={card} phone={isOnPhone(frame)} /> : null}
      {card ? <EndForm card={card} /> : null}
      {isOnPhone(frame) ? <Earlier {...desk} counted={[{ tone: 'ok', label: '引渡し' }]} /> : null}
      <Forgotten />
    </JobPage>
  );
}

/** Of the holds of a card while the catalog is away. */
export const heldUnknown =
  'この方の取り置きがあるかは、ただいまわかりません。少したってから、もう一度カードを読み取ってください。';

function HeldForCard({ card, phone }: { card: CardInHand; phone: boolean }) {
  const { now } = useFrame();
  return (
    <Part class="stack stack--s" id="answer-text" title={`この方の取り置き　${card.held?.length ?? '－'}点`}>
      <p>
        {card.number ? (
          <>
            カード番号 <b class="s-num">{card.number}</b>
          </>
        ) : (
          <>
            カード下4桁 <b class="s-num">{card.last4}</b>
          </>
        )}
      </p>
      {card.held === undefined ? (
        <Notice tone="wait">{heldUnknown}</Notice>
      ) : card.held.length === 0 ? (
        <Check icon="question">
          このカードの方の取り置きは、この館にありません。手元に資料があるときは、続けて読み取ってください。
        </Check>
      ) : (
        <HeldList {...card} held={card.held} find={phone} today={dayOf(now)} />
      )}
      <ComingHere coming={card.coming} />
    </Part>
  );
}

/** Copies on the hold shelf by number, to be found there. */
export function HeldList(props: {
  held: readonly HeldCopy[];
  /** Of the one card they all wait for, or by reservation. */
  last4: string | ((reservationId: string) => string | undefined);
  find?: boolean;
  cancelling?: CardInHand['cancelling'];
  today?: CalendarDate;
  more?: (copy: HeldCopy) => ComponentChildren;
}) {
  const { last4 } = props;
  const digitsOf = (copy: HeldCopy) => (typeof last4 === 'string' ? last4 : last4(copy.reservationId));
  const cancelled = ({ reservationId }: HeldCopy) => {
    const held = props.cancelling?.get(reservationId);
    return held ? (
      <Below>
        <HeldPill held={held} />
      </Below>
    ) : null;
  };
  return (
    <ul class={props.find ? 's-holds s-holds--find' : 's-holds'}>
      {props.held.map((copy) => (
        <li key={copy.barcode}>
          <p class="s-holdno">
            <small>取り置き番号</small>
            {copy.holdNumber}
          </p>
          <div>
            <p>
              <b>{dueWords(copy, props.today)}</b>
            </p>
            <p>
              {digitsOf(copy) === undefined ? null : (
                <>
                  カード下4桁 <span class="s-num">{digitsOf(copy)}</span>
                </>
              )}
              {copy.protectiveCover ? (
                <Below>
                  <Pill tone="cover" icon="cover" says="カバー（袋）のまま" />
                </Below>
              ) : null}
              {copy.due !== null && props.today !== undefined && isAfter(props.today, copy.due.date) ? (
                <Below>
                  <Pill tone="stop" icon="stop" says={whyNobodys.expired} />
                </Below>
              ) : null}
              {cancelled(copy)}
              {copy.supplementCount > 0 ? <Below>付属資料 {copy.supplementCount}点</Below> : null}
            </p>
          </div>
          {props.more?.(copy)}
        </li>
      ))}
    </ul>
  );
}

function dueWords({ due, since }: HeldCopy, today: CalendarDate | undefined): ComponentChildren {
  if (due === null) return `${formatDateJa(dayOf(since))}から`;
  if (due.date === today) return '返却期限は今日です';
  return <span class="nowrap">{formatDateJa(due.date)}まで</span>;
}

/** The next person: no card is in hand any more. */
export function EndForm({ card }: { card: CardInHand }) {
  const frame = useFrame();
  return (
    <Post to="/hand-out/done" hidden={card.number === undefined ? {} : { card: card.number }}>
      <button class="btn btn--l s-wide" type="submit">
        この方を終わる{isOnPhone(frame) ? null : <kbd>9</kbd>}
      </button>
    </Post>
  );
}

function Forgotten() {
  const { front } = useFrame();
  return (
    <details class="fold">
      <summary>カードを忘れた方</summary>
      <div class="fold-body">
        <p>
          {front.libraryName}（<a href={`tel:${front.phone.replaceAll('-', '')}`}>{front.phone}</a>
          ）へお電話ください。ご本人を確かめてからお渡しします。お伝えした8桁の番号は、カードの代わりにここへ入れます。
        </p>
      </div>
    </details>
  );
}

/** What may be gone on with after a refusal; what it does is said beside it. */
export function Offers({ answer, card }: Pick<Desk, 'answer'> & { card: CardInHand | undefined }) {
  if (!answer || answer.offers.length === 0) return null;
  return (
    <>
      {answer.offers.map((offer) => (
        <OfferForm key={offer} offer={offer} code={answer.code} card={card?.number} />
      ))}
    </>
  );
}

const OVERRIDES = {
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
} as const;

function OfferForm(props: { offer: Offer; code: string; card: string | undefined }) {
  const { front, newId } = useFrame();
  const { offer, code, card } = props;
  // What was refused for one card is gone on with for that one alone.
  const hidden = { factId: newId(), code, ...(card === undefined ? {} : { card }) };
  // Of such a copy the hand-in, the return and the return parcel ask; of a parcel, the dispatch board and its arrival.
  if (offer === 'stillHeld' || offer === 'heldNoMore') return null;
  if (offer === 'stillLent' || offer === 'stillInParcel') return null;
  if (offer === 'dispatchToday' || offer === 'trackingNumber' || offer === 'notDispatched') return null;
  if (offer === 'arrivedThere') return null;
  if (offer === 'call') {
    return (
      <p>
        <a class="btn btn--l s-wide" href={`tel:${front.phone.replaceAll('-', '')}`}>
          電話をかける
        </a>
      </p>
    );
  }
  if (offer === 'handedOver') {
    return (
      <div class="stack stack--s">
        <p>もうお渡ししたときだけ押してください。</p>
        <ActForm
          id="handed-over"
          action="/hand-out"
          hidden={{ ...hidden, handedOver: 'yes' }}
          button="お渡ししたことを記録する"
        />
      </div>
    );
  }
  const { says, action, more } = OVERRIDES[offer];
  return (
    <div class="stack stack--s">
      <ActForm
        id={offer}
        action={action}
        hidden={{ ...hidden, ...more }}
        fields={[reasonField]}
        button="理由を書いて進める"
      />
      <p>{says}</p>
    </div>
  );
}

const HOW: Readonly<Record<Coming['how'], string>> = {
  onItsWay: '配送中',
  lookedFor: '配送中（到着の確認中）',
  beingPrepared: '県立図書館で準備中',
};

/** What somebody who came too early is told: how many are to come to this library, and by when; not what they are. */
function ComingHere({ coming }: Pick<CardInHand, 'coming'>) {
  const { now } = useFrame();
  if (coming.length === 0) return null;
  const today = dayOf(now);
  const copies = coming.reduce((sum, one) => sum + one.copies, 0);
  return (
    <Check tone="wait" icon="truck">
      この館でお渡しする資料のうち、まだ届いていないものが{copies}点あります。
      {coming.map(({ how, expected, copies }) => (
        <span key={`${how} ${expected}`}>
          <br />
          {HOW[how]}　{copies}点
          {expected === null || isAfter(today, expected) ? '' : `（${formatDateJa(expected)}ごろ到着の予定）`}
        </span>
      ))}
      <br />
      受け取れるようになると、この方にお知らせします。
    </Check>
  );
}
