import { type CalendarDate, dayOf, type Instant } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { Dated } from '../pages/dated.tsx';
import { Back, Form, Submit } from '../pages/elements.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';

/**
 * R1. Asks the desk for a new last day; nothing changes before it answers. `askedAt`: it was asked already and the desk
 * has not answered, so that it is not asked again.
 */
export function RenewalPage(props: {
  frame: Frame;
  askedAt: Instant | null;
  expiresOn: CalendarDate | null;
}) {
  const { frame, askedAt, expiresOn } = props;
  const { say, front } = frame;
  const title = askedAt
    ? say('貸出カードの更新の受付', 'Renewal requested')
    : say('貸出カードの更新', 'Renew the card');
  return (
    <FormPage frame={frame} title={title} at="/card" look="stack">
      {askedAt ? (
        <>
          <Notice tone="ok">
            <p>{say('貸出カードの更新の申込みを受け付けました。', 'We have your request for a renewal.')}</p>
            <p>
              {say('受付日：', 'Received on ')}
              <Dated date={dayOf(askedAt)} language={front.language} />
            </p>
          </Notice>
          <p>
            {say(
              '県立図書館で確かめてから、有効期限を延ばします。カード番号は変わりません。',
              'The prefectural library checks it and then moves the last day. The card number stays.',
            )}
          </p>
          <p>
            {say(
              '新しい有効期限は「貸出カード番号」のページに出ます。もう一度申し込む必要はありません。',
              'The new last day will be on the page “Card number”. There is no need to ask again.',
            )}
          </p>
          <div class="actions">
            <a class="btn btn--l" href="/my-library">
              {say('Myライブラリへ', 'To My Library')}
            </a>
          </div>
        </>
      ) : (
        <>
          <p>
            {expiresOn === null ? (
              say(
                'この貸出カードに有効期限はありません。更新しなくても使えます。',
                'This card has no last day: it works without a renewal.',
              )
            ) : (
              <b>
                {say('今の有効期限：', 'Valid until ')}
                <Dated date={expiresOn} language={front.language} />
                {say('まで', '')}
              </b>
            )}
          </p>
          <ul class="dots">
            <li>
              {say(
                '貸出カードの有効期限が近いとき、過ぎたときに、オンラインまたは郵送で更新できます。',
                'A card that ends soon, or has ended, can be renewed online or by mail.',
              )}
            </li>
            <li>
              {say(
                '期限が過ぎても、返却と、取り置き中の資料の受け取りはできます。',
                'Returns, and pickup of what is held for you, work after the last day too.',
              )}
            </li>
            <li>
              {say(
                'カード番号とパスワードは変わりません。',
                'The card number and the password stay the same.',
              )}
            </li>
            <li>
              {say(
                `住所や電話番号が変わったときは、県立図書館（${front.phone}）へお電話ください。`,
                `If your address or telephone number has changed, please call us on ${front.phone}.`,
              )}
            </li>
          </ul>
          <Form frame={frame} action="/card/renewal">
            <div class="actions">
              <Submit look="l">{say('更新を申し込む', 'Ask for a renewal')}</Submit>
              <Back href="/my-library" say={say} />
            </div>
          </Form>
        </>
      )}
    </FormPage>
  );
}
