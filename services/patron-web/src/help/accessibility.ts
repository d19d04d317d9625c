import type { Section } from './article.page.tsx';
import type { Facts } from './facts.ts';

/** What is aimed at, what was tested and how, what is known to be missing, and whom to tell. */
export function accessibilitySections({ say, phone }: Facts): Section[] {
  return [
    {
      id: 'goal',
      title: say('目標', 'The goal'),
      text: [
        say(
          'このサイトのすべてのページで、JIS X 8341-3:2016 の適合レベルAAに準拠することと、WCAG 2.2 のレベルAAを満たすことを目標にしています。',
          'Every page of this site is to meet WCAG 2.2 level AA, and with it JIS X 8341-3:2016 level AA.',
        ),
      ],
    },
    {
      id: 'how',
      title: say('心がけていること', 'What we do'),
      points: [
        say('スクリプトがなくても、すべてのことができます。', 'Everything works without scripts.'),
        say(
          'キーボードだけで使えます。今の場所は、いつも見えます。',
          'Everything works with the keyboard alone, and the focus is always seen.',
        ),
        say(
          '文字を200%に拡大しても、幅320ピクセルの画面でも、内容は欠けません。',
          'At 200 % text and at a width of 320 pixels nothing is lost.',
        ),
        say(
          '状態は色だけで示しません。ことばを添えます。',
          'Nothing is said by colour alone: there are always words.',
        ),
        say(
          '明るい配色と暗い配色、コントラストを強めた配色に合わせます。',
          'Light, dark and high-contrast colours follow your settings.',
        ),
        say(
          '時間を急がせる画面はありません。ログインの時間が過ぎても、送った内容は残ります。',
          'No page hurries you. When your sign-in has run out, what you sent is kept.',
        ),
      ],
    },
    {
      id: 'tested',
      title: say('試験', 'How it is tested'),
      text: [say('公開のたびに、Chromiumで次の試験をしています。', 'Before each release, in Chromium:')],
      points: [
        say(
          '自動の検査（axe-core、WCAG 2.0・2.1・2.2 のレベルAとAA）を、すべてのページで。',
          'automatic checks of every page (axe-core, WCAG 2.0, 2.1 and 2.2, levels A and AA);',
        ),
        say(
          '自動では分からないことの試験：キーボードの順、隠れない焦点、320ピクセルでの折り返し、200%の文字、強制配色、パスワードの貼り付け。',
          'what such checks can’t see: order of the keyboard, focus never hidden, 320 pixels, 200 % text, forced colours, pasting a password.',
        ),
      ],
    },
    {
      id: 'gaps',
      title: say('まだできていないこと', 'Known gaps'),
      points: [
        say(
          'スクリーンリーダーと、障害のある方による試験は、まだ行っていません。',
          'Tests with screen readers, and by people with disabilities, have not been made yet.',
        ),
        say(
          'Chromium以外のブラウザーでの試験は、まだ行っていません。',
          'Tests in browsers other than Chromium have not been made yet.',
        ),
        say(
          '英語の表示では、書名・著者名は日本語のままです。図書館名には、よみをローマ字で添えています。',
          'In English, titles and authors stay Japanese; libraries are named with their reading in Latin letters.',
        ),
        say(
          '漢字のふりがなと、やさしい日本語の表示はありません。',
          'There are no readings over kanji and no version in easy Japanese.',
        ),
      ],
    },
    {
      id: 'contact',
      title: say('お困りのときは', 'Tell us'),
      text: [
        say(
          `使いにくいところは、県立図書館（${phone}）へお知らせください。同じことを電話でもお受けします。`,
          `If something is hard to use, please call us (${phone}). What you can do here we also do for you on the phone.`,
        ),
      ],
    },
    {
      id: 'credit',
      title: say('出典', 'Credits'),
      text: ['出典：デジタル庁デザインシステムウェブサイト（加工して作成）'],
      links: [
        {
          href: 'https://design.digital.go.jp/',
          label: say('デジタル庁デザインシステム', 'Digital Agency Design System (Japanese)'),
        },
      ],
    },
  ];
}
