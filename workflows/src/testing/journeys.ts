import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Lending } from './in-memory-catalog.ts';
import type { Library } from './library.ts';

/** A reservation on its way, driven step by step as staff would: each step is one scan or verb of a desk. */
export class Journey {
  readonly library: Library;
  readonly reservationId: string;
  readonly pickupLibrary: string;
  parcel = '';

  constructor(library: Library, reservationId: string, pickupLibrary: string) {
    this.library = library;
    this.reservationId = reservationId;
    this.pickupLibrary = pickupLibrary;
  }

  get copyId(): string {
    return this.library.catalog.copyOf(this.reservationId);
  }

  async allocation(): Promise<number> {
    const { allocation } = await this.library.catalog.positionOf({ reservationId: this.reservationId });
    return allocation?.allocation ?? 0;
  }

  async picked(): Promise<this> {
    await this.library.staff((at) => this.library.catalog.scan(this.copyId, 'picked', at));
    return this;
  }

  async packed(): Promise<this> {
    const allocation = await this.allocation();
    this.parcel = await this.library.staff((at) => this.library.shipping.pack(allocation, at));
    return this;
  }

  async dispatched(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.dispatch(this.parcel, at));
    return this;
  }

  async received(): Promise<this> {
    await this.library.staff((at) => this.library.shipping.receive(this.parcel, at));
    return this;
  }

  async handedOut(): Promise<this> {
    await this.library.staff((at) =>
      this.library.catalog.scan(this.copyId, 'handedOut', at, this.pickupLibrary),
    );
    return this;
  }

  async handedIn(place = this.pickupLibrary): Promise<this> {
    await this.library.staff((at) => this.library.catalog.scan(this.copyId, 'handedIn', at, place));
    return this;
  }

  async home(): Promise<this> {
    await this.library.staff((at) => this.library.catalog.scan(this.copyId, 'home', at));
    return this;
  }

  /** To the shelf of the pickup library, by the ordinary way. */
  async broughtThere(): Promise<this> {
    await this.picked();
    if (this.pickupLibrary === PREFECTURAL_LIBRARY) return this;
    await this.packed();
    await this.dispatched();
    await this.library.pass('P2D');
    return this.received();
  }

  outcome(): Promise<string> {
    return this.library.outcomeOf(this.reservationId);
  }

  told(): string[] {
    return this.library.patron.milestonesOf(this.reservationId);
  }
}

/** A patron reserves a title with so many copies (or one that is there already), to be picked up there. */
export async function reserveOne(
  library: Library,
  {
    copies = 1,
    lending = 'lendable',
    pickup = 'uto',
    patron = 'a patron',
    recordId = library.catalog.addRecord(copies, lending).recordId,
  }: { copies?: number; lending?: Lending; pickup?: string; patron?: string; recordId?: string } = {},
): Promise<Journey & { recordId: string }> {
  const { reservationId } = await library.reserve(recordId, pickup, patron);
  await library.settle();
  return Object.assign(new Journey(library, reservationId, pickup), { recordId });
}
