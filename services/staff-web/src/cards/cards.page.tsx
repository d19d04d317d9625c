import type { patronApi } from '@toshobin/contracts';
import { dayOf, formatDateJa } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { ActForm } from '../pages/act-form.tsx';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';

type Application = z.output<typeof patronApi.cardApplications.answer>['applications'][number];
type Renewal = z.output<typeof patronApi.cardRenewals.answer>['renewals'][number];

const states = { applied: '確認待ち', approved: '発行待ち', issued: '郵送待ち', declined: 'お断り' } as const;

/** R1. Applications that wait, renewals, and applications on paper. */
export function CardsPage(props: {
  frame: Frame;
  answer: BigAnswer | undefined;
  applications: readonly Application[];
  renewals: readonly Renewal[];
  newId: () => string;
}) {
  const { frame, applications, renewals } = props;
  return (
    <StaffPage frame={frame} title="貸出カード" at="/cards">
      <h1>貸出カード</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      <p>
        再発行、利用停止、カードを忘れた方の手続きは、<a href="/phone">電話受付</a>
        でカードを捜してからします。
      </p>
      <h2>申込み　{applications.length}件</h2>
      <ul class="rows">
        {applications.map((one) => (
          <ApplicationRow key={one.applicationId} frame={frame} application={one} />
        ))}
      </ul>
      <h2>更新の申込み　{renewals.length}件</h2>
      <ul class="rows">
        {renewals.map((one) => (
          <li class="row stack stack--s" key={one.applicationId}>
            <p>
              {one.name}　{formatDateJa(one.birthDate)}生　電話 {one.phone ?? '－'}
              <br />
              カード <span class="s-num">{one.cardNumber}</span>
              {one.expiresOn ? `　今の有効期限 ${formatDateJa(one.expiresOn)}` : ''}
            </p>
            <ActForm
              frame={frame}
              id={`renew-${one.applicationId}`}
              action="/cards/renew"
              hidden={{ cardNumber: one.cardNumber }}
              fields={[{ name: 'expiresOn', label: '新しい有効期限', type: 'date' }]}
              button="更新する"
            />
          </li>
        ))}
      </ul>
      <ActForm
        frame={frame}
        id="paper"
        action="/cards/applications"
        title="紙の申込みを入れる"
        hidden={{ applicationId: props.newId() }}
        fields={[
          { name: 'name', label: 'お名前', maxLength: 100 },
          { name: 'nameReading', label: 'お名前（よみ）', maxLength: 100 },
          { name: 'birthDate', label: '生年月日', type: 'date' },
          { name: 'postcode', label: '郵便番号', maxLength: 8 },
          { name: 'address', label: '住所', maxLength: 300 },
          { name: 'phone', label: '電話番号', type: 'tel', optional: true, maxLength: 15 },
          { name: 'email', label: 'メールアドレス', type: 'email', optional: true, maxLength: 254 },
        ]}
        button="申込みを受け付ける"
      />
    </StaffPage>
  );
}

function ApplicationRow({ frame, application }: { frame: Frame; application: Application }) {
  const { applicationId: id } = application;
  const action = `/cards/applications/${id}/check`;
  return (
    <li class="row stack stack--s" data-application={id}>
      <p>
        受付番号 <b>{application.applicationNumber}</b>　{states[application.state]}
        {'　'}
        {application.channel === 'paper' ? '紙' : 'オンライン'}　{formatDateJa(dayOf(application.appliedAt))}
        <br />
        {application.name}
        {application.nameReading ? `（${application.nameReading}）` : ''}　
        {formatDateJa(application.birthDate)}生
        <br />
        {application.address
          ? `〒${application.postcode ?? '－'}　${application.address}`
          : '住所の登録がありません。申込みの控えをご確認ください'}
        　電話 {application.phone ?? '－'}　メール {application.email ?? '－'}
        {application.cardNumber ? (
          <>
            <br />
            カード番号 <span class="s-num">{application.cardNumber}</span>
          </>
        ) : null}
      </p>
      {application.state === 'applied' ? (
        <div class="actions">
          <ActForm
            frame={frame}
            id={`yes-${id}`}
            action={action}
            hidden={{ approved: 'yes' }}
            button="発行する"
            about={application.applicationNumber}
          />
          <ActForm
            frame={frame}
            id={`no-${id}`}
            action={action}
            hidden={{ approved: 'no' }}
            fields={[{ name: 'reason', label: '理由（メールに入ります）' }]}
            button="お断りする"
            about={application.applicationNumber}
          />
        </div>
      ) : null}
    </li>
  );
}

/** A code that is shown once: it is said on the telephone, or written into a sealed letter. */
export function CodePage(props: { frame: Frame; title: string; code: string; until: string; use: string }) {
  return (
    <StaffPage frame={props.frame} title={props.title} at="/phone" narrow>
      <h1>{props.title}</h1>
      <p class="s-num">
        <b id="code">{props.code}</b>
      </p>
      <p>
        {props.until}まで。{props.use}
      </p>
      <p>この番号は、もう一度は表示できません。</p>
      <p>
        <a class="btn btn--second" href="/phone">
          戻る
        </a>
      </p>
    </StaffPage>
  );
}
