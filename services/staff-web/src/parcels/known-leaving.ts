import type { DispatchBoard } from '@toshobin/contracts';
import { dayOf, instantFromDate } from '@toshobin/lending-rules';

/** Days that are changed show so much later at most. */
const FRESH_MS = 5 * 60_000;

/** When a Yu-Mail parcel that is packed now leaves for each library. */
export type Leaving = Pick<DispatchBoard, 'today' | 'cutOff' | 'leaving'>;

/** The same, as shipping said it lately: it stands beside a list that is drawn again at every scan. */
export class KnownLeaving {
  #known: { leaving: Leaving; at: Date } | undefined;

  /** What a midnight or a cut-off lies behind is asked for anew; none while nobody answers. */
  async at(at: Date, ask: () => Promise<DispatchBoard | undefined>): Promise<Leaving | undefined> {
    if (this.#known && isFresh(this.#known, at)) return this.#known.leaving;
    const board = await ask();
    if (board === undefined) return undefined;
    const { today, cutOff, leaving } = board;
    this.#known = { leaving: { today, cutOff, leaving }, at };
    return this.#known.leaving;
  }
}

function isFresh({ leaving: { cutOff }, at }: { leaving: Leaving; at: Date }, now: Date): boolean {
  const cut = cutOff === null ? Number.NaN : Date.parse(cutOff);
  const isPast = at.getTime() < cut && cut <= now.getTime();
  const sameDay = dayOf(instantFromDate(at)) === dayOf(instantFromDate(now));
  return sameDay && !isPast && now.getTime() - at.getTime() < FRESH_MS;
}
