import type { PatronRow } from '@toshobin/contracts';
import { type Language, type Phase, phaseOf } from '@toshobin/lending-rules';
import { sayIn } from '@toshobin/web';

/** The stops of a copy as its patron sees them: to a library by post, or to the prefectural counter. */
type Stop = 'preparing' | 'sent' | 'arrived' | 'held' | 'withPatron' | 'returned';

// biome-ignore lint/plugin: stops of the way, not states
const byPost: readonly Stop[] = ['preparing', 'sent', 'arrived', 'withPatron', 'returned'];
// biome-ignore lint/plugin: stops of the way, not states
const atTheCounter: readonly Stop[] = ['preparing', 'held', 'withPatron', 'returned'];

/** Where the copy stands; nowhere while there is none, while it is looked for, or when it is over. */
const stopIn: Readonly<Record<Phase, Stop | undefined>> = {
  appliedFor: undefined,
  inQueue: undefined,
  beingPrepared: 'preparing',
  packed: 'preparing',
  onItsWay: 'sent',
  toPickUp: 'arrived',
  pickupUnconfirmed: 'arrived',
  withPatron: 'withPatron',
  handedIn: 'returned',
  returned: undefined,
  lost: undefined,
  over: undefined,
};

/** The stops of the copy's route and which of them it has reached; undefined when it is on none. */
function routeOf(row: PatronRow, prefectural: boolean): { stops: readonly Stop[]; at: number } | undefined {
  const stop = stopIn[phaseOf[row.state]];
  // R15: the copy was passed on, and another one comes later.
  if (!row.open || stop === undefined || (row.state === 'heldForLoanLimit' && row.keptUntil === null)) {
    return undefined;
  }
  const stops = prefectural ? atTheCounter : byPost;
  return { stops, at: stops.indexOf(prefectural && (stop === 'arrived' || stop === 'sent') ? 'held' : stop) };
}

function stopWords(stop: Stop, language: Language): string {
  const say = sayIn(language);
  switch (stop) {
    case 'preparing':
      return say('準備', 'Prepared');
    case 'sent':
      return say('発送', 'Sent');
    case 'arrived':
      return say('到着', 'Arrived');
    case 'held':
      return say('取り置き', 'Held');
    case 'withPatron':
      return say('受取', 'Picked up');
    case 'returned':
      return say('返却', 'Returned');
  }
}

/** Where the copy is: what lies behind it, where it is now, what comes. */
export function Route(props: { row: PatronRow; prefectural: boolean; language: Language }) {
  const { row, prefectural, language } = props;
  const say = sayIn(language);
  const route = routeOf(row, prefectural);
  if (!route) return null;
  return (
    <ol class="route" aria-label={say('資料の現在地', 'Where the copy is')}>
      {route.stops.map((stop, n) => {
        const words = stopWords(stop, language);
        if (n < route.at) {
          return (
            <li key={stop} class="is-done">
              {words}
              <span class="visually-hidden">{say('（済み）', ' (done)')}</span>
            </li>
          );
        }
        if (n > route.at) return <li key={stop}>{words}</li>;
        return (
          <li key={stop} aria-current="step">
            {words}
            <span class="visually-hidden">{say('（今ここ）', ' (here now)')}</span>
          </li>
        );
      })}
    </ol>
  );
}
