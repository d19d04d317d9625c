import type { patronApi } from '@toshobin/contracts';
import { dayOf, formatDateJa } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { ActForm } from '../pages/act-form.tsx';
import { Told } from '../pages/answer.tsx';
import { birthday } from '../pages/dates.ts';
import { TitledPage, useFrame } from '../pages/frame.tsx';
import { Below, Check } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { checkCardApplication, enterCardApplication, renewCard } from './card-verbs.tsx';
import { PrintedNoMore } from './printed-no-more.tsx';
import { renewedUntil } from './renewed-until.ts';

type Application = z.output<typeof patronApi.cardApplications.answer>['applications'][number];
type Renewal = z.output<typeof patronApi.cardRenewals.answer>['renewals'][number];

const states = { applied: '確認待ち', approved: '発行待ち', issued: '郵送待ち', declined: 'お断り' } as const;

/** R1. Applications that wait, renewals, and applications on paper. */
export function CardsPage(props: {
  applications: readonly Application[];
  renewals: readonly Renewal[];
  /** The tasks of cards that are to be posted, by application. */
  posting: ReadonlyMap<string, string>;
}) {
  const frame = useFrame();
  const { applications, renewals } = props;
  return (
    <TitledPage title="貸出カード" at="/cards">
      <Told />
      <p>
        再発行、利用停止、カードを忘れた方の手続きは、<a href="/phone">電話受付</a>
        でカードを捜してからします。
      </p>
      <h2>申込み　{applications.length}件</h2>
      <ul class="rows">
        {applications.map((one) => (
          <ApplicationRow
            key={one.applicationId}
            application={one}
            all={applications}
            posting={props.posting.get(one.applicationId)}
          />
        ))}
      </ul>
      <h2>更新の申込み　{renewals.length}件</h2>
      <ul class="rows">
        {renewals.map((one) => (
          <li class="row stack stack--s" key={one.applicationId} id={`application-${one.applicationId}`}>
            <p>
              {one.name}　{birthday(one.birthDate)}生　電話 {one.phone ?? '－'}
              <br />
              カード <span class="s-num">{one.cardNumber}</span>
              {'　'}今の有効期限 {one.expiresOn ? formatDateJa(one.expiresOn) : 'なし'}
            </p>
            <VerbForm
              verb={renewCard}
              of={{ cardNumber: one.cardNumber }}
              shown={renewedUntil(frame.now, one.expiresOn)}
              row={one.applicationId}
            />
          </li>
        ))}
      </ul>
      <VerbForm verb={enterCardApplication} given={{ applicationId: frame.newId() }} />
    </TitledPage>
  );
}

/** What is posted: the card, its cover letter, and the address for an envelope without a window. */
function Print({ application }: { application: Application }) {
  const { applicationId, applicationNumber, address } = application;
  const sheets = { card: 'カード', ...(address === null ? {} : { letter: '添え状', address: '宛名ラベル' }) };
  return (
    <p class="cluster">
      {Object.entries(sheets).map(([sheet, name]) => (
        <Way
          key={sheet}
          to={`/slips/cards/${applicationId}/${sheet}?print=1`}
          icon="print"
          unseen={`（${applicationNumber}）`}
          says={name}
        />
      ))}
    </p>
  );
}

const readAs = ({ name, nameReading }: { name: string; nameReading: string | null }) =>
  nameReading ? `${name}（${nameReading}）` : name;

/** Who may be the same person, by a card or an application of theirs. */
function Others(props: { application: Application; all: readonly Application[] }) {
  const { sameCards, otherApplications } = props.application;
  const waiting = props.all.filter(({ applicationId }) => otherApplications.includes(applicationId));
  if (sameCards.length + waiting.length === 0) return null;
  return (
    <>
      <Check icon="ask">
        同じ方かもしれません。生年月日と、お名前・よみ・メールアドレスのどれかが同じです。
        {sameCards.length > 0
          ? '同じ方なら、新しいカードは出さず、今のカードを更新・再発行します。'
          : '同じ方なら、カードは1枚だけ発行します。'}
      </Check>
      <ul class="stack stack--s">
        {sameCards.map(({ cardNumber, ...person }) => (
          <li class="cluster" key={cardNumber}>
            カード（下4桁 {cardNumber.slice(-4)}）　{readAs(person)}
            <Post to="/phone" once hidden={{ code: cardNumber }}>
              <Submit look="quiet" unseen={`：${person.name}`} says="カードを開く" />
            </Post>
          </li>
        ))}
        {waiting.map(({ applicationId, applicationNumber, ...person }) => (
          <li key={applicationId}>
            申込み　<a href={`#application-${applicationId}`}>受付番号 {applicationNumber}</a>　
            {readAs(person)}
          </li>
        ))}
      </ul>
    </>
  );
}

function ApplicationRow(props: {
  application: Application;
  all: readonly Application[];
  /** The task that ends with the card in the post. */
  posting: string | undefined;
}) {
  const { application, posting } = props;
  const { applicationId, applicationNumber } = application;
  const check = { verb: checkCardApplication, about: applicationNumber };
  return (
    <li class="row stack stack--s" id={`application-${applicationId}`} data-application={applicationId}>
      <p>
        受付番号 <b>{applicationNumber}</b>　{states[application.state]}
        {'　'}
        {application.reissued ? '再発行' : application.channel === 'paper' ? '紙' : 'オンライン'}　
        {formatDateJa(dayOf(application.appliedAt))}
        <br />
        {readAs(application)}　{birthday(application.birthDate)}生
        <br />
        {application.address
          ? `〒${application.postcode ?? '－'}　${application.address}`
          : '住所の登録がありません。申込みの控えをご確認ください'}
        　電話 {application.phone ?? '－'}　メール {application.email ?? '－'}
        {application.cardNumber ? (
          <Below>
            カード番号 <span class="s-num">{application.cardNumber}</span>
          </Below>
        ) : null}
      </p>
      {application.cardNumber ? <Print application={application} /> : null}
      {posting === undefined ? null : (
        <>
          <p>
            「郵送しました」は、取り消せません。押すと、この申込みは一覧から消え、カードも宛名ラベルもここからは印刷できません。
            <PrintedNoMore />
          </p>
          <ActForm
            id={`posted-${posting}`}
            action={`/tasks/patron/${posting}`}
            hidden={{ from: '/cards' }}
            button="郵送しました"
            about={applicationNumber}
          />
        </>
      )}
      {application.state === 'approved' ? (
        <p>
          まもなくカードができます。<a href="/cards">できたか確かめる</a>
        </p>
      ) : null}
      <Others {...props} />
      {application.state === 'applied' && application.email === null ? (
        <Check icon="ask">
          メールの登録がありません。お断りするときは、理由を封書かお電話でご本人にお知らせください。お断りすると、お名前とご住所はこの画面から消えます。
        </Check>
      ) : null}
      {application.state === 'applied' ? (
        <p>
          「発行する」は、取り消せません。番号はすぐに使え、メールの登録がある方には、カードができたことをすぐにお知らせします。まちがえて発行したときは、カードを送らずに、
          <a href="/phone">電話受付</a>で利用停止にします。
        </p>
      ) : null}
      {application.state === 'applied' ? (
        <div class="actions">
          <VerbForm
            {...check}
            of={{ applicationId, approved: true }}
            leaveOut={['reason']}
            row={`yes-${applicationId}`}
          />
          <VerbForm {...check} of={{ applicationId, approved: false }} row={`no-${applicationId}`} />
        </div>
      ) : null}
    </li>
  );
}
