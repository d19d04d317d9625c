import { type CalendarDate, formatDateJa, onLoan, withPatron } from '@toshobin/lending-rules';
import { Icon } from '@toshobin/web';
import type { Caller } from '../cards/caller.ts';
import { ActForm } from '../pages/act-form.tsx';
import { birthday, shortDate } from '../pages/dates.ts';
import { useFrame } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';
import type { Tone } from '../sessions/desk-state.ts';

/** How a card stands, and what its holder may do with it: in the desk's own words. */
const cardWords = {
  valid: { tone: 'ok', says: '使えます', means: '' },
  suspended: {
    tone: 'stop',
    says: '利用停止',
    means: '新しい予約と貸出はできません。返却と、取り置き中の資料の引渡しはできます。',
  },
  expired: {
    tone: 'stop',
    says: '期限切れ',
    means: '更新するまで、新しい予約と貸出はできません。返却と、取り置き中の資料の引渡しはできます。',
  },
} as const satisfies Record<Caller['cardStatus'], { tone: Tone; says: string; means: string }>;

const emailWords = {
  none: '登録がありません',
  unverified: '確認がまだです',
  verified: '届きます',
  undeliverable: '届きません',
} as const;

export interface Limits {
  reservations: number;
  loans: number;
}

export const WHAT_COUNTS = '貸出の点数には、受取館へ発送する資料と、受取館で取り置き中の資料も数えます。';

/** Who it is, how many they have of how many, and what needs a word with them. */
export function CallerCard(props: { caller: Caller; limits: Limits | undefined }) {
  const { caller, limits } = props;
  const { card = '' } = useFrame();
  const status = cardWords[caller.cardStatus];
  return (
    <section class="s-who" aria-labelledby="caller">
      <div>
        <h2 id="caller">
          {caller.name}
          <span class="s-tag" data-tone={status.tone}>
            カード {status.says}
          </span>
        </h2>
        <p class="s-who__line">
          <span>{birthday(caller.birthDate)}生</span>
          <span>
            カード <b class="s-num">{caller.cardNumber}</b>
          </span>
          {caller.expiresOn ? <span>{formatDateJa(caller.expiresOn).replace(/（.）$/, '')}まで</span> : null}
          <span>
            電話 <b class="s-num">{caller.phone ?? '－'}</b>
          </span>
          <span>
            住所 {caller.postcode ? `〒${caller.postcode}　` : ''}
            {caller.address ?? '－'}
          </span>
          <span>メール {emailWords[caller.emailStatus]}</span>
        </p>
        {caller.loans > caller.rows.filter(({ state }) => onLoan.has(state)).length ? (
          <p class="small">{WHAT_COUNTS}</p>
        ) : null}
      </div>
      <dl class="s-quota">
        <Quota name="予約" has={caller.reservations} limit={limits?.reservations} />
        <Quota name="貸出" has={caller.loans} limit={limits?.loans} />
      </dl>
      <Alerts caller={caller} />
      <div class="cluster">
        {caller.rows.some(({ state }) => withPatron.has(state)) ? (
          <Post to="/slips/receipt/loans" hidden={{ card }}>
            <Submit look="quiet" icon="print" says="貸出の控え" />
          </Post>
        ) : null}
        <ActForm id="done" action="/phone/done" hidden={{ card }} button="この方を終わる" />
      </div>
    </section>
  );
}

function Quota({ name, has, limit }: { name: string; has: number; limit: number | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {has}
        <small>{limit === undefined ? '点' : ` / ${limit}`}</small>
      </dd>
      {limit === undefined ? null : (
        <svg viewBox={`0 0 ${limit * 12} 8`} aria-hidden="true">
          {Array.from({ length: limit }, (_, n) => (
            <rect key={n} class={n < has ? 'on' : 'off'} x={n * 12} y="0" width="10" height="8" rx="1" />
          ))}
        </svg>
      )}
    </div>
  );
}

/** Grey until something is wrong: what is overdue, what waits for them, what the card forbids. */
function Alerts({ caller }: { caller: Caller }) {
  const overdue = caller.rows.filter(({ state }) => state === 'overdue');
  const ready = caller.rows.filter(({ state }) => state === 'ready');
  const { means, says } = cardWords[caller.cardStatus];
  const firstEnd = ready.flatMap(({ holdUntil, due }) => holdUntil ?? due?.date ?? []).sort()[0];
  return (
    <ul class="s-alerts">
      {means === '' ? null : <Alert tone="stop" icon="stop" what={says} says={means} />}
      {overdue.length > 0 ? (
        <Alert
          tone="stop"
          icon="stop"
          what={`延滞 ${overdue.length}点`}
          says="ほかの資料の延長はできません"
        />
      ) : null}
      {ready.length > 0 ? (
        <Alert tone="hold" icon="hold" what={`受け取り待ち ${ready.length}点`} says={endWords(firstEnd)} />
      ) : null}
      {caller.sameCards.length > 0 ? (
        <Alert
          tone="ask"
          icon="ask"
          what="カードがほかにもあるかもしれません"
          says={`生年月日と、お名前・よみ・メールのどれかが同じ方：${caller.sameCards
            .map(({ cardNumber, name }) => `${name} 下4桁 ${cardNumber.slice(-4)}`)
            .join('、')}`}
        />
      ) : null}
      {caller.emailStatus === 'undeliverable' ? (
        <Alert tone="ask" icon="ask" what="メールが届きません" says="アドレスを確かめてください" />
      ) : null}
    </ul>
  );
}

const endWords = (date: CalendarDate | undefined) => (date ? `${shortDate(date)}まで` : '');

function Alert(props: { tone: Tone; icon: 'stop' | 'hold' | 'ask'; what: string; says: string }) {
  return (
    <li class="s-alert" data-tone={props.tone}>
      <Icon name={props.icon} />
      <b>{props.what}</b>
      <span>{props.says}</span>
    </li>
  );
}
