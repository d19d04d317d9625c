import type { CardApplication } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { Notice, RefusalNotice } from '@toshobin/web';
import { Dated } from '../pages/dated.tsx';
import { type Fault, FaultSummary, Field } from '../pages/field.tsx';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import type { Draft } from './read-application.ts';

/** R1. What is asked for to make a card. */
export function ApplicationFormPage(props: {
  frame: Frame;
  draft: Draft;
  faults: readonly Fault[];
  refusal?: Refusal | undefined;
}) {
  const { frame, draft, faults, refusal } = props;
  const about = (name: keyof Draft) => ({
    name,
    value: draft[name],
    fault: faults.find((fault) => fault.name === name)?.text,
  });
  return (
    <PatronPage frame={frame} title="貸出カードの申込み" narrow>
      <div class="stack">
        <h1>貸出カードの申込み</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <FaultSummary faults={faults} />
        <p>どなたでも申し込めます。内容を確かめてから、カードを郵便でお送りします。</p>
        <form class="stack form" method="post" action="/card-application" novalidate>
          <Token token={frame.token} />
          <input type="hidden" name="applicationId" value={draft.applicationId} />
          <Field {...about('name')} label="お名前" autocomplete="name" required maxLength={100} />
          <Field
            {...about('nameReading')}
            label="お名前のよみがな"
            hint="例：やまだ はなこ"
            required
            maxLength={100}
          />
          <Field
            {...about('birthDate')}
            label="生年月日"
            hint="西暦8桁の数字です（例：昭和36年4月5日 → 19610405）。"
            autocomplete="bday"
            inputMode="numeric"
            required
            maxLength={20}
          />
          <Field
            {...about('postcode')}
            label="郵便番号"
            hint="例：860-0000"
            autocomplete="postal-code"
            inputMode="numeric"
            required
            maxLength={10}
          />
          <Field
            {...about('address')}
            label="住所"
            hint="カードをお送りする住所です。"
            autocomplete="street-address"
            required
            maxLength={300}
          />
          <Field {...about('phone')} label="電話番号" type="tel" autocomplete="tel" maxLength={20} />
          <Field
            {...about('email')}
            label="メールアドレス"
            hint="ご連絡はメールだけで行います。"
            type="email"
            autocomplete="email"
            required
            maxLength={254}
          />
          <div class="actions">
            <button class="btn btn--l" type="submit" name="step" value="confirm">
              確認へ進む
            </button>
            <a class="btn btn--second" href="/sign-in">
              戻る
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}

/** What was read from the form, before it is sent. */
export function ApplicationConfirmPage(props: { frame: Frame; draft: Draft; application: CardApplication }) {
  const { frame, draft, application } = props;
  const lines = [
    ['お名前', application.name],
    ['お名前のよみがな', application.nameReading],
    ['生年月日', <Dated key="birthDate" date={application.birthDate} />],
    ['郵便番号', application.postcode],
    ['住所', application.address],
    ['電話番号', application.phone ?? 'なし'],
    ['メールアドレス', application.email],
  ] as const;
  return (
    <PatronPage frame={frame} title="申込みの確認" narrow>
      <div class="stack">
        <h1>申込みの確認</h1>
        <dl class="pairs card">
          {lines.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <form method="post" action="/card-application">
          <Token token={frame.token} />
          {Object.entries(draft).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div class="actions">
            <button class="btn btn--l" type="submit" name="step" value="send">
              この内容で申し込む
            </button>
            <button class="btn btn--second" type="submit" name="step" value="edit">
              戻る
            </button>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}

/** The number that the applicant may name on the telephone. */
export function ApplicationDonePage({ frame, number }: { frame: Frame; number: string }) {
  return (
    <PatronPage frame={frame} title="貸出カードの申込みを受け付けました" narrow>
      <div class="stack">
        <h1>貸出カードの申込みを受け付けました</h1>
        <Notice tone="ok">
          受付番号：<b class="digits">{number}</b>
        </Notice>
        <p>確認が済みましたら、メールでお知らせします。カードは郵便でお送りします。</p>
        <p>カードが届きましたら、カード番号でMyライブラリにログインし、パスワードを決めてください。</p>
        <p>
          <a class="btn" href="/">
            蔵書検索に戻る
          </a>
        </p>
      </div>
    </PatronPage>
  );
}
