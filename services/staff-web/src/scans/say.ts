import type { ScanAnswer } from '@toshobin/contracts';
import { formatDateJa, type Refusal, sentence } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import type { Tone } from '../sessions/desk-state.ts';

/** What the desk reads after a scan: the short sentence, and what else to look at. */
export interface Said {
  tone: Tone;
  text: string;
  detail: string;
  notes: string[];
}

/** Which desk scanned: the same step is said in other words at a counter and beside the book drop. */
export type Occasion = 'pick' | 'notOnShelf' | 'return' | 'handOut' | 'handIn';

/** The words of the list for what comes next with the copy in hand. */
export function say(answer: ScanAnswer, occasion: Occasion, nameOf: (code: string) => string): Said {
  const said = sayStep(answer, nameOf);
  const notes = [...said.notes];
  if (answer.supplementCount > 0 && occasion !== 'notOnShelf') {
    notes.push(`付属資料 ${answer.supplementCount}点を確かめてください`);
  }
  if (answer.protectiveCover && (occasion === 'return' || occasion === 'handIn')) {
    notes.push('保護カバー（袋）はありますか');
  }
  if (answer.repeated) notes.push('受け付け済みです');
  return { ...said, notes };
}

/** Words for the answer to a scan on that occasion. */
export async function sayingAt(deps: Pick<StaffWebDeps, 'libraries'>, occasion: Occasion) {
  const nameOf = await deps.libraries.names();
  return (answer: ScanAnswer): Said => say(answer, occasion, nameOf);
}

function sayStep({ step }: ScanAnswer, nameOf: (code: string) => string): Said {
  switch (step.next) {
    case 'toShelf':
      return { tone: 'shelf', text: '棚へ', detail: `請求記号 ${step.shelfMark}`, notes: [] };
    case 'toPacking':
      return {
        tone: 'next',
        text: `次の予約：${nameOf(step.pickupLibrary)} へ`,
        detail: `梱包台へ　取り置き番号 ${step.holdNumber}`,
        notes: [],
      };
    case 'toHoldShelf':
      return { tone: 'hold', text: '取り置き棚へ', detail: `取り置き番号 ${step.holdNumber}`, notes: [] };
    case 'sendHome':
      return {
        tone: 'back',
        text: step.toPrefectural
          ? '受け付けました。県立図書館へ返送してください'
          : '受け付けました。返送箱へ',
        detail: '',
        notes: [],
      };
    case 'handOver':
      if (step.wrongPerson) {
        return {
          tone: 'ask',
          text: '記録しました',
          detail: 'この方の取り置きではありません。要確認に入れました。',
          notes: [],
        };
      }
      return {
        tone: 'ok',
        text: 'お渡しください',
        detail: `返却期限 ${formatDateJa(step.due.date)}`,
        notes: [
          ...(step.dueToday
            ? ['返却期限は今日です。延長はMyライブラリか電話でできます、とお伝えください']
            : []),
          ...(step.protectiveCover ? ['カバー（袋）のままお渡しください'] : []),
        ],
      };
    case 'keepSearching':
      return {
        tone: 'ask',
        text: '捜索中にしました',
        detail: step.anotherCopy ? 'ほかの資料で用意します。' : '予約は順番待ちに戻りました。',
        notes: [],
      };
  }
}

/** The one line of it, for the JSON interface. */
export function inOneLine(said: Said): string {
  return [said.text, said.detail, ...said.notes].filter((part) => part !== '').join('　');
}

/** A refusal at a desk: an answer like any other, in the sentence of the list. */
export function sayRefusal(
  refusal: Refusal,
  setting: { phone: string; nameOf: (code: string) => string },
): Said {
  const text = sentence(withWords(refusal, setting.nameOf), 'ja', { phone: setting.phone });
  return { tone: 'stop', text, detail: '', notes: [] };
}

/** Codes of libraries, written out. */
export function withWords(refusal: Refusal, nameOf: (code: string) => string): Refusal {
  const values = { ...refusal.values };
  if (typeof values.pickupLibrary === 'string') values.pickupLibrary = nameOf(values.pickupLibrary);
  return { code: refusal.code, values };
}
