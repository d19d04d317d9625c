import { counted } from '../pages/counted.ts';
import type { Section } from './article.page.tsx';
import type { Facts } from './facts.ts';

/** How the service works, in the order in which it is used. */
export function guideSections(facts: Facts): Section[] {
  return [...before(facts), ...borrowing(facts), ...afterwards(facts)];
}

function before({ say, reservations, loans }: Facts): Section[] {
  return [
    {
      id: 'who',
      title: say('利用できる方', 'Who can use it'),
      text: [
        say(
          '県立図書館の貸出カードをお持ちの方が利用できます。お住まいの場所は問いません。カードはオンラインまたは郵送で申し込めます。',
          'Anyone with a card of the prefectural library, wherever you live. You can apply for a card online or by mail.',
        ),
        say(
          'ご連絡はメールだけで行います。メールアドレスをご用意ください。',
          'We contact you by e-mail only, so please have an address.',
        ),
      ],
      links: [{ href: '/card-application', label: say('貸出カードの申込み', 'Apply for a card') }],
    },
    {
      id: 'first',
      title: say('はじめての方', 'Your first visit'),
      text: [
        say('予約の前に、次の2つをお願いします。', 'Before your first reservation, please do two things.'),
      ],
      points: [
        say(
          'パスワードを決める。はじめのパスワードは、生年月日の西暦8桁です（例：昭和36年4月5日 → 19610405）。以前に決めたパスワードは、そのまま使えます。',
          'Choose a password. The first one is your date of birth in eight digits (5 April 1961 → 19610405). A password that you chose before stays valid.',
        ),
        say(
          'メールアドレスを登録し、届いたメールのリンクを開く。',
          'Register your e-mail address and open the link in the mail we send.',
        ),
      ],
      links: [{ href: '/sign-in', label: say('ログイン', 'Sign in') }],
    },
    {
      id: 'limits',
      title: say('利用点数', 'How many'),
      points: [
        say(`予約　お一人${reservations}点まで`, `Reservations: up to ${reservations} for each card`),
        say(`貸出　お一人${loans}点まで`, `Loans: up to ${loans} for each card`),
      ],
    },
    {
      id: 'cost',
      title: say('費用', 'What it costs'),
      text: [
        say(
          '予約、貸出、受取館までの送料は無料です。受取館に返却された資料を県立図書館へ送る送料もかかりません。',
          'Nothing: reserving, borrowing and the postage to your pickup library are free, and so is the way back from there.',
        ),
      ],
    },
    {
      id: 'material',
      title: say('予約できる資料', 'What can be reserved'),
      text: [
        say('館外に貸し出せる資料を予約できます。', 'Material that may leave the building.'),
        say(
          '「来館貸出可」の雑誌（週刊・隔週刊）は、県立図書館に来館された方だけにお貸しします。インターネットでは予約できませんが、電話で予約できます。',
          'Some weekly and fortnightly magazines are lent to visitors of the prefectural library only. They can’t be reserved online, but by phone.',
        ),
        say(
          '視聴覚資料と、館内でご覧いただく資料は予約できません。',
          'Audio-visual material and material for use in the library can’t be reserved.',
        ),
      ],
    },
  ];
}

function borrowing({
  say,
  hold,
  loan,
  fewItems,
  dispatchDays,
  libraries,
  keptForLoan,
  loans,
  city,
}: Facts): Section[] {
  const many = libraries
    ? say(
        `県立図書館のほか、${libraries.regions}地域の${libraries.count}館で受け取れます。`,
        `You can pick up at the prefectural library or at one of ${libraries.count} libraries in ${counted(libraries.regions, 'region')}.`,
      )
    : say(
        '県立図書館のほか、県内の市町村立図書館などで受け取れます。',
        'You can pick up at the prefectural library or at a municipal library of the prefecture.',
      );
  return [
    {
      id: 'reserve',
      title: say('予約する', 'Reserving'),
      points: [
        say(
          '蔵書を検索し、読みたい資料を予約かごに入れます。かごに入れただけでは、まだ予約ではありません。',
          'Search the catalogue and put what you want into the basket. Nothing is reserved yet.',
        ),
        say('受取館を選び、内容を確かめて申し込みます。', 'Choose a pickup library, check, and reserve.'),
        say(
          '受け取れるようになると、メールでお知らせします。順番や今の場所は、Myライブラリで分かります。',
          'We mail you when it is ready, in Japanese unless you choose English. My Library shows your place in the queue, where the item is and until when it is held.',
        ),
      ],
      links: [{ href: '/', label: say('蔵書検索', 'Search') }],
    },
    {
      id: 'dispatch',
      title: say('発送', 'Dispatch'),
      text: [
        say(
          `市町村立図書館などには郵便で送ります。${fewItems}ほどの資料（ゆうメール）は${dispatchDays}、それより多い資料（ゆうパック）は準備ができしだい発送します。`,
          `We post items to the municipal libraries. Parcels of ${fewItems} (Yu-Mail) leave ${dispatchDays}; larger ones (Yu-Pack) leave as soon as they are packed.`,
        ),
        say(
          `貸出が${loans}点のときは、返却処理が済むまで発送を待ちます。資料はメールの日から${keptForLoan}お預かりします。`,
          `If you have ${counted(loans, 'loan')}, we wait until a return is processed. The item is kept for ${keptForLoan} from the day of our mail.`,
        ),
      ],
    },
    {
      id: 'pickup',
      title: say('受け取る', 'Picking up'),
      text: [
        many,
        ...(city === undefined
          ? []
          : [
              say(
                `${city}の図書館は受取館ではありません。${city}にお住まいの方は、県立図書館のカウンターで受け取れます。`,
                `The libraries of ${city} are no pickup libraries. If you live there, you can pick up at the counter of the prefectural library.`,
              ),
            ]),
        say(
          '貸出カード、またはスマートフォンの貸出カード番号画面をお見せください。',
          'Please show your card, or the card-number screen on your phone.',
        ),
      ],
      points: [
        say(
          `県立図書館で受け取るとき：メールを送った日から${hold}、カウンターで取り置きします。`,
          `At the prefectural library: held at the counter for ${hold} from the day of our mail.`,
        ),
        say(
          '市町村立図書館などで受け取るとき：メールに書いた返却期限まで取り置きします。',
          'At a municipal library: held until the due date in our mail.',
        ),
        say(
          '期限までに受け取りがないときは、キャンセル扱いとなります。もう一度予約できます。',
          'What is not picked up by then is cancelled. You can reserve it again.',
        ),
      ],
      links: [{ href: '/card', label: say('貸出カード番号', 'Card number') }],
    },
    {
      id: 'loan',
      title: say('貸出期間', 'How long'),
      text: [
        say(`貸出期間は${loan}です。`, `A loan is ${loan}.`),
        say(
          '市町村立図書館などで受け取るときは、配送期間を含みます。返却期限は、受け取った日にかかわらず同じです。',
          'At a municipal library this includes the delivery; the due date is the same whichever day you pick it up.',
        ),
        say(
          '県立図書館で受け取るときは、受け取った日から数えます。',
          'At the prefectural library it begins on the day you pick it up.',
        ),
        say(
          '期限がその館の休館日にあたるときは、次の開館日までです。',
          'If that day is a closed day of the library, it is the next open day.',
        ),
      ],
    },
  ];
}

function afterwards({ say, extension, phone, closing }: Facts): Section[] {
  return [
    {
      id: 'extend',
      title: say('延長する', 'Extending'),
      text: [
        say(
          `次の方がお待ちでないとき、Myライブラリまたは電話（${phone}）で1回延長できます。手続きの日から${extension}です。`,
          `If nobody waits, you can extend once, in My Library or by phone (${phone}): ${extension} from the day you ask.`,
        ),
      ],
      points: [
        say('受け取る前は延長できません。', 'It can’t be extended before you have picked it up.'),
        say(
          '返却期限を過ぎた資料と、ほかに期限を過ぎた資料があるときは、延長できません。',
          'It can’t be extended when it, or another of your loans, is overdue.',
        ),
        say(
          '延長しても今の返却期限より後にならない日は、お断りして、いつからお手続きいただけるかをお知らせします。',
          'When extending would not give a later date, we say so and tell you from which day it does.',
        ),
      ],
      links: [{ href: '/my-library', label: say('Myライブラリ', 'My Library') }],
    },
    {
      id: 'return',
      title: say('返却する', 'Returning'),
      text: [
        say(
          '返却期限までに、県立図書館または受取館に返却してください。図書返却ポスト（ブックポスト）も使えます。',
          'Please return to the prefectural library or your pickup library by the due date. The book drop works too.',
        ),
        say(
          '受取館に返却された資料は、県立図書館に着いてから返却処理をします。それまでは貸出中と表示されますが、延滞にはなりません。',
          'Items returned at a pickup library are processed when they reach the prefectural library. Until then they show as on loan, but are never overdue.',
        ),
      ],
    },
    {
      id: 'magazines',
      title: say('雑誌', 'Magazines'),
      text: [
        say(
          '雑誌は、破損を防ぐカバー（袋）に入っています。そのままご返却ください。',
          'Magazines come in a protective cover. Please return them in it.',
        ),
      ],
    },
    {
      id: 'hours',
      title: say('利用できる時間', 'Opening hours of this site'),
      text: [
        closing ?? say('いつでもご利用いただけます。', 'This site is open at any time.'),
        ...(closing === undefined
          ? []
          : [
              say(
                '返却期限などの日付には影響しません。その間に送った内容は残り、あとでもう一度送れます。',
                'Dates are not affected. What you send in that time is kept on your screen and can be sent again.',
              ),
            ]),
      ],
    },
    {
      id: 'more',
      title: say('もっと知りたいとき', 'More'),
      links: [
        { href: '/help/faq', label: say('よくある質問', 'Questions and answers') },
        { href: '/help/libraries', label: say('受取館の一覧', 'Pickup libraries') },
        { href: '/help/privacy', label: say('個人情報の取り扱い', 'How we handle your data') },
      ],
    },
  ];
}
