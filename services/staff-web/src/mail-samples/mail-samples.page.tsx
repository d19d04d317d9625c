import type { NoticeKind, patronApi } from '@toshobin/contracts';
import type { z } from 'zod';
import { TitledPage } from '../pages/frame.tsx';
import { mailWords } from '../timeline/mails.ts';

type Mails = z.output<typeof patronApi.mailSamples.answer>['mails'];

/** The name of a mail for staff: those about a card and an address beside those about a reservation. */
const words: Readonly<Record<NoticeKind, string>> = {
  ...mailWords,
  readyAtMunicipal: '受取可能（市町村立図書館等）',
  readyAtPrefectural: '受取可能（県立図書館）',
  verifyEmail: 'アドレスの確認',
  emailChanged: 'アドレスの変更',
  passwordChanged: 'パスワードの変更',
  resetPassword: 'パスワードの再設定',
  testMail: 'テストメール',
  cardApplied: '貸出カードの申込みの受付',
  cardDeclined: '貸出カードのお断り',
  cardIssued: '貸出カードの発行',
  cardExpiresSoon: '貸出カードの期限が近い',
  cardErasedSoon: '利用登録の消去が近い',
  readingOrderEnded: '読みたい順予約の終わり',
};

/** Every mail with today's numbers and calendars, about a made-up book; the text is exactly what is sent. */
export function MailSamplesPage({ mails }: { mails: Mails }) {
  return (
    <TitledPage
      title="メールの文面"
      at="/mails"
      heading={`メールの文面　${mails.length}種類`}
      beside="今送るとこうなります（見本の本・見本のカード）。ここからは送りません。"
    >
      {mails.map(({ kind, english, ...japanese }) => (
        <details class="fold" key={kind} id={kind}>
          <summary>{words[kind]}</summary>
          <div class="fold-body stack stack--s">
            <Written {...japanese} />
            {english ? (
              <>
                <h2 class="h3">英語のメールを選んだ方へ</h2>
                <div class="stack stack--s" lang="en">
                  <Written {...english} />
                </div>
              </>
            ) : null}
          </div>
        </details>
      ))}
    </TitledPage>
  );
}

function Written({ subject, text }: { subject: string; text: string }) {
  return (
    <>
      <p>
        <span lang="ja">件名</span>　<b>{subject}</b>
      </p>
      <pre class="s-mail">{text}</pre>
    </>
  );
}
