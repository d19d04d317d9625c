import { randomUUID } from 'node:crypto';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Person, twentyPeople } from '../src/demo-people.ts';
import { type Cast, Journey } from '../src/journey.ts';
import { granted } from '../src/web-session.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** Reservations at every stage, each to be spoilt in one way. */
export class Scene {
  readonly library: WholeLibrary;
  readonly #people = [...twentyPeople];
  #present: { cast: Promise<Cast>; left: number } | undefined;

  constructor(library: WholeLibrary) {
    this.library = library;
  }

  /** Somebody with room for one more reservation. */
  #somebody(): Promise<Cast> {
    if (this.#present === undefined || this.#present.left === 0)
      this.#present = { cast: this.library.castFor(this.#nextOne()), left: 8 };
    this.#present.left -= 1;
    return this.#present.cast;
  }

  #nextOne(): Person {
    const who = this.#people.shift();
    if (who === undefined) throw new Error('Nobody is left');
    return who;
  }

  /** A copy is chosen, and waits to be fetched. */
  async toFetch(pickupLibrary = 'uto'): Promise<Journey> {
    const cast = await this.#somebody();
    const journey = await Journey.reserve(cast, {
      record: await this.library.freeTitle(cast.patron),
      pickupLibrary,
    });
    await journey.shown('allocated');
    return journey;
  }

  async toPack(): Promise<Journey> {
    const journey = await this.toFetch();
    await journey.fetch();
    await journey.onPackingList();
    return journey;
  }

  async shipped(): Promise<Journey> {
    const journey = await this.toPack();
    await journey.packAndDispatch();
    return journey;
  }

  async ready(pickupLibrary = 'uto'): Promise<Journey> {
    const journey = await this.toFetch(pickupLibrary);
    await journey.fetch();
    await journey.bring();
    return journey;
  }

  async lent(): Promise<Journey> {
    const journey = await this.ready();
    await journey.handOut();
    return journey;
  }

  async returned(): Promise<Journey> {
    const journey = await this.lent();
    await journey.bringBack();
    return journey;
  }

  /** Two of one title with a single copy: the first has it. */
  async twoOfOne(): Promise<{ first: string; waits: string; recordId: string; barcode: string }> {
    const [one, other] = [
      await this.library.signIn(this.#nextOne()),
      await this.library.signIn(this.#nextOne()),
    ];
    const { recordId } = await this.library.freeTitle(one, ({ copies }) => copies === 1);
    const barcode = await one.barcodeOf(recordId);
    const first = granted(await one.reserve({ recordId, pickupLibrary: PREFECTURAL_LIBRARY })).reservationId;
    const waits = granted(
      await other.reserve({ recordId, pickupLibrary: PREFECTURAL_LIBRARY }),
    ).reservationId;
    return { first, waits, recordId, barcode };
  }
}

/** A notice as a fault of ours would have left it. */
export function noticeRow(parts: {
  reservationId: string | null;
  kind: string;
  journey?: number;
  status: 'sent' | 'pending';
}) {
  const { reservationId, kind, journey = 0, status } = parts;
  const values = [randomUUID(), kind, reservationId, `planted-${randomUUID()}`, journey, status];
  const sql = `INSERT INTO notice (id, kind, reservation_id, occasion, group_key, data, journey, status, not_before, created_at, sent_at)
    VALUES ($1::uuid, $2, $3::uuid, $4, 'planted', '{}', $5, $6::notice_status, now() - interval '1 hour',
      now() - interval '1 hour', CASE WHEN $6 = 'sent' THEN now() + interval '1 minute' END)`;
  return { sql, values };
}
