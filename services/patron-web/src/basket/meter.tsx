import type { Say } from '@toshobin/web';

const DRAWN_AT_MOST = 20;

/** Reservations, or loans, out of the limit (R3): the words say it, the shelf beside them draws it, what is added hatched. */
export function Meter(props: {
  say: Say;
  count: number;
  limit: number;
  added?: number;
  /** What is counted, if not reservations. */
  unit?: string;
}) {
  const { say, count, limit, added = 0 } = props;
  const places = Array.from({ length: Math.min(limit, DRAWN_AT_MOST) }, (_, n) => n);
  const classOf = (n: number) => (n < count ? 'is-on' : n < count + added ? 'is-new' : undefined);
  return (
    <div class="meter">
      <p class="meter-text">
        {props.unit ?? say('予約', 'Reservations')}{' '}
        <span class="num">
          {count}/{limit}
        </span>
      </p>
      <span class="shelf" aria-hidden="true">
        {places.map((n) => (
          <i key={n} class={classOf(n)} />
        ))}
      </span>
    </div>
  );
}
