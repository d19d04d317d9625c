import { BASKET_DAYS } from '../basket/basket.ts';
import { SESSION_HOURS } from '../sessions/forget-sessions.ts';
import { DEVICE_DAYS } from '../sign-in/devices.ts';
import type { Section } from './article.page.tsx';
import type { Facts } from './facts.ts';

/** What is kept of a patron, for how long, and who sees it. Every sentence is held to the code by its test. */
export function privacySections({ say, phone, covers, expiredKept }: Facts): Section[] {
  return [
    {
      id: 'kept',
      title: say('お預かりするもの', 'What we keep'),
      points: [
        say(
          '貸出カードのための、お名前、生年月日、ご住所、電話番号、メールアドレス。',
          'For your card: name, date of birth, address, telephone number and e-mail address.',
        ),
        say(
          'パスワードは、元に戻せない形でだけ保存します。職員も見ることができません。',
          'Your password, in a form that can’t be turned back. Staff can’t see it either.',
        ),
        say('今の予約と貸出。', 'Your present reservations and loans.'),
        say(
          '「あとで読む」に入れた資料。ご自分で消すまで残り、ご本人だけに見えます。',
          'What you put on your list for later: until you take it off. Only you see it.',
        ),
        ...(expiredKept === undefined
          ? []
          : [
              say(
                `貸出カードの有効期限が切れて、更新のないまま${expiredKept}たつと、お預かりしたものをすべて消します。メールの届く方には、その30日前までにお知らせします。予約や貸出が残っている間は消しません。`,
                `Once your card has ended and was not renewed for ${expiredKept}, all of it is erased, though not while anything is reserved or lent. If our mails reach you, we tell you thirty days before.`,
              ),
            ]),
      ],
    },
    {
      id: 'loans',
      title: say('貸出の記録', 'Records of loans'),
      text: [
        say(
          '返却処理が済んだ貸出と、終わった予約は、その夜の作業で、だれのものだったかを消します。まだ送っていないお知らせがあるときは、送ってから消します（長くて3日後）。',
          'When a return has been processed or a reservation is over, the work of that night deletes whose it was. If a mail about it is still to be sent, it waits for that, three days at most.',
        ),
        say(
          '読みたい順予約の題名は、受け取ったものから同じように消します。やめたとき、終わったときは、すぐに消します。お選びのないまま終わったときは、お知らせを送ったあとの夜に消します。',
          'Titles of volumes in order are deleted in the same way as you pick them up, and at once when you stop or it is over. If it ended because nothing was chosen, they go in the night after our mail about it.',
        ),
        say('統計は、だれかが分からない形で残します。', 'Statistics stay, without persons.'),
        say(
          '貸出履歴は、ご希望の方だけに残します。希望をやめると、すぐにすべて消します。',
          'A history of your loans is kept only if you ask for it. When you no longer want it, all of it is deleted at once.',
        ),
      ],
      links: [{ href: '/privacy', label: say('貸出履歴の設定', 'Privacy settings') }],
    },
    {
      id: 'who-sees',
      title: say('だれが見るか', 'Who sees it'),
      points: [
        say(
          '県立図書館の職員は、仕事に必要なものだけを見ます。だれが何をしたかは、記録に残ります。',
          'Staff of the prefectural library see what their work needs. Who did what is recorded.',
        ),
        say(
          '受取館の職員に見えるのは、カード番号、取り置き番号、小包番号、資料番号、期限だけです。お名前、ご住所、ほかの貸出は見えません。',
          'Staff of a pickup library see card number, hold number, parcel number, item number and dates: no name, no address, no other loan.',
        ),
        say(
          'メールの件名と小包の外側には、書名もお名前も書きません。',
          'Titles and names are never in the subject of a mail or on the outside of a parcel.',
        ),
      ],
    },
    {
      id: 'this-site',
      title: say('このサイトで', 'On this site'),
      points: [
        say(
          `ログインの状態と、その端末とブラウザーの種類（「スマートフォンのSafari」など）は、使わなくなって${SESSION_HOURS}時間で消します。`,
          `The record that you are signed in, and on which kind of device and browser (“Phone, Safari”), is deleted ${SESSION_HOURS} hours after you last used it.`,
        ),
        say(
          `予約かごの中身は、ログインする前は同じく${SESSION_HOURS}時間、ログインした後は入れてから${BASKET_DAYS}日で消します。`,
          `What is in your basket is deleted after the same ${SESSION_HOURS} hours before you sign in, and ${BASKET_DAYS} days after you put it in once you have.`,
        ),
        say(
          `家族のカードを覚えさせた端末の記録は、使わなくなって${DEVICE_DAYS}日で消します。パスワードは覚えません。`,
          `That a browser remembers your family’s cards is deleted after ${DEVICE_DAYS} days without use. It never remembers a password.`,
        ),
        say(
          'クッキーは、ログイン、表示する言語、覚えさせたカードと、ほかの人があなたの番号で何度も失敗しても、前にログインした端末からはログインできるようにするためだけに使います。ほかのサイトのものは使いません。',
          'Cookies are used for signing in, for the language, for remembered cards, and so that others who try your number keep you out of no browser in which you signed in before. There are none of other sites.',
        ),
        covers
          ? say(
              '表紙の画像は、図書館のサーバーがISBN（本の番号）だけを外部に問い合わせて取り寄せ、このサイトからお見せします。だれが見ているかは伝わりません。',
              'Pictures of covers are fetched by the library’s server, which tells their source the ISBN and nothing else, and shown from this site. Who looks at them is not told.',
            )
          : say(
              '本の表紙は、このサイトで描いた絵です。外部には問い合わせません。',
              'Covers of books are drawn by this site. Nobody else is asked for them.',
            ),
        say(
          '記録（ログ）には、お名前、カード番号、書名を書きません。',
          'No name, card number or title is written to a log.',
        ),
        say(
          'メールは、メールを送る外部のサービス（Amazon SES）を通して送ります。',
          'Mails are sent through a service for sending mails (Amazon SES).',
        ),
        say(
          '故障に備えて、記録の控え（バックアップ）を2週間だけ保管します。消したものも、その間は控えに残ります。控えは、元に戻すときのほかには使いません。',
          'In case something breaks, backups are kept for two weeks. What was deleted is in them until then. They are used for nothing but bringing back what was lost.',
        ),
      ],
    },
    {
      id: 'ask',
      title: say('お問い合わせ', 'Questions'),
      text: [
        say(
          `お預かりしているものは、ログインして「自分の記録を受け取る」で、すべてご覧になれます。直したいときや、ほかに知りたいことがあるときは、県立図書館（${phone}）へお電話ください。`,
          `Once signed in, “Get your own records” shows you everything that we keep of you. To correct it, or for any question, please call us (${phone}).`,
        ),
        say(
          '利用をやめて登録を消すときも、お申し出ください。予約と貸出が残っていなければ、お名前、ご住所、パスワード、履歴など、お預かりしたものをすべてすぐに消します。元には戻せません。',
          'If you no longer want your card, tell us. Once nothing is reserved or lent, everything that we keep of you is erased at once, name, address, password and history. It can’t be undone.',
        ),
      ],
    },
  ];
}
