import { verbWords } from './all-verbs.ts';

/** What is written down beside the verbs: looking, signing in, and what a scan's page does of itself. */
const otherWords = {
  signIn: 'ログイン',
  giveCode: '確認コード',
  useRecoveryCode: '回復コードを使った',
  setUpPassword: '設定コードでパスワードを決めた',
  changePassword: 'パスワードの変更',
  endSessions: 'ほかの端末のログアウト',
  setUpSecondFactor: '確認コードの設定',
  changeSecondFactor: '確認コードの設定の変更',
  renewRecoveryCodes: '回復コードのつくり直し',
  enrolTerminal: '端末の登録',
  findPersons: '利用者を捜した',
  findDeedsOfCard: 'カードで操作の記録を捜した',
  whomToCall: '電話する方を見た',
  timeline: '経過を見た',
  printHoldSlips: '取り置き票の印刷',
  saveList: '一覧をCSVに保存した',
  printCard: '貸出カード・添え状・宛名の印刷',
  seenOnShelf: '取り置きを棚で確かめた',
  missedOnShelf: '取り置きが棚にない',
  coverThere: 'カバー（袋）あり',
  coverMissing: 'カバー（袋）なし',
  supplementThere: '付属資料あり',
  supplementMissing: '付属資料なし',
  showName: '窓口で氏名を見た',
  cardApplications: '貸出カードの申込みを見た',
  cardRenewals: '貸出カードの更新の申込みを見た',
} as const;

const words: Readonly<Record<string, string>> = { ...verbWords, ...otherWords };

/** What was done, in the words of the desk; as it was written, if nobody does that any more. */
export function wordsOfDeed(action: string): string {
  return words[action] ?? action;
}
