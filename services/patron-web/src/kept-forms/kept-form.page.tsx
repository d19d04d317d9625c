import { OfferAgain, type Say, type SentForm } from '@toshobin/web';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';

/** After the sign-in: what was sent before it, ready to be sent again. */
export function KeptFormPage({ frame, sent }: { frame: Frame; sent: SentForm }) {
  const { say } = frame;
  const title = say('入力した内容は残っています', 'What you entered is kept');
  return (
    <FormPage frame={frame} title={title} at="" look="stack">
      <p class="lead">
        {say(
          'ログインの時間が過ぎていたため、まだ手続きは済んでいません。続けるときは押してください。',
          'You had been signed out, so nothing has been done yet. Press the button to go on.',
        )}
      </p>
      {/* Whoever goes back after it was done sees this page again. */}
      <p>
        {say(
          'もう押した後でこの画面に戻ったときは、Myライブラリでご確認ください。もう一度押しても、二重にはなりません。',
          'If you pressed it and came back to this page, please look in My Library. Pressing again does nothing twice.',
        )}
      </p>
      <p>
        {say('手続き：', 'What it is: ')}
        <b>{actOf(sent.action, say)}</b>
      </p>
      <OfferAgain front={frame.front} sent={sent} token={frame.token} />
      <div class="actions">
        <a class="btn btn--second" href="/my-library">
          {say('やめてMyライブラリへ', 'Leave it, to My Library')}
        </a>
      </div>
    </FormPage>
  );
}

/** What a form does, by the address it goes to: the first that fits. */
const acts: readonly [address: RegExp, ja: string, en: string][] = [
  [/^\/reserve/, '予約の申込み', 'Reserving'],
  [/^\/basket/, '予約かごの変更', 'Changing the basket'],
  [/^\/later/, '「あとで読む」の変更', 'Changing “Read later”'],
  [/^\/reading-order/, '読みたい順予約', 'Volumes in order'],
  [/\/cancel$/, '予約のキャンセル', 'Cancelling a reservation'],
  [/\/extend$/, '貸出の延長', 'Extending a loan'],
  [/\/pickup$/, '受取館の変更', 'Changing the pickup library'],
  [/\/(suspend|resume)$/, '予約の一時停止・再開', 'Suspending or resuming a reservation'],
  [/\/picked-up$/, '「受け取りました」の記録', 'Saying that you have picked it up'],
  [/^\/email\/test/, '試しのメール', 'Sending a test mail'],
  [/^\/email/, 'メールアドレスの登録・変更', 'Registering an e-mail address'],
  [/^\/password/, 'パスワードの変更', 'Changing the password'],
  [/^\/sessions/, 'ほかの端末のログアウト', 'Signing out on another device'],
  [/^\/family/, '家族のカードを端末に覚えさせる', 'Having this device remember the card'],
  [/^\/card\/keep$/, 'この端末に番号を残す', 'Keeping the card number on this device'],
  [/^\/card\/kept/, 'すべての端末から番号を消す', 'Removing the card number from all devices'],
  [/^\/card\/renewal/, '貸出カードの更新', 'Renewing the card'],
  [/^\/history/, '貸出履歴の消去', 'Deleting your history'],
  [/^\/privacy\/kept/, '自分の記録の受け取り', 'Getting your own records'],
  [/^\/privacy/, '貸出履歴の設定', 'Settings of the history'],
];

export function actOf(address: string, say: Say): string {
  const [path = ''] = address.split('?');
  const [, ja, en] = acts.find(([pattern]) => pattern.test(path)) ?? [/^/, 'ほかの手続き', 'Something else'];
  return say(ja, en);
}
