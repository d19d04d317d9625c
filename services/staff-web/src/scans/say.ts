import type { ScanAnswer } from '@toshobin/contracts';
import { formatDateJa, type Refusal, type RefusalCode, sentence } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import type { Ask } from '../sessions/desk-scans.ts';
import type { BigAnswer, Offer, Tone } from '../sessions/desk-state.ts';

/** What the desk reads after a scan: the short sentence, and what else to look at. */
export interface Said {
  tone: Tone;
  /** Small, above the sentence. */
  line?: string | undefined;
  /** Small, as the beginning of the sentence. */
  pre?: string | undefined;
  /** A new line where it may break best. */
  text: string;
  detail?: string;
  notes?: readonly string[];
  /** The same in the terminal's list. */
  short?: string;
  /** The hand stops: what was read behind it waits until this was seen. */
  stops?: true;
  awaits?: 'card';
  /** What is to be answered to it, or may be gone on with. */
  offers?: Offer[];
  /** The task that was settled with it, while that can be taken back. */
  reopens?: BigAnswer['reopens'];
  /** What is asked about the copy in hand, with how many of it. */
  asks?: readonly { ask: Ask; count: number }[];
}

export function done(text: string, detail = ''): Said {
  return { tone: 'ok', text, detail };
}

/** A card that was read is not valid: what its holder can't have, and what they can. */
export function sayNotValid(
  status: 'suspended' | 'expired',
  about: Required<Pick<Said, 'line' | 'detail'>>,
): Said {
  const text = status === 'suspended' ? '利用停止の\nカードです' : '有効期限が過ぎた\nカードです';
  return { tone: 'stop', text, ...about };
}

/** Which desk scanned: the same step is said in other words at a counter and beside the book drop. */
export type Occasion = 'pick' | 'notOnShelf' | 'return' | 'handOut' | 'handIn';

const ASK_WORDS: Readonly<Record<Ask, (count: number) => string>> = {
  cover: () => '保護カバー（袋）はありますか',
  supplement: (count) => `付属資料 ${count}点を確かめてください`,
};

export function askWords(ask: Ask, count: number): string {
  return ASK_WORDS[ask](count);
}

/** The words of the list for what comes next with the copy in hand. */
export function say(answer: ScanAnswer, occasion: Occasion, nameOf: (code: string) => string): Said {
  const said = sayStep(answer, occasion, nameOf);
  const asks: { ask: Ask; count: number }[] = [];
  const takenBack = occasion === 'return' || occasion === 'handIn';
  if (answer.protectiveCover && takenBack) asks.push({ ask: 'cover', count: 1 });
  const counted = answer.supplementCount > 0 && occasion !== 'notOnShelf';
  if (counted && takenBack) asks.push({ ask: 'supplement', count: answer.supplementCount });
  const notes = [...(said.notes ?? [])];
  if ('found' in answer.step && answer.step.found) notes.push('捜していた資料です。見つかったと記録しました');
  if ('claimed' in answer.step && answer.step.claimed)
    notes.push('返したとのお申し出があった資料です。捜索は終わりました');
  if (counted && !takenBack) notes.push(askWords('supplement', answer.supplementCount));
  // A scan later it is read in the terminal's list alone.
  const counts = counted && occasion === 'pick' ? `　付属資料 ${answer.supplementCount}点` : '';
  if (answer.repeated) notes.push('受け付け済みです');
  const stops = takenBack && (secondLook(answer, occasion) || counted);
  const short = counts && `${said.short ?? said.text}${counts}`;
  return { ...said, notes, asks, ...(short ? { short } : {}), ...(stops ? { stops } : {}) };
}

/** A return that goes to somebody, to no shelf, or had been looked for: it is not put on the pile with the others. */
function secondLook({ step, repeated }: ScanAnswer, occasion: Occasion): boolean {
  if (repeated || occasion !== 'return') return false;
  if (['toHoldShelf', 'toPacking', 'setAside'].includes(step.next)) return true;
  return step.next === 'toShelf' && (step.found ?? step.claimed ?? false);
}

export async function sayingAt(deps: Pick<StaffWebDeps, 'libraries'>, occasion: Occasion) {
  const nameOf = await deps.libraries.names();
  return (answer: ScanAnswer): Said => say(answer, occasion, nameOf);
}

function sayStep({ step }: ScanAnswer, occasion: Occasion, nameOf: (code: string) => string): Said {
  switch (step.next) {
    case 'toShelf': {
      const short = `棚へ　${step.shelfMark}`;
      return { tone: 'shelf', text: '棚へ', detail: `請求記号 ${step.shelfMark}`, short };
    }
    case 'setAside': {
      const isDamaged = step.condition === 'damaged';
      const text = isDamaged ? '破損・修理中の\n資料です' : '除籍した\n資料です';
      const detail = isDamaged
        ? '棚に出さず、修理の棚へ置いてください。直ったら「資料の登録」で貸出できるようにします。'
        : '棚に出さず、別に置いてください。';
      const short = isDamaged ? '破損・修理中' : '除籍した資料';
      return { tone: 'ask', line: '棚に出さないでください', text, detail, short };
    }
    case 'toPacking': {
      const name = nameOf(step.pickupLibrary);
      // What was fetched is for no other reservation than the one on the list.
      const [pre, short] = occasion === 'pick' ? ['', '梱包台へ'] : ['次の予約：', '次の予約'];
      return {
        tone: 'next',
        pre,
        text: `${name} へ`,
        detail: `梱包台へ　取り置き番号 ${step.holdNumber}`,
        short: `${short}　${name}`,
      };
    }
    case 'toHoldShelf': {
      const detail = `取り置き番号 ${step.holdNumber}`;
      return {
        tone: 'hold',
        text: '取り置き棚へ',
        detail,
        short: `取り置き棚へ　取り置き番号 ${step.holdNumber}`,
      };
    }
    case 'sendHome': {
      const detail = step.toPrefectural ? 'この館でお渡しした資料ではありません' : '';
      return { tone: 'back', text: '受け付けました。\n返送箱へ', detail, short: '返送箱へ' };
    }
    case 'handOver': {
      if (step.wrongPerson) {
        const detail = 'この方の取り置きではありません。県立図書館の要確認に入れました。';
        const note =
          'この方がまだいれば、資料を返していただき、県立図書館へ電話してください。帰られていれば、県立図書館が電話します。';
        return { tone: 'ask', text: '記録しました', detail, notes: [note], short: '記録しました' };
      }
      const due = formatDateJa(step.due.date);
      if (step.relabel) {
        const { barcode, holdNumber } = step.relabel;
        return {
          tone: 'ok',
          line: '記録しました。棚の票を直してください',
          pre: '取り置き票を',
          text: `取り置き番号 ${holdNumber} に\n書き直してください`,
          detail: `棚に残った資料 ${barcode} の票です。`,
          notes: [
            '別の方の取り置きになったためです。票の下4桁と期限も前の方のものです。取り置き票を印刷し直すか、線で消してください。',
            `お渡しした資料の返却期限は${due}です。`,
          ],
          short: `${due}まで　${barcode} の票は 取り置き番号 ${holdNumber} に`,
          stops: true,
        };
      }
      return {
        tone: 'ok',
        text: 'お渡しください',
        detail: `返却期限 ${due}まで`,
        notes: [
          ...(step.dueToday
            ? ['返却期限は今日です。延長はMyライブラリか電話でできます、とお伝えください']
            : []),
          ...(step.protectiveCover ? ['カバー（袋）のままお渡しください'] : []),
        ],
        short: `${due}まで`,
      };
    }
    case 'keepSearching':
      return {
        tone: 'ask',
        text: '捜索中にしました',
        detail: step.anotherCopy ? 'ほかの資料で用意します。' : '予約は順番待ちに戻りました。',
        short: '捜索中にしました',
      };
  }
}

/** The one line of it, for the JSON interface. */
export function inOneLine(said: Said): string {
  const asks = (said.asks ?? []).map(({ ask, count }) => askWords(ask, count));
  const text = (said.pre ?? '') + said.text.replaceAll('\n', '');
  return [text, said.detail, ...(said.notes ?? []), ...asks].filter(Boolean).join('　');
}

/** What a patron reads in their own pages is said to the desk in its words: it is not told to telephone itself. */
const TO_A_DESK: Partial<Record<RefusalCode, string>> = {
  CANCEL_TOO_LATE: 'ご本人に渡した資料なので、キャンセルできません。返ってきたら、返却受付で読み取ります。',
  CHANGE_PICKUP_TOO_LATE: '発送の準備が済んだため、受取館を変更できません。',
  CARD_SUSPENDED:
    'この貸出カードは利用を止めています。貸出と予約はできません。取り置きの引渡しと返却はできます。',
  CARD_EXPIRED:
    'この貸出カードは有効期限が過ぎています。更新すると、貸出と予約ができます。取り置きの引渡しと返却はできます。',
};

/** A refusal at a desk: an answer like any other, in the sentence of the list. */
export function sayRefusal(
  refusal: Refusal,
  setting: { phone: string; nameOf: (code: string) => string },
): Said {
  const text =
    TO_A_DESK[refusal.code] ?? sentence(withWords(refusal, setting.nameOf), 'ja', { phone: setting.phone });
  // Of a copy that is held, or in a parcel on its way, it is asked why it is back.
  const tone = ['STILL_HELD', 'HELD_NO_MORE', 'STILL_LENT', 'STILL_IN_PARCEL'].includes(refusal.code)
    ? 'ask'
    : 'stop';
  const short = refusal.code === 'STILL_IN_PARCEL' ? { short: '小包の中のはず' } : {};
  return { tone, text: text.replace(/。(?=.)/g, '。\n'), ...short };
}

function withWords(refusal: Refusal, nameOf: (code: string) => string): Refusal {
  const values = { ...refusal.values };
  if (typeof values.pickupLibrary === 'string') values.pickupLibrary = nameOf(values.pickupLibrary);
  return { code: refusal.code, values };
}
