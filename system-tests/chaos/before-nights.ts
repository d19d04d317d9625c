import { dayOf, type Instant, instantFromDate, startOfDay } from '@toshobin/lending-rules';
import type { OpenLibrary } from '../audit/open-library.ts';

type Application = Awaited<ReturnType<OpenLibrary['patron']['application']['findMany']>>[number];
export type Notice = Awaited<ReturnType<OpenLibrary['patron']['notice']['findMany']>>[number];

const A_PAGE = 5_000;
const NEARLY_MS = 10 * 60_000;

/** A night that begins now may end after midnight: then it erases what nobody has looked at. */
export function isNearlyMidnight(): boolean {
  const in10Minutes = new Date(Date.now() + NEARLY_MS);
  return dayOf(instantFromDate(new Date())) !== dayOf(instantFromDate(in10Minutes));
}

/**
 * What the databases say of a walk, and said before a night. Beyond midnight each night rightly erases what was settled
 * the day before: how that stood is remembered, and the scans of that day are looked for while they are kept.
 */
export class BeforeNights {
  readonly #seen: OpenLibrary;
  /** Scans that were answered, and that nobody has looked for before a night. */
  readonly #scans: Set<string>;
  readonly #applications = new Map<string, Application>();
  readonly #notices = new Map<string, Notice>();
  #lookedForScans: Instant | undefined;

  constructor(seen: OpenLibrary, scans: Set<string>) {
    this.#seen = seen;
    this.#scans = scans;
  }

  async look(): Promise<void> {
    const { patron } = this.#seen;
    const midnight = startOfDay(dayOf(instantFromDate(new Date())));
    const before = { lt: new Date(midnight) };
    const ended = await patron.application.findMany({
      where: { OR: [{ closedAt: before }, { endedAt: before }] },
    });
    for (const row of ended) this.#applications.set(row.reservationId, row);
    const reservationId = { in: ended.map((row) => row.reservationId) };
    for (const row of await patron.notice.findMany({ where: { reservationId } }))
      this.#notices.set(row.id, row);
    if (ended.length === 0 || this.#lookedForScans === midnight) return;
    const lost = new Set(await this.scansLost());
    for (const id of this.#scans) if (!lost.has(id)) this.#scans.delete(id);
    this.#lookedForScans = midnight;
  }

  /** Was sent after the last look, and before a night erased whose it was? */
  wentOutSince(notice: Notice): boolean {
    return notice.mailId === null && this.#notices.has(notice.id);
  }

  /** By its id, every reservation that the patron service knows or knew. */
  async applications(): Promise<Map<string, Application>> {
    const now = await this.#seen.patron.application.findMany();
    return new Map([...this.#applications, ...now.map((row) => [row.reservationId, row] as const)]);
  }

  async notices(): Promise<Notice[]> {
    const now = await this.#seen.patron.notice.findMany();
    return [...new Map([...this.#notices, ...now.map((row) => [row.id, row] as const)]).values()];
  }

  /** Scans that were answered, and of which nobody who keeps scans knows. */
  async scansLost(): Promise<string[]> {
    const { catalog, shipping } = this.#seen;
    const ids = [...this.#scans];
    const lost: string[] = [];
    for (let from = 0; from < ids.length; from += A_PAGE) {
      const page = ids.slice(from, from + A_PAGE);
      const where = { factId: { in: page } };
      const select = { factId: true };
      const kept = await Promise.all([
        catalog.scan.findMany({ where, select }),
        catalog.scanAnswer.findMany({ where, select }),
        shipping.scan.findMany({ where, select }),
      ]);
      const known = new Set(kept.flatMap((rows) => rows.map(({ factId }) => factId)));
      lost.push(...page.filter((id) => !known.has(id)));
    }
    return lost;
  }
}
