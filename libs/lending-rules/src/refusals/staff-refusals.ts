import type { RefusalWords } from './refusal-words.ts';

/** What can stand in the way of staff: signing in, their accounts, their terminals, and letters nobody could read. No rule of lending among them. */
export const staffRefusals = [
  {
    code: 'SECOND_FACTOR_NEEDED',
    rule: '–',
    ja: '確認コードも要ります。まだ設定していないときは、職員のページでログインして設定してください。',
    en: 'A code of your second factor is needed too. If you have none yet, sign in on the staff pages to set it up.',
    staffOnly: true,
  },
  {
    code: 'SECOND_FACTOR_WRONG',
    rule: '–',
    ja: '確認コードが違うか、使用済みです。次のコードに変わってから、もう一度お試しください。',
    en: 'The code is wrong or was used. Please wait for the next one and try again.',
    staffOnly: true,
  },
  {
    code: 'SECOND_FACTOR_LOCKED',
    rule: '–',
    ja: '確認コードの間違いが続いたため、使えなくなっています。管理者に、確認コードの設定のやり直しを頼んでください。',
    en: 'There were too many wrong codes. Please ask an administrator to have your second factor set up anew.',
    staffOnly: true,
  },
  {
    code: 'TERMINAL_NEEDED',
    rule: '–',
    ja: 'この端末は、この館の端末として登録されていません。県立図書館（{phone}）へお電話ください。登録の番号をお伝えします。',
    en: 'This device is not enrolled as a terminal of this library. Please call {phone} for an enrolment number.',
    staffOnly: true,
  },
  {
    code: 'ENROLMENT_NUMBER_WRONG',
    rule: '–',
    ja: '登録の番号が違うか、期限が過ぎています。番号をお確かめのうえ、県立図書館（{phone}）へお電話ください。',
    en: 'The enrolment number is wrong or too old. Please check it, or call {phone}.',
    staffOnly: true,
  },
  {
    code: 'ALREADY_ANSWERED',
    rule: '–',
    ja: 'この処理は、もう済んでいます。コードなどは、もう一度は表示できません。控えていないときは、新しく出してください。',
    en: 'This was done already. A code can’t be shown again; if nobody noted it, please make a new one.',
    staffOnly: true,
  },
  {
    code: 'SET_UP_CODE_WRONG',
    rule: '–',
    ja: 'アカウントまたは設定コードが違うか、期限が過ぎています。もう一度ご確認のうえ、管理者に新しい設定コードを頼んでください。',
    en: 'The account or the set-up code is wrong, or the code is too old. Please check, or ask an administrator for a new one.',
    staffOnly: true,
  },
  {
    code: 'ACCOUNT_NAME',
    rule: '–',
    ja: 'アカウントは、英小文字・数字・ハイフン・ピリオドの2文字から32文字です。',
    en: 'The name of an account has 2 to 32 lower-case letters, digits, hyphens and full stops.',
    staffOnly: true,
  },
  {
    code: 'ACCOUNT_TAKEN',
    rule: '–',
    ja: '同じ名前のアカウントがすでにあります。ほかの名前にしてください。',
    en: 'There is an account of this name already. Please choose another name.',
    staffOnly: true,
  },
  {
    code: 'LAST_ADMINISTRATOR',
    rule: '–',
    ja: 'ログインできる管理者がほかにいないため、変えられません。先に、ほかの管理者を決めてください。',
    en: 'No other administrator can sign in. Please make another one first.',
    staffOnly: true,
  },
  {
    code: 'LETTER_SETTLED',
    rule: '–',
    ja: '済んだ知らせが選ばれています。済んだものは、戻せません。何もしていません。',
    en: 'One of what was chosen is settled, and can’t be put back or dismissed again. Nothing was done.',
    staffOnly: true,
  },
] as const satisfies readonly RefusalWords[];
