import { randomUUID } from 'node:crypto';
import {
  type Endpoint,
  type LendOverride,
  LibraryCodeSchema,
  type Parcel,
  type ParcelMode,
  type ParcelNumber,
  ReservationIdSchema,
  staffWebApi,
} from '@toshobin/contracts';
import { type Instant, instantFromDate, type LendingPolicy } from '@toshobin/lending-rules';
import type { CallInput } from '@toshobin/service';
import { z } from 'zod';
import { granted, type Heard, WebSession } from './web-session.ts';

export type Spoken = z.output<typeof staffWebApi.pick.answer>;
type Timeline = z.output<typeof staffWebApi.timeline.answer>;

/** Which scan it is, where a test sends one twice or late; a new one now unless told. */
interface ScanOf {
  factId?: string;
  occurredAt?: Instant;
}

/** A desk of the library with its staff account: every scan has an id and a time of the device's own. */
export class Desk {
  readonly session: WebSession;
  readonly library: string;

  private constructor(session: WebSession, library: string) {
    this.session = session;
    this.library = library;
  }

  static async signIn(
    at: string | WebSession,
    account: { account: string; password: string; code?: string },
  ): Promise<Desk> {
    const session = typeof at === 'string' ? new WebSession(at) : at;
    const { library } = granted(await session.call(staffWebApi.signIn, { body: account }));
    return new Desk(session, library);
  }

  /** Whoever is signed in there already. */
  static of(session: WebSession, library: string): Desk {
    return new Desk(session, library);
  }

  /** Any verb of the staff's interface. */
  act<P, Q, B, A>(endpoint: Endpoint<P, Q, B, A>, input: CallInput<P, Q, B>): Promise<Heard<A>> {
    return this.session.call(endpoint, input);
  }

  /** A scan of this moment, with an id of its own. */
  scan(scan: ScanOf = {}) {
    return scanned(scan);
  }

  /** Card, then copy, at the prefectural counter. */
  lend(
    cardNumber: string,
    barcode: string,
    more: { overrides?: LendOverride[]; overrideReason?: string } = {},
  ): Promise<Heard<Spoken>> {
    return this.session.call(staffWebApi.lend, { body: { ...scanned({}), cardNumber, barcode, ...more } });
  }

  async pickList() {
    return granted(await this.session.call(staffWebApi.pickList, {})).rows;
  }

  pick(barcode: string, scan: ScanOf = {}): Promise<Heard<Spoken>> {
    return this.session.call(staffWebApi.pick, { body: { ...scanned(scan), barcode } });
  }

  async packingList() {
    return granted(await this.session.call(staffWebApi.packingList, {})).rows;
  }

  async openParcel(direction: 'outward' | 'return', library: string, scan: ScanOf = {}): Promise<Parcel> {
    const code = LibraryCodeSchema.parse(library);
    const body = { ...scanned(scan), direction, library: code };
    return granted(await this.session.call(staffWebApi.openParcel, { body }));
  }

  async readParcel(parcelNumber: ParcelNumber): Promise<Parcel> {
    return granted(await this.session.call(staffWebApi.readParcel, { params: { parcelNumber } }));
  }

  pack(parcelNumber: ParcelNumber, barcode: string, scan: ScanOf = {}): Promise<Heard<Parcel>> {
    const body = { ...scanned(scan), barcode };
    return this.session.call(staffWebApi.pack, { params: { parcelNumber }, body });
  }

  dispatch(
    parcelNumber: ParcelNumber,
    how: { mode: ParcelMode; trackingNumber?: string; reason?: string },
    scan: ScanOf = {},
  ): Promise<Heard<Parcel>> {
    return this.session.call(staffWebApi.dispatch, {
      params: { parcelNumber },
      body: { ...scanned(scan), ...how },
    });
  }

  receive(parcelNumber: ParcelNumber, scan: ScanOf = {}): Promise<Heard<Parcel>> {
    return this.session.call(staffWebApi.receiveParcel, { params: { parcelNumber }, body: scanned(scan) });
  }

  handOut(cardNumber: string, barcode: string, scan: ScanOf = {}): Promise<Heard<Spoken>> {
    return this.session.call(staffWebApi.handOut, { body: { ...scanned(scan), cardNumber, barcode } });
  }

  /** A copy from this pickup library's book drop, emptied for the second time today. */
  handIn(barcode: string, scan: ScanOf = {}): Promise<Heard<Spoken>> {
    const body = { ...scanned(scan), barcode, bookDrop: true, firstEmptyingOfDay: false };
    return this.session.call(staffWebApi.handIn, { body });
  }

  /** A copy back at the prefectural library. */
  processReturn(barcode: string, { bookDrop = false, ...scan }: ScanOf & { bookDrop?: boolean } = {}) {
    const body = { ...scanned(scan), barcode, bookDrop, firstEmptyingOfDay: false };
    return this.session.call(staffWebApi.processReturn, { body });
  }

  timeline(reservationId: string): Promise<Heard<Timeline>> {
    const params = { reservationId: ReservationIdSchema.parse(reservationId) };
    return this.session.call(staffWebApi.timeline, { params });
  }

  /** Where its process is told: the one thing that is read of the page, whose release may be an older one. */
  async historyAddress(reservationId: string): Promise<string> {
    const answer = z.object({ history: z.string() });
    const params = { reservationId: ReservationIdSchema.parse(reservationId) };
    return granted(await this.session.call({ ...staffWebApi.timeline, answer }, { params })).history;
  }

  /** R9. The copies this pickup library is asked about. */
  async shelfChecks() {
    return granted(await this.session.call(staffWebApi.shelfChecks, { query: {} }));
  }

  async readPolicy() {
    return granted(await this.session.call(staffWebApi.readPolicy, {}));
  }

  /** Changes some numbers of the rules; answers all of them as they were before. */
  async changePolicy(change: Partial<LendingPolicy>): Promise<LendingPolicy> {
    const { version, policy } = await this.readPolicy();
    const reason = 'テスト';
    const body = { basedOnVersion: version, policy: { ...policy, ...change }, reason };
    granted(await this.session.call(staffWebApi.changePolicy, { body }));
    return policy;
  }
}

function scanned({ factId = randomUUID(), occurredAt = instantFromDate(new Date()) }: ScanOf) {
  return { factId, occurredAt };
}
