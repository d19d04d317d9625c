import { randomUUID } from 'node:crypto';
import {
  type Endpoint,
  type PatronRow,
  patronWebApi,
  type RecordDetail,
  type ReservationId,
  ReservationIdSchema,
} from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { eventually } from './eventually.ts';
import { granted, type Heard, WebSession } from './web-session.ts';

export type Reserved = z.output<typeof patronWebApi.reserve.answer>;
export type Extended = z.output<typeof patronWebApi.extend.answer>;
export type Found = z.output<typeof patronWebApi.searchRecords.answer>;

/** A patron with a browser. */
export class PatronBrowser {
  readonly session: WebSession;
  readonly cardNumber: string;

  private constructor(session: WebSession, cardNumber: string) {
    this.session = session;
    this.cardNumber = cardNumber;
  }

  /** Opens a browser and signs in; throws when that is refused. */
  static async signIn(url: string, person: { cardNumber: string; password: string }): Promise<PatronBrowser> {
    const session = new WebSession(url);
    const { cardNumber, password } = person;
    // Where many sign in at once on a busy machine, the page asks to try again shortly.
    const asked = () => session.call(patronWebApi.signIn, { body: { cardNumber, password } });
    granted(await eventually('an answer to the sign-in', asked, { every: 1_000 }));
    return new PatronBrowser(session, cardNumber);
  }

  /** Unless told, only what can be reserved online. */
  async search(q: string, page = 1, reservableOnly: 'true' | 'false' = 'true'): Promise<Found> {
    return granted(
      await this.session.call(patronWebApi.searchRecords, { query: { q, page, reservableOnly } }),
    );
  }

  /** The barcode on a copy of the title that stands on its shelf. */
  async barcodeOf(recordId: string): Promise<string> {
    const { copies } = await this.record(recordId);
    const barcode = copies.find(({ place }) => place === 'onShelf')?.barcode;
    if (barcode === undefined) throw new Error('No copy of it is on its shelf');
    return barcode;
  }

  async record(recordId: string): Promise<RecordDetail> {
    return granted(await this.session.call(patronWebApi.readRecord, { params: { recordId } }));
  }

  /** Reserves; the id is the form's, so that the same form sent twice is one reservation. */
  reserve(wish: {
    recordId: string;
    pickupLibrary: string;
    reservationId?: string;
  }): Promise<Heard<Reserved>> {
    const { recordId, pickupLibrary, reservationId = randomUUID() } = wish;
    const id = ReservationIdSchema.parse(reservationId);
    return this.session.call(patronWebApi.reserve, { body: { recordId, pickupLibrary, reservationId: id } });
  }

  async myLibrary(): Promise<PatronRow[]> {
    return granted(await this.session.call(patronWebApi.myLibrary, {})).rows;
  }

  async row(reservationId: string): Promise<PatronRow | undefined> {
    return (await this.myLibrary()).find((row) => row.reservationId === reservationId);
  }

  wish<B, A>(
    endpoint: Endpoint<{ reservationId: ReservationId }, Record<string, never>, B, A>,
    params: { reservationId: ReservationId },
    body: B,
  ): Promise<Heard<A>> {
    return this.session.call(endpoint, { params, body });
  }

  cancel(reservationId: string) {
    const params = { reservationId: ReservationIdSchema.parse(reservationId) };
    return this.session.call(patronWebApi.cancel, { params, body: {} });
  }

  previewExtension(reservationId: string) {
    const params = { reservationId: ReservationIdSchema.parse(reservationId) };
    return this.session.call(patronWebApi.previewExtension, { params });
  }

  extend(reservationId: string, confirmDue: CalendarDate): Promise<Heard<Extended>> {
    const params = { reservationId: ReservationIdSchema.parse(reservationId) };
    return this.session.call(patronWebApi.extend, { params, body: { confirmDue } });
  }
}
