import { randomUUID } from 'node:crypto';
import { type PatronRow, patronWebApi, type RecordDetail, ReservationIdSchema } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
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
    granted(await session.call(patronWebApi.signIn, { body: { cardNumber, password } }));
    return new PatronBrowser(session, cardNumber);
  }

  async search(q: string, page = 1): Promise<Found> {
    return granted(
      await this.session.call(patronWebApi.searchRecords, { query: { q, page, reservableOnly: 'true' } }),
    );
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
