import { holdNumberOf, type Mail, type Parcel, type ScannedBy, StaffRoleSchema } from '@toshobin/contracts';
import { type AllocationEnding, hasLeftTheQueue, type Instant } from '@toshobin/lending-rules';
import type { IconName } from '@toshobin/web';
import { roleWords } from '../accounts/role-words.ts';
import type { DeedRow } from '../audit/audit-trail.ts';
import { shortDate } from '../pages/dates.ts';
import { modeWords, TOLD } from '../parcels/parcel-words.ts';
import { wordsOfDeed } from '../words-of-deed.ts';
import { mailWords } from './mails.ts';
import type { Reservation } from './now-and-next.ts';

/** Something that has happened, or will if nothing else does. Accounts and numbers, never a patron. */
export interface TimelineEvent {
  at: Instant;
  icon: IconName;
  title: string;
  detail: string;
  /** The number of the copy that it happened to, where that is not the present one. */
  copy?: string | undefined;
  isFuture?: true;
}

const facts: Readonly<Record<Reservation['facts'][number]['kind'], { title: string; icon: IconName }>> = {
  picked: { title: '出庫', icon: 'list' },
  packed: { title: '梱包', icon: 'box' },
  shipped: { title: '発送', icon: 'truck' },
  arrived: { title: '到着', icon: 'truck' },
  handedOut: { title: '引渡し', icon: 'card' },
  handedIn: { title: '返却受付', icon: 'back' },
  sentBack: { title: '返送', icon: 'back' },
  home: { title: '返却処理', icon: 'shelf' },
};

const endings: Readonly<Record<AllocationEnding, string>> = {
  home: '返却処理で終わりました',
  cancelled: 'キャンセルされました',
  expired: '取り置き期限が切れました',
  notOnShelf: '棚にありません',
  closed: '手続きが終わりました',
  lostInTransit: '配送中になくなりました',
  lentAtCounter: '窓口でほかの方にお貸ししました',
  swapped: '同じ書誌の資料と入れ替わりました',
  returnUndone: '読み取りが取り消されました',
  lost: '紛失になりました',
  passedOn: '次の方にお回ししました',
  outOfService: '除籍・修理になりました',
  cameBack: '利用者に渡らずに戻りました',
};

const roles = { ...roleWords, prefecturalDesk: '県立図書館' };

/** What took back what was done to a parcel; its reason stands with the deed. */
const takenBackBy: Readonly<Partial<Record<Reservation['facts'][number]['kind'], string>>> = {
  shipped: 'takeBackDispatch',
  arrived: 'takeBackArrival',
};

/** Said of the parcel or copy already by a fact, or only a look. */
const notShown: ReadonlySet<string> = new Set(['timeline', 'pack', 'unpack', 'dispatch', 'receiveParcel']);

/** A parcel in which a copy went out for the reservation, what was done to it, and who scanned that copy in parcels. */
export interface Sent {
  allocation: number;
  parcel: Parcel;
  deeds: readonly DeedRow[];
  scannedBy: readonly ScannedBy[];
}

/** Everything known of a reservation, what is to come first and the latest of what was. */
export function eventsOf(
  reservation: Reservation,
  known: {
    sent: readonly Sent[];
    deeds: readonly DeedRow[];
    mails: readonly Mail[];
    nameOf: (code: string) => string;
    now: Instant;
  },
): TimelineEvent[] {
  const { sent, deeds, mails, nameOf, now } = known;
  const whoBy = new Map(reservation.scans.map((scan) => [scan.factId, scan]));
  // Shipping's facts come to the catalog without an account.
  const inParcels = new Map(
    sent.flatMap(({ scannedBy }) => scannedBy.map(({ factId, account }) => [factId, account] as const)),
  );
  const sentOf = (allocation: number | null) => sent.find((one) => one.allocation === allocation);
  const past = [
    ...happened(reservation)
      .filter((fact) => !isSaidByDeed(fact, sentOf(fact.allocation)?.deeds))
      .map((fact) => {
        const { title, icon } = facts[fact.kind];
        const { parcel } = sentOf(fact.allocation) ?? {};
        const scan = whoBy.get(fact.factId);
        const account = scan?.account ?? inParcels.get(fact.factId);
        const before = formerCopy(reservation, fact.allocation);
        const inParcel = parcel && ['packed', 'shipped', 'arrived'].includes(fact.kind);
        return {
          at: fact.occurredAt,
          icon: fact.voids ? ('undo' as const) : icon,
          title: titleOf(fact, title, { account, reason: scan?.reason }),
          detail: joined([
            fact.place ? nameOf(fact.place) : '',
            account ? `担当 ${account}` : '',
            inParcel ? `小包 ${parcel.parcelNumber}` : '',
            inParcel && fact.kind === 'shipped' ? modeWords[parcel.mode] : '',
            scan?.reason ? `理由：${scan.reason}` : '',
          ]),
          copy: before?.barcode,
        };
      }),
    ...reservation.ended
      .filter(({ ending, allocation }) => ending !== 'home' && !wentToOthers(reservation, allocation, ending))
      .map(({ barcode, endedAt, ending }) => ({
        at: endedAt,
        icon: 'search' as const,
        title: endings[ending],
        detail: '',
        copy: barcode,
      })),
    ...reservation.pickupChanges.map(({ at, from, to }) => ({
      at,
      icon: 'home' as const,
      title: '受取館の変更',
      detail: `${nameOf(from)} から ${nameOf(to)} へ`,
    })),
    ...mails.flatMap(ofMail),
    ...[...deeds, ...sent.flatMap(deedsAbout)]
      .filter(({ action }) => !notShown.has(action))
      .map((deed) => ofDeed(deed, nameOf)),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return [...future(reservation, sentOf(reservation.allocation)?.parcel, now), ...past];
}

/** All facts of it: those of the copy that it has, and those of copies that it had before. */
function happened({ facts, ended, handedToOthers }: Reservation): Reservation['facts'] {
  const all = [...ended.flatMap((before) => before.facts), ...facts, ...handedToOthers];
  // Stated again for another allocation of the same copy, it has happened once.
  const happenedOnce = all.map(
    (fact) => [[fact.kind, fact.copyId, fact.occurredAt, !fact.voids].join(), fact] as const,
  );
  return [...new Map(happenedOnce).values()];
}

/** The copy was handed to somebody that it was not held for, and swapped for no other: the hand-out says it. */
function wentToOthers(
  { handedToOthers }: Reservation,
  allocation: number,
  ending: AllocationEnding,
): boolean {
  return ending === 'swapped' && handedToOthers.some((fact) => fact.allocation === allocation);
}

/** The copy of an allocation that is not the present one. */
function formerCopy({ ended, allocation: present }: Reservation, allocation: number | null) {
  return allocation === present ? undefined : ended.find((one) => one.allocation === allocation);
}

/** What was said of the contents is of other copies of the parcel, unless this one was not in it. */
function deedsAbout({ allocation, parcel, deeds }: Sent): DeedRow[] {
  const isMissing = parcel.lines.some(
    ({ holdNumber, missing }) => missing && holdNumber === holdNumberOf(allocation),
  );
  const isOfIt = ({ changed }: DeedRow) => isMissing && (changed?.includes(TOLD.missing) ?? true);
  return deeds.filter((deed) => deed.action !== 'reportContents' || isOfIt(deed));
}

/** The deed that took a step of the parcel back says the same, and by whom and why. */
function isSaidByDeed(
  { kind, voids }: Reservation['facts'][number],
  deeds: readonly DeedRow[] = [],
): boolean {
  const action = voids === undefined ? undefined : takenBackBy[kind];
  return deeds.some((deed) => deed.action === action && deed.outcome === 'done');
}

/** A hand-in with a reason is what the patron says (claimReturned), and so is a hand-out that nobody scanned (R8). */
function titleOf(
  { kind, voids, reservationId }: Reservation['facts'][number],
  words: string,
  { account, reason }: { account?: string | null | undefined; reason?: string | null | undefined },
): string {
  if (kind === 'handedOut' && !voids && reservationId !== null && !account)
    return '「受け取りました」（利用者の知らせ。読み取りはありません）';
  const others = kind === 'handedOut' ? 'ほかの方への' : 'ほかの方からの';
  const title = reservationId === null ? others + words : words;
  if (voids) return `${title}の取り消し`;
  return kind === 'handedIn' && reason ? '返したとのお申し出' : title;
}

const mailStates: Readonly<Record<Mail['state'], string>> = {
  waiting: 'これから送ります',
  sent: '送りました',
  unsent: '届きませんでした',
  told: '電話で知らせました',
  overtaken: '',
};

/** What the patron was told, or was not; a mail that was never needed is none. */
function ofMail({ kind, state, at, again }: Mail): TimelineEvent[] {
  if (state === 'overtaken') return [];
  const icon: IconName = state === 'told' ? 'phone' : 'mail';
  const title = `メール「${mailWords[kind]}」${again ? 'をもう一度' : ''}`;
  return [{ at, icon, title, detail: mailStates[state] }];
}

function ofDeed(deed: DeedRow, nameOf: (code: string) => string): TimelineEvent {
  const role = StaffRoleSchema.safeParse(deed.role);
  return {
    at: deed.at,
    icon: 'audit',
    title: wordsOfDeed(deed.action),
    detail: joined([
      `担当 ${deed.account}（${role.success ? roles[role.data] : nameOf(deed.library)}）`,
      deed.changed ?? '',
      deed.outcome === 'done' ? '' : 'できませんでした',
      deed.reason ? `理由：${deed.reason}` : '',
    ]),
  };
}

function future(reservation: Reservation, parcel: Parcel | undefined, now: Instant): TimelineEvent[] {
  const { due, entry } = reservation;
  const isOver = hasLeftTheQueue(entry);
  const coming: TimelineEvent[] = [];
  if (due && !isOver && Date.parse(due.at) > Date.parse(now)) {
    const detail = `${shortDate(due.date)}まで`;
    coming.push({ at: due.at, icon: 'clock', title: '返却期限・取り置き期限', detail, isFuture: true });
  }
  if (parcel?.state === 'dispatched' && parcel.expectedDate && parcel.dispatchedAt) {
    const detail = '読み取りがないとき、館に尋ねる日の始まり';
    const at = parcel.dispatchedAt;
    const title = `${shortDate(parcel.expectedDate)}ごろ到着`;
    coming.push({ at, icon: 'truck', title, detail, isFuture: true });
  }
  return coming;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('　');
}
