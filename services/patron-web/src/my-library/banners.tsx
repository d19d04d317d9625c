import { addDays, dayOf, type Instant, isAfter } from '@toshobin/lending-rules';
import { dateIn, Notice, sentenceOf } from '@toshobin/web';
import type { OwnPatron } from '../own-patron.ts';
import type { Frame } from '../pages/frame.tsx';
import { Phone } from '../pages/phone.tsx';
import { Label, Words } from '../pages/words.tsx';

/** How long before its last day a card's renewal is offered; the mail goes out as early. */
const RENEWAL_OFFERED_DAYS = 30;

/** What stands over a patron's whole page. */
export type Standing = Pick<OwnPatron, 'cardStatus' | 'expiresOn' | 'renewalAskedAt' | 'emailStatus'>;

/** R18. Something is past its due date: what to do, and what follows until then. */
export function OverdueBanner({ frame }: { frame: Frame }) {
  const { say, front } = frame;
  return (
    <Notice tone="stop">
      <h2 class="notice-title">{say('返却期限を過ぎています', 'Something is past its due date')}</h2>
      <p>
        {say(
          'お早めに、県立図書館または受取館に返却してください。ブックポストも使えます。',
          'Please return it soon, to the prefectural library or your pickup library. The book drop works too.',
        )}
      </p>
      <p>
        {say(
          '返却期限を過ぎた資料がある間は、ほかの資料の延長ができません。',
          'Until then no other loan can be extended.',
        )}
      </p>
      <p>
        {say(
          'すでに返却されたときや、見当たらないときは、お電話ください。',
          'If you have returned it, or can’t find it, please call ',
        )}
        <Phone front={front} />
      </p>
    </Notice>
  );
}

/** R2. Mail does not reach the patron: until it does, they hear nothing and can reserve nothing. */
export function EmailBanner({ frame, emailStatus }: { frame: Frame; emailStatus: Standing['emailStatus'] }) {
  if (emailStatus === 'verified') return null;
  const { say, front } = frame;
  const code = {
    none: 'EMAIL_NOT_REGISTERED',
    unverified: 'EMAIL_NOT_VERIFIED',
    undeliverable: 'EMAIL_UNDELIVERABLE',
  } as const;
  return (
    <div data-refusal={code[emailStatus]}>
      <Notice tone={emailStatus === 'undeliverable' ? 'stop' : 'wait'}>
        <p>{sentenceOf({ code: code[emailStatus] }, front)}</p>
        <div class="actions">
          <a class="btn btn--second" href="/email">
            <Label
              text={
                emailStatus === 'unverified'
                  ? say('確認メールをもう一度送る・アドレスを直す', 'Send it again, or correct the address')
                  : say('メールアドレスの登録・変更', 'Register or change the e-mail address')
              }
            />
          </a>
        </div>
      </Notice>
    </div>
  );
}

/** R1. The card is expired, about to be, suspended or replaced; what still works, and what to do. */
export function CardBanner(props: { frame: Frame; standing: Standing; now: Instant }) {
  const { frame, standing } = props;
  const { say, front } = frame;
  const { cardStatus, expiresOn } = standing;
  const asked = standing.renewalAskedAt !== null;
  if (cardStatus === 'valid') {
    if (expiresOn === null || isAfter(expiresOn, addDays(dayOf(props.now), RENEWAL_OFFERED_DAYS)))
      return null;
    const day = dateIn(front.language, expiresOn);
    const text = asked
      ? say(`貸出カードの有効期限は ${day} です。`, `Your card is valid until ${day}.`)
      : say(
          `貸出カードの有効期限は ${day} です。オンラインまたは郵送で更新できます。`,
          `Your card is valid until ${day}. You can renew it online or by mail.`,
        );
    return (
      <Notice tone="wait">
        <p>
          <Words text={text} language={front.language} />
        </p>
        <Renewal frame={frame} asked={asked} />
      </Notice>
    );
  }
  const code = { expired: 'CARD_EXPIRED', suspended: 'CARD_SUSPENDED', replaced: 'CARD_REPLACED' } as const;
  return (
    <div data-refusal={code[cardStatus]}>
      <Notice tone={cardStatus === 'expired' ? 'wait' : 'stop'}>
        <p>{sentenceOf({ code: code[cardStatus] }, front)}</p>
        {cardStatus === 'suspended' ? (
          <p>
            {say('受け取りと返却は今までどおりできます。', 'Pickup and returns still work. ')}
            <Phone front={front} />
          </p>
        ) : null}
        {cardStatus === 'expired' ? <Renewal frame={frame} asked={asked} /> : null}
      </Notice>
    </div>
  );
}

/** The way to a renewal, or that it was asked for already. */
function Renewal({ frame: { say }, asked }: { frame: Frame; asked: boolean }) {
  if (asked) {
    return (
      <p>
        {say(
          '更新の申込みを受け付けています。県立図書館で確かめてから、有効期限を延ばします。',
          'We have your request for a renewal. The prefectural library checks it and then moves the last day.',
        )}
      </p>
    );
  }
  return (
    <div class="actions">
      <a class="btn btn--second" href="/card/renewal">
        {say('貸出カードの更新', 'Renew the card')}
      </a>
    </div>
  );
}
