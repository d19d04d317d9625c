import { type Endpoint, type ReservationStanding, ReservationStandingSchema } from '@toshobin/contracts';
import {
  allow,
  DeadlineSchema,
  type Decision,
  type LedgerState,
  laterDeadline,
  refuse,
} from '@toshobin/lending-rules';
import { type Ledger, type LedgerCopy, positionOf, reached, stateOf } from '@toshobin/lending-rules/ledger';
import { type ServiceClient, ServiceFault } from '@toshobin/service';
import { z } from 'zod';

const MailSchema = z.object({
  reservationId: z.string(),
  kind: z.string(),
  occasion: z.string(),
  holdUntil: DeadlineSchema.optional(),
});

/** What the catalog's rows say of a reservation: its entry, and every copy that was chosen for it, the latest last. */
export interface Rows {
  entry: Ledger['entry'];
  copies: LedgerCopy[];
}

/** The catalog as the patron service knows it: a small ledger, and each reservation's newest state by the one fold. */
export class CatalogInTest implements ServiceClient {
  away = false;
  refuses = false;
  /** What happens while the catalog's answer is on its way. */
  whileAnswering: (() => Promise<void>) | undefined;
  /** The epoch, higher after a restore from a backup: versions of a lower one are from before. */
  epoch = 1;
  readonly #rows = new Map<string, Rows>();
  readonly #told = new Map<string, ReservationStanding[]>();
  readonly #carried = new Map<string, number>();

  /** Changes the rows of a reservation; its state gets a new version if that makes a difference. */
  change(reservationId: string, fresh: Rows, change: (rows: Rows) => Rows): ReservationStanding {
    const rows = settled(change(this.#rows.get(reservationId) ?? fresh));
    this.#rows.set(reservationId, rows);
    const copy = rows.copies.at(-1);
    const state: LedgerState = stateOf({ entry: rows.entry, ...(copy ? { copy } : {}) });
    const told = this.#told.get(reservationId) ?? [];
    const last = told.at(-1);
    const n = (last?.n ?? 0) + 1;
    const next = ReservationStandingSchema.parse({ reservationId, epoch: this.epoch, n, state, item: null });
    if (last && JSON.stringify(last.state) === JSON.stringify(next.state)) return last;
    this.#told.set(reservationId, [...told, next]);
    return next;
  }

  /** R6: a mail that names the end of a hold was accepted, or came back: the hold has begun, or has not. */
  hearMail(
    type: 'patron.notice.sent' | 'patron.notice.failed',
    data: unknown,
  ): ReservationStanding | undefined {
    const { reservationId, kind, occasion, holdUntil } = MailSchema.parse(data);
    const copy = this.told(reservationId).at(-1)?.state.copy;
    const before = this.#rows.get(reservationId);
    const ofCopy = Number.parseInt(occasion, 10);
    if (!copy || !before || ofCopy < copy.journey || ofCopy > copy.allocation) return undefined;
    if (kind !== 'readyAtPrefectural' || (type === 'patron.notice.sent' && !holdUntil)) return undefined;
    return this.change(reservationId, before, ({ entry, copies }) => ({
      entry,
      copies: copies.map((one, n) => {
        if (n < copies.length - 1) return one;
        if (!holdUntil) return { ...one, hold: null };
        const until = one.hold ? laterDeadline(one.hold.until, holdUntil) : holdUntil;
        return { ...one, hold: { until, round: copy.round } };
      }),
    }));
  }

  /** Everything that was told of a reservation, the newest last. */
  told(reservationId: string): readonly ReservationStanding[] {
    return this.#told.get(reservationId) ?? [];
  }

  /** Kafka has brought this state. */
  carried({ reservationId, n }: ReservationStanding): void {
    this.#carried.set(reservationId, Math.max(n, this.#carried.get(reservationId) ?? 0));
  }

  /** The highest version of each reservation that anybody was told of, by Kafka or in an answer. */
  get known(): ReadonlyMap<string, number> {
    return this.#carried;
  }

  rowsOf(reservationId: string): Rows | undefined {
    return this.#rows.get(reservationId);
  }

  forget(): void {
    this.#rows.clear();
    this.#told.clear();
    this.#carried.clear();
  }

  async call<P, Q, B, A>(
    endpoint: Endpoint<P, Q, B, A>,
    parts: { body?: unknown } = {},
  ): Promise<Decision<A>> {
    if (this.away) throw new ServiceFault('catalog', 'could not be reached');
    if (this.refuses) return refuse('NOT_FOUND');
    const asked = JSON.stringify(parts.body ?? {});
    const standings = [...this.#told].flatMap(([id, told]) => (asked.includes(id) ? told.slice(-1) : []));
    for (const standing of standings) this.carried(standing);
    const meanwhile = this.whileAnswering;
    this.whileAnswering = undefined;
    await meanwhile?.();
    return allow(endpoint.answer.parse({ standings }));
  }
}

/** The rows with the loan that begins when the copy leaves the building, and without one before. */
function settled({ entry, copies }: Rows): Rows {
  return {
    entry,
    copies: copies.map((copy) => {
      const position = positionOf(
        copy.facts.map(({ fact }) => fact),
        copy.allocation,
      );
      const left = reached(position, 'handedOut') || (!entry.atPrefectural && reached(position, 'shipped'));
      return left ? copy : { ...copy, loan: null };
    }),
  };
}
