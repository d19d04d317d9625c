import type { CardApplication } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { Icon, Notice, type Say } from '@toshobin/web';
import { Dated } from '../pages/dated.tsx';
import { Form, Pair, Tap, TapLine } from '../pages/elements.tsx';
import { BirthDateField, type Fault, Field } from '../pages/field.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { MailDoesNotCome } from '../pages/mail-does-not-come.tsx';
import { Steps } from '../pages/steps.tsx';
import type { Draft } from './read-application.ts';

function ApplicationSteps({ say, at }: { say: Say; at: number }) {
  const steps = [say('1 入力', '1 Form'), say('2 確認', '2 Check'), say('3 完了', '3 Done')];
  return <Steps say={say} steps={steps} at={at} doneSaid />;
}

/** R1. What is asked for to make a card. */
export function ApplicationFormPage(props: {
  frame: Frame;
  draft: Draft;
  faults: readonly Fault[];
  refusal?: Refusal | undefined;
}) {
  const { frame, draft, faults, refusal } = props;
  const { say } = frame;
  const about = (name: keyof Draft) => ({
    say,
    name,
    value: draft[name],
    faults,
  });
  const title = say('貸出カードの申込み', 'Apply for a card');
  return (
    <FormPage
      frame={frame}
      title={title}
      at=""
      steps={<ApplicationSteps say={say} at={1} />}
      faults={faults}
      refusal={refusal}
    >
      <p>
        {say(
          'どなたでも申し込めます。お住まいの条件はありません。内容を確かめてから、カードを郵便でお送りします。7日ほどかかります。',
          'Anyone may apply, wherever they live. We check what you wrote and send the card by post, in about seven days.',
        )}
      </p>
      <TapLine href="/card-application/form">
        {say('紙に書いて郵便で申し込む（印刷用の用紙）', 'Apply by mail instead: a form to print')}
      </TapLine>
      <Form
        frame={frame}
        class="stack card"
        action="/card-application"
        data-address={`/card-application/${draft.applicationId}`}
        novalidate
        fields={{ applicationId: draft.applicationId }}
      >
        <Field
          {...about('name')}
          label={say('お名前', 'Name')}
          autocomplete="name"
          required
          maxLength={100}
        />
        <Field
          {...about('nameReading')}
          label={say('お名前のよみがな', 'How your name is read')}
          hint={say('例：やまだ はなこ', 'In kana or in Roman letters, for example Yamada Hanako')}
          required
          maxLength={100}
        />
        <BirthDateField say={say} value={draft.birthDate} faults={faults} />
        <Field
          {...about('postcode')}
          label={say('郵便番号', 'Postcode')}
          hint={say('7桁の数字です（例：860-0000）。', 'Seven digits (for example 860-0000).')}
          autocomplete="postal-code"
          inputMode="numeric"
          required
          maxLength={10}
        />
        <Field
          {...about('address')}
          label={say('住所', 'Address')}
          hint={say(
            'カードをお送りする住所です。建物名と部屋番号まで入れてください。',
            'Where we send the card, with building and room.',
          )}
          autocomplete="street-address"
          required
          maxLength={300}
        />
        <Field
          {...about('phone')}
          label={say('電話番号', 'Phone')}
          hint={say(
            'メールが届かないときにだけ、お電話します。',
            'We only call when mail does not reach you.',
          )}
          type="tel"
          autocomplete="tel"
          maxLength={20}
        />
        <Field
          {...about('email')}
          label={say('メールアドレス', 'E-mail address')}
          hint={say(
            'ご連絡はメールだけで行います。ご家族と同じアドレスも使えます。',
            'We contact you by e-mail only. You may share an address with your family.',
          )}
          type="email"
          autocomplete="email"
          required
          maxLength={254}
        />
        <button class="btn btn--l btn--block" type="submit" name="step" value="confirm">
          {say('確認へ進む', 'Go on to check')}
        </button>
      </Form>
      <p class="small muted">
        {say(
          'お書きいただいたことは、貸出カードを作り、ご連絡するためにだけ使います。',
          'We use what you write only to make your card and to contact you.',
        )}
      </p>
    </FormPage>
  );
}

/** What was read from the form, before it is sent. */
export function ApplicationConfirmPage(props: { frame: Frame; draft: Draft; application: CardApplication }) {
  const { frame, draft, application } = props;
  const { say } = frame;
  const written = (field: 'name' | 'nameReading' | 'address') => (
    <span key={field} lang="ja">
      {application[field]}
    </span>
  );
  const lines = [
    [say('お名前', 'Name'), written('name')],
    [say('お名前のよみがな', 'How your name is read'), written('nameReading')],
    [
      say('生年月日', 'Date of birth'),
      <Dated key="birthDate" date={application.birthDate} language={frame.front.language} />,
    ],
    [say('郵便番号', 'Postcode'), application.postcode],
    [say('住所', 'Address'), written('address')],
    [say('電話番号', 'Phone'), application.phone ?? say('なし', 'none')],
    [say('メールアドレス', 'E-mail address'), application.email],
  ] as const;
  const title = say('申込みの確認', 'Check your application');
  return (
    <FormPage frame={frame} title={title} at="" steps={<ApplicationSteps say={say} at={2} />}>
      <p>
        {say(
          '次の内容で申し込みます。違うところがあるときは「戻る」で直せます。',
          'Please check. Press “Back” to change anything; nothing is lost.',
        )}
      </p>
      <dl class="pairs card">
        {lines.map(([label, value]) => (
          <Pair key={label} name={label}>
            {value}
          </Pair>
        ))}
      </dl>
      <Form frame={frame} action="/card-application">
        {Object.entries(draft).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div class="actions">
          <button class="btn btn--l" type="submit" name="step" value="send">
            {say('この内容で申し込む', 'Apply')}
          </button>
          <button class="btn btn--second" type="submit" name="step" value="edit">
            {say('戻る', 'Back')}
          </button>
        </div>
      </Form>
    </FormPage>
  );
}

/** The number that the applicant may name on the telephone, and what happens next. */
export function ApplicationDonePage(props: { frame: Frame; number: string; sender: string | undefined }) {
  const { frame, number, sender } = props;
  const { say, front } = frame;
  const title = say('貸出カードの申込みを受け付けました', 'Your application has arrived');
  return (
    <FormPage frame={frame} title={title} at="" steps={<ApplicationSteps say={say} at={3} />}>
      <Notice tone="ok">
        <p>
          {say('受付番号：', 'Number of your application: ')}
          <b class="digits">{number}</b>
        </p>
      </Notice>
      <div class="card stack stack--s">
        <h2 class="h3">{say('このあとの流れ', 'What happens next')}</h2>
        <ul class="dots">
          <li>
            {say(
              '受け付けたことを、メールでお知らせしました。',
              'A mail says that we have your application.',
            )}
          </li>
          <li>
            {say(
              '確認が済みましたら、メールでお知らせします。7日ほどかかります。カードは郵便でお送りします。',
              'Once we have checked it, we write again and send the card by post. This takes about seven days.',
            )}
          </li>
          <li>
            {say(
              'カードが届きましたら、カード番号でMyライブラリにログインし、パスワードを決めてください。はじめてのパスワードは、生年月日の西暦8桁です。',
              'When the card has come, sign in with its number and, the first time, your date of birth (eight digits), and choose a password.',
            )}
          </li>
          <li>
            {say(
              `お問い合わせのときは、受付番号をお知らせください（電話 ${front.phone}）。`,
              `If you call us (${front.phone}), please name the number of your application.`,
            )}
          </li>
        </ul>
      </div>
      {frame.basket.length > 0 ? (
        <p>
          {say(
            '予約かごに入れた資料は、カードが届くころには残っていません。書名を控えておいてください。',
            'What is in your basket will not be there any more when the card comes: please note the titles. ',
          )}
          <Tap href="/basket">{say('予約かごを見る', 'See the basket')}</Tap>
        </p>
      ) : null}
      <div class="card stack stack--s">
        <h2 class="h3">{say('メールが届かないとき', 'If no mail comes')}</h2>
        <MailDoesNotCome frame={frame} sender={sender} />
      </div>
      <p>
        <a class="btn btn--second" href="/">
          <Icon name="search" />
          {say('蔵書検索に戻る', 'Back to the search')}
        </a>
      </p>
    </FormPage>
  );
}
