import type { CalendarDate, Instant } from '@toshobin/lending-rules';
import { CardBanner, type Standing } from '../my-library/banners.tsx';
import { Card, Form, Submit, Tap } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { CardFace } from './card-face.tsx';
import { KEPT_CARD_DAYS } from './kept-cards.ts';
import { LastDay } from './last-day.tsx';

export interface CardProps {
  frame: Frame;
  cardNumber: string;
  expiresOn: CalendarDate | null;
}

/** Whether this browser keeps the card already, or another one, or may not, and how many do. */
export interface Keeping {
  here: 'kept' | 'another' | 'offered' | 'never';
  devices: number;
}

/** R14. The card on the phone: digits and barcode, black on white also in the dark. It needs nothing but itself. */
export function CardPage(props: CardProps & { standing: Standing; now: Instant; keeping: Keeping }) {
  const { frame, standing } = props;
  const { say } = frame;
  return (
    <PatronPage frame={frame} title={say('貸出カード番号', 'Card number')} at="/card" narrow>
      <div class="stack">
        <CardFace say={say} cardNumber={props.cardNumber} />
        <p class="muted">
          <LastDay frame={frame} expiresOn={props.expiresOn} />
          {say(
            '読み取れないときは、画面を明るくしてください。',
            'If it can’t be read, turn the brightness up.',
          )}
        </p>
        <CardBanner frame={frame} standing={standing} now={props.now} />
        <KeepHere frame={frame} keeping={props.keeping} />
        <div class="actions">
          <a class="btn btn--second" href="/my-library">
            {say('Myライブラリ', 'My Library')}
          </a>
          <a class="btn btn--second" href="/card/print">
            {say('紙に印刷する', 'Print it on paper')}
          </a>
        </div>
      </div>
    </PatronPage>
  );
}

/** Asked for once on a device: then the number opens there without a password and without a line. */
function KeepHere({ frame, keeping: { here, devices } }: { frame: Frame; keeping: Keeping }) {
  const { say } = frame;
  if (here === 'never') return null;
  return (
    <Card id="keep" tight title={say('電波が届かないところでも', 'Without a signal too')}>
      {here === 'kept' ? (
        <p>
          {say('この番号は、この端末に残してあります。', 'The number is kept on this device.')}{' '}
          <Tap href="/card/kept">{say('残した番号を開く', 'Open it')}</Tap>
        </p>
      ) : (
        <Form frame={frame} class="stack stack--s" action="/card/keep">
          <p>
            {say(
              `この端末に番号を残すと、電波が届かないときも、ログインしなくても開けます。最後につながってから${KEPT_CARD_DAYS}日間残ります。いつでも消せます。`,
              `Kept on this device, the number opens without a signal and without signing in, for ${KEPT_CARD_DAYS} days from the last connection. You can remove it at any time.`,
            )}
          </p>
          {here === 'another' ? (
            <p>
              {say(
                '今は、ほかのカードの番号を残しています。残せるのは1枚だけで、このカードの番号に入れ替わります。',
                'It keeps the number of another card now. It can keep only one: this number would take its place.',
              )}
            </p>
          ) : null}
          <p class="small muted">
            {say(
              '図書館や学校など、ほかの人も使う端末では残さないでください。',
              'Don’t do this on a device that others use too.',
            )}
          </p>
          <Submit look="second">{say('この端末に番号を残す', 'Keep it on this device')}</Submit>
        </Form>
      )}
      {devices > 0 ? (
        <Form frame={frame} class="stack stack--s" action="/card/kept/forget-everywhere">
          <p class="small">{say(`この番号を残した端末：${devices}台`, `Devices that keep it: ${devices}`)}</p>
          <Submit look="quiet">{say('すべての端末から消す', 'Remove it from all devices')}</Submit>
        </Form>
      ) : null}
    </Card>
  );
}
