import type { Repaired } from '@toshobin/contracts';
import type { Said } from '../scans/say.ts';

const later = '少したってから、もう一度ご覧ください';

const words: Readonly<Record<Repaired | 'notYet', Pick<Said, 'tone' | 'text' | 'detail'>>> = {
  looksAgain: { tone: 'ok', text: '今の状態に合わせて進めます', detail: later },
  begunAnew: { tone: 'ok', text: '処理がなくなっていたので、今の状態から始め直しました', detail: later },
  ended: { tone: 'ok', text: 'この予約は終わっています', detail: '進めるものはありませんでした' },
  released: {
    tone: 'ok',
    text: '申込みの記録が失われていたので、予約を取り消しました',
    detail: '資料は次の方に回ります',
  },
  borrowerUnknown: {
    tone: 'ask',
    text: '申込みの記録が失われていて、誰に貸したかわかりません',
    detail: '要確認に入れました。返却されると終わります',
  },
  stuck: {
    tone: 'stop',
    text: '進められませんでした。処理が失敗し続けています',
    detail: '運用担当に知らせてください',
  },
  serviceFailed: {
    tone: 'stop',
    text: '進められませんでした。応答しないサービスがあります',
    detail: 'サービスが動いてから、もう一度押してください',
  },
  unknown: { tone: 'stop', text: 'この番号の予約はありません', detail: '' },
  notYet: { tone: 'ask', text: '受け付けましたが、まだ終わっていません', detail: later },
};

/** 今の状態に合わせて進める: what was really done, or why nothing was. */
export function sayRepaired(did: Repaired | 'notYet'): Said {
  return { ...words[did], notes: [] };
}
