import type { StaffWebDeps } from '../deps.ts';
import { refused } from '../pages/keep-answer.ts';
import { noButton } from '../scans/digits.ts';
import type { Said } from '../scans/say.ts';
import type { LookedUp } from './look-up.ts';

const ELSEWHERE = {
  copyElsewhere: 'この館の資料では\nありません',
  parcelElsewhere: 'この館の小包では\nありません',
  holdElsewhere: 'この館の取り置き番号では\nありません',
} as const;

/** The answer to a number; whoever reads it hears first that nothing was recorded. */
export async function sayLookedUp(deps: StaffWebDeps, found: LookedUp, number: string): Promise<Said> {
  const line = '何も記録していません';
  switch (found.kind) {
    case 'found':
      return { tone: 'again', line, text: found.where, notes: found.toDo };
    case 'noNumber':
      return {
        ...{ tone: 'ask', line, text: '調べられる番号では\nありません' },
        detail: '取り置き番号、資料番号、小包番号を入れてください。貸出カードは「引渡し」で読み取ります。',
      };
    case 'digit':
      return noButton(number);
    case 'notOurs':
      return { ...(await refused(deps, found.refusal)), tone: 'ask', line };
    default: {
      const { libraryName, phone } = deps.setting;
      const call = `${libraryName}（${phone}）へお電話ください。`;
      const isBack = found.kind === 'copyElsewhere' ? ['返却された資料は「返却受付」で読み取ります。'] : [];
      return { tone: 'ask', line, text: ELSEWHERE[found.kind], notes: [...isBack, call] };
    }
  }
}
