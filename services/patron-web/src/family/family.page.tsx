import type { Refusal } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { Form, Links, Pair, Part, Submit, TapLine } from '../pages/elements.tsx';
import { type Fault, Field } from '../pages/field.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { CARDS_A_DEVICE, type RememberedCard } from '../sign-in/devices.ts';
import { NotAlone, PasswordToSignIn } from '../sign-in/sign-in.page.tsx';

/** The cards this browser was asked to remember: nickname and last four digits, nothing of what they borrow. */
export function FamilyPage(props: {
  frame: Frame;
  cards: readonly RememberedCard[];
  typed: string;
  faults: readonly Fault[];
  full: boolean;
}) {
  const { frame, cards, faults } = props;
  const { say, visit } = frame;
  const title = say('家族のカードの切り替え', 'Change to a card of the family');
  const here = visit.principal?.patronId;
  return (
    <FormPage frame={frame} title={title} faults={faults} refused={props.full}>
      {props.full ? (
        <Notice tone="stop">
          <p>
            {say(
              `この端末が覚えられるカードは${CARDS_A_DEVICE}枚までです。使わないカードを消してください。`,
              `This device can remember ${CARDS_A_DEVICE} cards. Please remove one you don’t use.`,
            )}
          </p>
        </Notice>
      ) : null}
      <p>
        {say(
          'この端末に覚えたカードは、パスワードだけで切り替えられます。一度に見られるのは一人分だけです。切り替えると、今のカードはログアウトします。',
          'A card that this device remembers needs only its password. You see one person’s pages at a time: changing signs the present card out.',
        )}
      </p>
      {cards.length === 0 ? <p>{say('覚えているカードはありません。', 'No card is remembered.')}</p> : null}
      <ul class="rows">
        {cards.map((card) => (
          <li key={card.id} class="row">
            <h2 class="row-title">
              <span lang="ja">{card.nickname}</span>
            </h2>
            <p class="row-sub">
              {say(`カード下4桁 ${card.cardLast4}`, `Card …${card.cardLast4}`)}
              {card.patronId === here ? say('（今ログインしています）', ' (signed in now)') : null}
            </p>
            <div class="actions actions--row">
              {card.patronId === here ? null : <Do frame={frame} action="/family/switch" card={card} />}
              <Do frame={frame} action="/family/forget" card={card} />
            </div>
          </li>
        ))}
      </ul>
      {visit.principal ? <Remember {...props} known={cards.some((card) => card.patronId === here)} /> : null}
      <AddAnother frame={frame} none={cards.length === 0} />
      <p class="small muted">
        {say(
          '図書館や学校など、ほかの人も使う端末では覚えさせないでください。半年使わないと、覚えたカードは消えます。',
          'Don’t do this on a device that others use too. Cards are forgotten after half a year without use.',
        )}
      </p>
      <TapLine href={visit.principal ? '/my-library' : '/sign-in'}>
        {visit.principal ? say('Myライブラリ', 'My Library') : say('ログイン', 'Sign in')}
      </TapLine>
    </FormPage>
  );
}

/** How a second card gets here: each is remembered by whoever is signed in with it. */
function AddAnother({ frame: { say, visit }, none }: { frame: Frame; none: boolean }) {
  return (
    <Part
      id="another"
      class="stack stack--s"
      small
      title={say('もう1枚のカードを加えるには', 'To add another card')}
    >
      <ol>
        {visit.principal && none ? (
          <li>{say('先に、今のカードを覚えさせます。', 'First have the present card remembered.')}</li>
        ) : null}
        {visit.principal ? <li>{say('ログアウトします。', 'Sign out.')}</li> : null}
        <li>
          {say(
            '加えるカードの番号とパスワードでログインします。',
            'Sign in with the number and password of the card to be added.',
          )}
        </li>
        <li>
          {say(
            'もう一度このページを開き、呼び名を入れて「この端末に覚えさせる」を押します。',
            'Open this page again, give it a nickname and press “Remember”.',
          )}
        </li>
      </ol>
    </Part>
  );
}

function Do(props: { frame: Frame; action: '/family/switch' | '/family/forget'; card: RememberedCard }) {
  const { frame, action, card } = props;
  const { say } = frame;
  const words =
    action === '/family/switch'
      ? say('このカードに切り替える', 'Change to this card')
      : say('この端末から消す', 'Remove from this device');
  return (
    <Form frame={frame} action={action} fields={{ id: card.id }}>
      <button class={action === '/family/switch' ? 'btn' : 'btn btn--quiet'} type="submit">
        {words}
        <span class="visually-hidden">
          {say('：', ': ')}
          <span lang="ja">{card.nickname}</span>
        </span>
      </button>
    </Form>
  );
}

function Remember(props: { frame: Frame; typed: string; faults: readonly Fault[]; known: boolean }) {
  const { frame, typed, faults, known } = props;
  const { say, visit } = frame;
  return (
    <Form frame={frame} class="stack card" action="/family/remember" novalidate>
      <h2 class="h3">
        {known
          ? say('今のカードの呼び名を変える', 'Rename the present card')
          : say('今のカードをこの端末に覚えさせる', 'Remember the present card on this device')}
      </h2>
      <Field
        name="nickname"
        say={say}
        label={say('呼び名', 'Nickname')}
        hint={say(
          `カード下4桁 ${visit.principal?.cardLast4} の呼び名です。お名前でなくてもかまいません（例：わたし、長女）。`,
          `For card …${visit.principal?.cardLast4}. It need not be a name (for example “me”).`,
        )}
        value={typed}
        faults={faults}
        autocomplete="off"
        required
        maxLength={20}
      />
      <Submit look="block">
        {known ? say('呼び名を変える', 'Rename') : say('この端末に覚えさせる', 'Remember')}
      </Submit>
    </Form>
  );
}

/** The password of one remembered card. */
export function RememberedSignInPage(props: {
  frame: Frame;
  card: RememberedCard;
  refusal?: Refusal | undefined;
}) {
  const { frame, card, refusal } = props;
  const { say } = frame;
  const title = say('ログイン', 'Sign in');
  return (
    <FormPage
      frame={frame}
      title={title}
      window={say(`ログイン（カード下4桁 ${card.cardLast4}）`, `Sign in (card …${card.cardLast4})`)}
      refusal={refusal}
    >
      <Form frame={frame} class="stack card" action={`/family/${card.id}`}>
        <dl class="pairs">
          <Pair name={say('カード', 'Card')}>
            <b lang="ja">{card.nickname}</b>
            {say(`（下4桁 ${card.cardLast4}）`, ` (…${card.cardLast4})`)}
          </Pair>
        </dl>
        <PasswordToSignIn frame={frame} />
        <Submit look="l block">{title}</Submit>
        <TapLine href="/password/forgotten">
          {say('パスワードをお忘れの方', 'Forgotten your password?')}
        </TapLine>
      </Form>
      {refusal ? <NotAlone frame={frame} /> : null}
      <Links
        links={[
          { href: '/family', label: say('家族のカードの切り替え', 'Change to a card of the family') },
          { href: '/sign-in', label: say('ほかのカードでログインする', 'Sign in with another card') },
        ]}
      />
    </FormPage>
  );
}
