import type { Refusal, RefusalCode } from '@toshobin/lending-rules';
import type { Say } from '@toshobin/web';

/** Where what stands in the way of a reservation can be mended, if it can be on a page. */
export function wayOn(refusal: Refusal, say: Say): { href: string; label: string } | undefined {
  const ways: Partial<Record<RefusalCode, { href: string; label: string }>> = {
    CARD_REQUIRED: { href: '/card-application', label: say('貸出カードの申込み', 'Apply for a card') },
    CARD_EXPIRED: { href: '/card/renewal', label: say('貸出カードを更新する', 'Renew the card') },
    PASSWORD_NOT_CHOSEN: { href: '/password', label: say('パスワードを決める', 'Choose a password') },
    EMAIL_NOT_REGISTERED: {
      href: '/email',
      label: say('メールアドレスを登録する', 'Register an e-mail address'),
    },
    EMAIL_NOT_VERIFIED: { href: '/email', label: say('確認メールを送る', 'Send the link again') },
    EMAIL_UNDELIVERABLE: {
      href: '/email',
      label: say('メールアドレスを登録し直す', 'Register the address again'),
    },
    PICKUP_LIBRARY_UNKNOWN: { href: '/reserve', label: say('受取館を選び直す', 'Choose another library') },
    PICKUP_LIBRARY_PAUSED: { href: '/reserve', label: say('受取館を選び直す', 'Choose another library') },
    TRY_AGAIN: { href: '/basket', label: say('予約かごからもう一度申し込む', 'Try again from the basket') },
    RESERVATION_LIMIT: { href: '/my-library', label: say('Myライブラリを見る', 'See My Library') },
    ALREADY_RESERVED: { href: '/my-library', label: say('Myライブラリを見る', 'See My Library') },
    ALREADY_ON_LOAN: { href: '/my-library', label: say('Myライブラリを見る', 'See My Library') },
    STATE_CHANGED: { href: '/my-library', label: say('Myライブラリを見る', 'See My Library') },
    NOT_FOUND: { href: '/', label: say('蔵書検索', 'Search') },
    NO_LENDABLE_COPY: { href: '/', label: say('蔵書検索', 'Search') },
  };
  return ways[refusal.code];
}
