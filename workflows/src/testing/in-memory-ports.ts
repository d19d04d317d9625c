import type { KnownEvent } from '@toshobin/contracts';
import { type Instant, instant } from '@toshobin/lending-rules';
import { carryFact } from './carry-fact.ts';
import { InMemoryCatalog } from './in-memory-catalog.ts';
import { InMemoryPatron } from './in-memory-patron.ts';
import { InMemoryShipping } from './in-memory-shipping.ts';
import type { PortsInTest } from './port-contract.ts';

/** The ports in memory, as the contract suite drives them. */
export async function openInMemoryPorts(): Promise<PortsInTest> {
  let now: Instant = instant('2026-12-07T01:00:00Z');
  const woken: string[] = [];
  const emit = (event: KnownEvent) => {
    carryFact(event, { catalog, patron, shipping });
    if (event.type === 'patron.loanSlot.free') woken.push(event.data.reservationId);
  };
  const catalog: InMemoryCatalog = new InMemoryCatalog(emit);
  const patron = new InMemoryPatron(emit);
  const shipping = new InMemoryShipping(emit);
  const allocationOf = async (reservationId: string) => {
    const { allocation } = await catalog.positionOf({ reservationId });
    return allocation?.allocation ?? 0;
  };
  return {
    catalog,
    patron,
    shipping,
    itIs: (moment) => {
      now = moment;
    },
    addTitle: async (copies, lending) => catalog.addRecord(copies, lending).recordId,
    apply: async ({ reservationId, patron: name }) => patron.apply(reservationId, name),
    pick: async (id) => void catalog.scan(catalog.copyOf(id), 'picked', now),
    notOnShelf: async (id) => catalog.notOnShelf(catalog.copyOf(id), now),
    pack: async (id) => shipping.pack(await allocationOf(id), now),
    dispatch: async (parcel) => shipping.dispatch(parcel, now),
    receive: async (parcel) => shipping.receive(parcel, now),
    handOut: async (id, place) => void catalog.scan(catalog.copyOf(id), 'handedOut', now, place),
    handIn: async (id, place) => void catalog.scan(catalog.copyOf(id), 'handedIn', now, place),
    bringHome: async (id) => void catalog.scan(catalog.copyOf(id), 'home', now),
    isListed: async (id) => shipping.isListed(await allocationOf(id)),
    shelfChecksOf: async (id) => shipping.shelfChecks.filter((check) => check.reservationId === id).length,
    noticesOf: async (id, kind) =>
      patron.milestonesOf(id).filter((told) => told === kind || told.endsWith(`:${kind}`)).length,
    woken: async () => woken,
    close: async () => {},
  };
}
