import type { Language } from '@toshobin/lending-rules';
import { type FooterLink, sayIn } from '@toshobin/web';

/** Help and statements: on every page, in this order. */
export function footerIn(language: Language): readonly FooterLink[] {
  const say = sayIn(language);
  return [
    { href: '/help', label: say('利用案内', 'How it works') },
    { href: '/help/faq', label: say('よくある質問', 'Questions and answers') },
    { href: '/card-application', label: say('貸出カードの申込み', 'Apply for a card') },
    { href: '/accessibility', label: say('ウェブアクセシビリティ方針', 'Accessibility') },
    { href: '/help/privacy', label: say('個人情報の取り扱い', 'How we handle your data') },
    { href: '/help/site-map', label: say('サイトマップ', 'Site map') },
  ];
}
