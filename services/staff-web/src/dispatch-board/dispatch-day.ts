import type { Parcel, ParcelNumber } from '@toshobin/contracts';
import type { Decision, Refusal } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { refused } from '../pages/keep-answer.ts';
import { dispatch } from '../parcels/parcel-verbs.ts';
import type { Said } from '../scans/say.ts';
import type { Step } from '../scans/when-scanned.ts';

/**
 * A day's Yu-Mail at once. Every parcel has an id made from the form's, so that the same form sent again dispatches none
 * twice; one that is refused stays on the board and is named, and the others go.
 */
export async function dispatchDay(
  deps: StaffWebDeps,
  staff: Staff,
  { parcels, factId, occurredAt }: Step & { parcels: readonly ParcelNumber[] },
): Promise<Said> {
  const left: Parcel[] = [];
  const stayed: { parcelNumber: ParcelNumber; refusal: Refusal }[] = [];
  for (const parcelNumber of parcels) {
    const body = { factId: derivedId(factId, parcelNumber), occurredAt, mode: 'yuMail' as const };
    const sent: Decision<Parcel> = await dispatch.doneBy(deps, staff, { params: { parcelNumber }, body });
    if (sent.ok) left.push(sent.value);
    else stayed.push({ parcelNumber, refusal: sent.refusal });
  }
  const notes = await Promise.all(
    stayed.map(
      async ({ parcelNumber, refusal }) => `${parcelNumber}：${(await refused(deps, refusal)).text}`,
    ),
  );
  const yen = left.reduce((sum, { postageYen }) => sum + (postageYen ?? 0), 0);
  return {
    tone: stayed.length > 0 ? 'ask' : 'next',
    text: left.length > 0 ? `${left.length}個を発送しました` : '発送していません',
    detail: left.length > 0 ? `送料 ${yen.toLocaleString('ja-JP')}円` : '',
    notes,
  };
}

/** What was counted is not what was chosen: nothing has left. */
export function miscounted(counted: number, chosen: number): Said {
  return {
    tone: 'stop',
    line: '発送していません',
    text: `数えた数（${counted}個）と\n選んだ数（${chosen}個）が合いません`,
    detail: `差は${Math.abs(counted - chosen)}個です。小包と一覧を見くらべてください。`,
  };
}

/** No count at all, as the number of a parcel that was read into the field: nothing has left. */
export const notACount: Said = {
  tone: 'stop',
  line: '発送していません',
  text: '数えた数ではありません。\n小包の数を、3桁までの数字で入れてください。',
};
