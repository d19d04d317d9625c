import { counted } from '../pages/counted.ts';
import type { Section } from './article.page.tsx';
import type { Facts } from './facts.ts';

/** Questions, and what the rules answer. */
export function faqSections(facts: Facts): Section[] {
  return [...aboutSignIn(facts), ...aboutMail(facts), ...aboutReservations(facts), ...aboutLoans(facts)];
}

function aboutSignIn({ say, phone }: Facts): Section[] {
  return [
    {
      id: 'cannot-sign-in',
      title: say('ログインできません', 'I can’t sign in'),
      text: [
        say(
          'はじめのパスワードは、生年月日の西暦8桁です（例：昭和36年4月5日 → 19610405）。パスワードを決めた後は、決めたものだけが使えます。',
          'The first password is your date of birth in eight digits (5 April 1961 → 19610405). Once you have chosen one, only that one works.',
        ),
        say(
          '続けて入力されたときは、しばらくログインできません。時間をおいてお試しください。',
          'After too many tries you have to wait for a while.',
        ),
      ],
      links: [{ href: '/password/forgotten', label: say('パスワードを忘れたとき', 'Forgotten password') }],
    },
    {
      id: 'no-mail-no-password',
      title: say(
        'パスワードを忘れ、登録のメールアドレスも使えません',
        'I forgot my password and can’t read my mail any more',
      ),
      text: [
        say(
          `県立図書館（${phone}）へお電話ください。ご本人を確かめてから、1回だけ使える番号を郵便でお送りします。`,
          `Please call us (${phone}). After a check we post you a code that works once.`,
        ),
      ],
    },
    {
      id: 'lost-card',
      title: say('貸出カードをなくしました', 'I lost my card'),
      text: [
        say(
          `県立図書館（${phone}）へお電話ください。新しい番号をお出しします。予約と貸出は、そのまま新しい番号に移ります。`,
          `Please call us (${phone}). You get a new number; your reservations and loans move to it.`,
        ),
      ],
    },
    {
      id: 'forgot-card',
      title: say('受け取りに貸出カードを忘れました', 'I came without my card'),
      text: [
        say(
          'スマートフォンの貸出カード番号画面でも受け取れます。どちらもないときは、受取館の窓口にお申し出ください。窓口から県立図書館に電話し、ご本人を確かめてからお渡しします。',
          'The card-number screen on your phone does as well. If you have neither, please tell the desk: they phone us, and hand it out after a check.',
        ),
      ],
      links: [{ href: '/card', label: say('貸出カード番号', 'Card number') }],
    },
    {
      id: 'family',
      title: say('家族の分も受け取れますか', 'Can I pick up for my family?'),
      text: [
        say(
          'その方の貸出カード、または貸出カード番号画面をお見せいただければ、お渡しします。ほかの方のカードではお渡しできません。',
          'Yes, with that person’s card or card-number screen. Another card does not do.',
        ),
        say(
          'ご家族のカードは、この端末に覚えさせて、続けて切り替えられます。',
          'You can have this browser remember your family’s cards and change between them.',
        ),
      ],
      links: [{ href: '/family', label: say('家族のカード', 'Family cards') }],
    },
  ];
}

function aboutMail({ say, mailFrom, mailHours, dueReminder, holdReminder }: Facts): Section[] {
  return [
    {
      id: 'no-mail',
      title: say('メールが届きません', 'No mail arrives'),
      text: [
        say(
          '携帯電話会社などの迷惑メール対策で止まることがあります。次のことをお確かめください。',
          'The filters of phone carriers may hold mails back. Please check:',
        ),
      ],
      points: [
        mailFrom === undefined
          ? say(
              '図書館からのメールを受け取る設定（受信リストへの登録）にする。',
              'Allow mails from the library (put us on the list of senders).',
            )
          : say(
              `${mailFrom} からのメールを受け取る設定（受信リストへの登録）にする。`,
              `Allow mails from ${mailFrom} (put it on the list of senders).`,
            ),
        say(
          '「パソコンからのメール」や「リンクのあるメール」を拒否する設定を外す。',
          'Turn off the settings that refuse mails from computers or mails with links.',
        ),
        say('迷惑メールのフォルダーを見る。', 'Look into the folder for spam.'),
        say(
          'Myライブラリから試しにメールを送り、届くかを見る。',
          'Send yourself a test mail from My Library.',
        ),
      ],
      links: [{ href: '/email', label: say('メールアドレスの登録・変更', 'Your e-mail address') }],
    },
    {
      id: 'which-mails',
      title: say('どんなメールが届きますか', 'Which mails do I get?'),
      text: [
        say(
          `予約の受付、準備の開始、受取可能、延長の完了、返却処理の完了などをお知らせします。取り置き期限の${holdReminder}前と返却期限の${dueReminder}前、期限を過ぎたときにもお送りします。`,
          `When a reservation is accepted, being prepared and ready, when a loan is extended or returned; ${holdReminder} before a hold ends, ${dueReminder} before a loan is due, and when it is overdue.`,
        ),
        ...(mailHours
          ? [
              say(
                `送るのは${mailHours.from}から${mailHours.until}までです。確認メールとパスワードのメールは、すぐにお送りします。`,
                `We send between ${mailHours.from} and ${mailHours.until}; links for an address or a password come at once.`,
              ),
            ]
          : []),
        say(
          '件名に書名は書きません。本文にも書かない設定ができます。',
          'Titles are never in the subject. You can have them left out of the text too.',
        ),
        say('英語のメールも選べます。', 'Mails come in Japanese unless you choose English.'),
      ],
      links: [{ href: '/privacy', label: say('貸出履歴の設定', 'Privacy settings') }],
    },
  ];
}

function aboutReservations({ say, reservations, suspension, phone, loans, keptForLoan }: Facts): Section[] {
  return [
    {
      id: 'why-not',
      title: say('予約できない資料があります', 'Some titles can’t be reserved'),
      text: [
        say(
          '視聴覚資料と、館内でご覧いただく資料は予約できません。来館貸出可の雑誌は、インターネットでは予約できません。',
          'Audio-visual material and material for use in the library can’t be reserved. Magazines marked 来館貸出可 can’t be reserved online.',
        ),
        say(
          `来館貸出可の資料は、電話（${phone}）で予約し、県立図書館で受け取れます。`,
          `What is marked 来館貸出可 can be reserved by phone (${phone}) and picked up at the prefectural library.`,
        ),
      ],
    },
    {
      id: 'eleventh',
      title: say(
        `${reservations}点を超えて予約したいとき`,
        `I want more than ${counted(reservations, 'reservation')}`,
      ),
      text: [
        say(
          `予約はお一人${reservations}点までです。貸出になると、その分を新しく予約できます。`,
          `The limit is ${reservations}. When one becomes a loan, you can make another.`,
        ),
      ],
    },
    {
      id: 'full-loans',
      title: say(
        `貸出が${loans}点のときに順番がきたら`,
        `My turn comes while I have ${counted(loans, 'loan')}`,
      ),
      text: [
        say(
          `資料を${keptForLoan}お預かりします。返却処理が済みしだい発送します。期限を過ぎると次の方にお回ししますが、予約の順番は残ります。`,
          `We keep it for ${keptForLoan} and ship it when a return is processed. After that it passes on to the next person, and your place is kept.`,
        ),
      ],
    },
    {
      id: 'change',
      title: say('予約の変更とキャンセル', 'Changing and cancelling'),
      points: [
        say('キャンセル：受け取るまで、いつでもできます。', 'Cancel: any time until you have picked it up.'),
        say(
          '受取館の変更：発送の準備が済むまで、順番はそのままでできます。',
          'Pickup library: until it is packed, keeping your place.',
        ),
        say(
          `一時停止：順番待ちの間、${suspension}までできます。順番はそのままで、その日に再開します。`,
          `Suspend: while you wait in the queue, for up to ${suspension}. Your place is kept, and it resumes by itself.`,
        ),
      ],
      links: [{ href: '/my-library', label: say('Myライブラリ', 'My Library') }],
    },
    {
      id: 'paused-library',
      title: say('いつもの受取館が選べません', 'My library can’t be chosen'),
      text: [
        say(
          '改修などで受け取りに使えない館は、再開する日を一覧に書いています。ほかの館を選んでください。',
          'A library that can’t be used for a while is listed with the day it reopens. Please choose another one.',
        ),
      ],
      links: [{ href: '/help/libraries', label: say('受取館の一覧', 'Pickup libraries') }],
    },
  ];
}

function aboutLoans({ say, phone, extension }: Facts): Section[] {
  return [
    {
      id: 'still-on-loan',
      title: say('返却したのに「貸出中」と表示されます', 'I returned it, but it still shows as on loan'),
      text: [
        say(
          '受取館に返却された資料は、県立図書館に着いてから返却処理をします。それまでは「貸出中（返却受付済・県立図書館へ配送中）」と表示され、貸出点数に数えますが、延滞にはなりません。',
          'What you return at a pickup library is processed when it reaches the prefectural library. Until then it counts as a loan, but is never overdue.',
        ),
        say(
          `長い間変わらないときは、県立図書館（${phone}）へお電話ください。`,
          `If that does not change for long, please call us (${phone}).`,
        ),
      ],
    },
    {
      id: 'picked-up',
      title: say('受け取ったのに「受取可能」のままです', 'I picked it up, but it still shows as ready'),
      text: [
        say(
          'Myライブラリで「受け取りました」を押してください。受け取りの記録があると、延長もできます。',
          'Press “I have picked it up” in My Library. Then it can be extended too.',
        ),
      ],
      links: [{ href: '/my-library', label: say('Myライブラリ', 'My Library') }],
    },
    {
      id: 'how-long-extended',
      title: say('延長すると、いつまで借りられますか', 'Until when does an extension last?'),
      text: [
        say(
          `手続きの日から${extension}です。新しい返却期限は、延長する前に画面に表示します。`,
          `${extension} from the day you ask. The new date is shown before you extend.`,
        ),
      ],
    },
    {
      id: 'history',
      title: say('借りた資料の記録は残りますか', 'Is a list of my loans kept?'),
      text: [
        say(
          'ご希望の方を除き、残しません。返却処理が済むと、だれが借りたかの記録を消します。',
          'Not unless you ask for it. After a return is processed we delete who borrowed it.',
        ),
      ],
      links: [{ href: '/help/privacy', label: say('個人情報の取り扱い', 'How we handle your data') }],
    },
    {
      id: 'lost-book',
      title: say('資料をなくした、汚してしまった', 'I lost or damaged an item'),
      text: [say(`県立図書館（${phone}）へお電話ください。`, `Please call us (${phone}).`)],
    },
  ];
}
