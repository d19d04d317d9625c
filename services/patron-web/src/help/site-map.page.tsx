import { Links } from '../pages/elements.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';

interface Group {
  title: string;
  links: readonly { href: string; label: string }[];
}

/** Every page one may go to by its address. */
export function siteMap({ say }: Pick<Frame, 'say'>): Group[] {
  return [
    {
      title: say('探す', 'Search'),
      links: [
        { href: '/', label: say('蔵書検索', 'Search') },
        { href: '/search/advanced', label: say('詳しい検索', 'Advanced search') },
        { href: '/browse', label: say('分類から探す', 'Browse by class') },
        { href: '/magazines', label: say('来館貸出可の雑誌', 'Magazines for visitors') },
        { href: '/new-arrivals', label: say('新着資料', 'New arrivals') },
      ],
    },
    {
      title: say('予約・Myライブラリ', 'Reservations and My Library'),
      links: [
        { href: '/basket', label: say('予約かご', 'Basket') },
        { href: '/my-library', label: say('Myライブラリ', 'My Library') },
        { href: '/later', label: say('あとで読む', 'Read later') },
        { href: '/card', label: say('貸出カード番号', 'Card number') },
        { href: '/family', label: say('家族のカード', 'Family cards') },
      ],
    },
    {
      title: say('登録・設定', 'Card and settings'),
      links: [
        { href: '/card-application', label: say('貸出カードの申込み', 'Apply for a card') },
        { href: '/card/renewal', label: say('貸出カードの更新', 'Renew the card') },
        { href: '/sign-in', label: say('ログイン', 'Sign in') },
        { href: '/password', label: say('パスワードの変更', 'Change the password') },
        { href: '/sessions', label: say('ログイン中の端末', 'Where you are signed in') },
        { href: '/password/forgotten', label: say('パスワードを忘れたとき', 'Forgotten password') },
        { href: '/email', label: say('メールアドレスの登録・変更', 'E-mail address') },
        { href: '/privacy', label: say('貸出履歴の設定', 'Privacy settings') },
      ],
    },
    {
      title: say('案内', 'Help'),
      links: [
        { href: '/help', label: say('利用案内', 'How it works') },
        { href: '/help/faq', label: say('よくある質問', 'Questions and answers') },
        { href: '/help/libraries', label: say('受取館の一覧', 'Pickup libraries') },
        { href: '/accessibility', label: say('ウェブアクセシビリティ方針', 'Accessibility') },
        { href: '/help/privacy', label: say('個人情報の取り扱い', 'How we handle your data') },
      ],
    },
  ];
}

export function SiteMapPage({ frame }: { frame: Frame }) {
  const title = frame.say('サイトマップ', 'Site map');
  return (
    <FormPage frame={frame} title={title} at="" look="stack stack--l">
      {siteMap(frame).map((group) => (
        <section class="stack stack--s" key={group.title}>
          <h2 class="h3">{group.title}</h2>
          <Links links={group.links} />
        </section>
      ))}
    </FormPage>
  );
}
