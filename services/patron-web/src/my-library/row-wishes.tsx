import type { PatronRow, ReservationState } from '@toshobin/contracts';

/** R20. States in which a reservation may still be cancelled. */
const cancellable: ReadonlySet<ReservationState> = new Set([
  'requested',
  'queued',
  'suspended',
  'allocated',
  'picked',
  'heldForLoanLimit',
  'packed',
  'shipped',
  'arrivalOverdue',
  'ready',
]);

/** R20. States in which the pickup library may still be changed: until packed. */
export const changeable: ReadonlySet<ReservationState> = new Set([
  'queued',
  'suspended',
  'allocated',
  'picked',
  'heldForLoanLimit',
]);

/** R8. States in which a hand-out that nobody scanned may have happened. */
const declarable: ReadonlySet<ReservationState> = new Set(['ready', 'handOutUnconfirmed']);

interface RowWish {
  path: string;
  label: string;
  look: string;
  offered(row: PatronRow): boolean;
}

const wishes: readonly RowWish[] = [
  {
    path: 'picked-up',
    label: '受け取りました',
    look: 'btn btn--second',
    offered: ({ state }) => declarable.has(state),
  },
  {
    path: 'extend',
    label: '延長する',
    look: 'btn btn--second',
    offered: ({ state, extended, othersWaiting }) => state === 'handedOut' && !extended && !othersWaiting,
  },
  {
    path: 'resume',
    label: '再開する',
    look: 'btn btn--second',
    offered: ({ state }) => state === 'suspended',
  },
  {
    path: 'pickup',
    label: '受取館を変更する',
    look: 'btn btn--quiet',
    offered: ({ state }) => changeable.has(state),
  },
  {
    path: 'suspend',
    label: '一時停止する',
    look: 'btn btn--quiet',
    offered: ({ state }) => state === 'queued',
  },
  {
    path: 'suspend',
    label: '再開する日を変える',
    look: 'btn btn--quiet',
    offered: ({ state }) => state === 'suspended',
  },
  {
    path: 'cancel',
    label: '予約をキャンセルする',
    look: 'btn btn--quiet',
    offered: ({ state }) => cancellable.has(state),
  },
];

/** What can be done with a row now; nothing that would only be refused. */
export function RowWishes({ row }: { row: PatronRow }) {
  const offered = row.open ? wishes.filter((wish) => wish.offered(row)) : [];
  if (offered.length === 0) return null;
  return (
    <div class="actions actions--row">
      {offered.map(({ path, label, look }) => (
        <a key={label} class={look} href={`/my-library/${row.reservationId}/${path}`}>
          {label}
          <span class="visually-hidden">：{row.title}</span>
        </a>
      ))}
    </div>
  );
}
