import type { Mail, ReservationId, ReservationNoticeKind } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

export const mailWords: Readonly<Record<ReservationNoticeKind, string>> = {
  accepted: '予約の受付',
  yourTurn: '準備の開始',
  readyAtMunicipal: '受取可能',
  readyAtPrefectural: '受取可能',
  readyTakenBack: '受取可能の取り消し',
  holdEndsSoon: '取り置き期限が近い',
  dueSoon: '返却期限が近い',
  overdue: '返却のお願い',
  extended: '延長の完了',
  expired: '取り置き期限が過ぎた',
  cancelledByPatron: 'キャンセル（利用者）',
  cancelledByLibrary: 'キャンセル（図書館の都合）',
  handedIn: '返却の受付',
  returned: '返却処理の完了',
  loanLimitReached: '貸出点数の上限',
  delayed: '到着の遅れ',
  datesMoved: '期限の変更',
  pickupLibraryPaused: '受取館の休止',
};

/** A reservation's number and mails, the latest first; none once it is erased, or while the patron service is away. */
export async function mailsOf(
  { patron }: Pick<StaffWebDeps, 'patron'>,
  reservationId: ReservationId,
): Promise<{ reservationNumber?: string; mails: readonly Mail[] }> {
  const found = await orNone(patron.mailsOfReservation({ params: { reservationId } }));
  return found ?? { mails: [] };
}
