import { type ReservationId, staffWebApi, type UnreturnedLoan } from '@toshobin/contracts';
import type { DeskSettlement } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import { reasonWords } from '../pages/act-form.tsx';
import { done } from '../scans/say.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verb } from '../verbs/mount-verb.ts';
import { ways } from './settling-words.ts';

/** Loans whose books have not come back; of one reservation, if it is named. */
export async function unreturnedLoans(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  reservationId?: ReservationId,
): Promise<UnreturnedLoan[]> {
  const query = reservationId === undefined ? {} : { reservationId };
  const listed = await catalog.unreturnedLoans({ query });
  return listed.ok ? listed.value.rows : [];
}

const deeds = {
  returned: 'settleAsReturned',
  paid: 'settleAsPaid',
  writtenOff: 'settleAsWrittenOff',
} as const satisfies Record<DeskSettlement, string>;
const ofReservation = ({ params }: { params: { reservationId: string } }) =>
  `reservation ${params.reservationId}`;

/** What became of such a loan; it is written down with its reason, under the reservation alone. */
export const settleLoan = verb('settleLoan', staffWebApi.settleLoan, {
  may: 'settle',
  words: {
    settleAsReturned: '返らない資料の手続き（返却された）',
    settleAsPaid: '返らない資料の手続き（弁償）',
    settleAsWrittenOff: '返らない資料の手続き（除籍・免除）',
  },
  deed: ({ how }) => deeds[how],
  subject: ofReservation,
  carryOut: ({ catalog }, { params, body, staff, at, by }) =>
    catalog.settleLoan({
      params,
      body: { ...body, at, by: { ...by, role: staff.enteredBy ?? staff.role } },
    }),
  form: {
    path: '/settle/:reservationId',
    button: ({ how }) => (how ? ways[how].button : ''),
    fields: {
      how: GIVEN,
      reason: { label: reasonWords, hint: '氏名やくわしい事情は書かないでください。' },
    },
    kept: '返らない資料の手続き',
    said: ({ barcode }, { body: { how } }) => ({
      ...done(
        ways[how].done,
        how === 'returned' ? '資料を返却受付で読み取ると、棚へ戻ります' : '資料は除籍になりました',
      ),
      line: `資料番号 ${barcode}`,
    }),
    page: '/settle',
  },
});

/** The settlement was a mistake: the loan stands as before. */
export const takeBackSettlement = verb('takeBackSettlement', staffWebApi.takeBackSettlement, {
  may: 'settle',
  words: '返らない資料の手続きの取り消し',
  subject: ofReservation,
  carryOut: ({ catalog }, { params, at, by }) => catalog.takeBackSettlement({ params, body: { at, by } }),
  form: {
    path: '/settle/:reservationId/undo',
    button: '元に戻す',
    fields: { reason: reasonWords },
    kept: '返らない資料の手続き',
    said: '元に戻しました',
    page: '/settle',
  },
});
