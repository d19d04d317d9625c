import { type EventData, LibrarySchema } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { recordMove } from '../../services/catalog/src/copies/record-move.ts';
import { keepLibrary } from '../../services/catalog/src/libraries/keep-library.ts';
import { hearNoticeSent } from '../../services/catalog/src/loans/hear-mails.ts';
import { type CatalogInTest, granted } from '../../services/catalog/src/testing/catalog-in-test.ts';
import type { PortsInTest } from '../../workflows/src/testing/contract/bench.ts';
import { InMemoryCatalog } from '../../workflows/src/testing/in-memory-catalog.ts';

export interface Shelved {
  recordId: string;
  copyId: string;
}

/** What a title's reservations are asked of and told: of the service on its database, or of the pure functions over a map. */
export interface Ledger {
  activities: PortsInTest['catalog'];
  itIs(now: Instant): void;
  shelve(): Promise<Shelved>;
  pick(title: Shelved): Promise<void>;
  handOut(title: Shelved, reservationId: string): Promise<void>;
  handIn(title: Shelved, factId: string): Promise<void>;
  hear(moved: EventData<'shipping.copy.moved'>): Promise<void>;
  hearMail(sent: EventData<'patron.notice.sent'>): Promise<void>;
}

export function ledgerInMemory(): Ledger {
  let now: Instant;
  const heard = new Set<string>();
  const catalog = new InMemoryCatalog(() => {});
  const once = async (factId: string, act: () => unknown) => {
    if (!heard.has(factId)) act();
    heard.add(factId);
  };
  return {
    activities: catalog,
    itIs(moment) {
      now = moment;
    },
    async shelve() {
      const { recordId, copyIds } = catalog.addRecord(1);
      return { recordId, copyId: copyIds[0] ?? '' };
    },
    pick: async ({ copyId }) => void catalog.scan(copyId, 'picked', now),
    handOut: async ({ copyId }) => void catalog.scan(copyId, 'handedOut', now, 'uto'),
    handIn: ({ copyId }, factId) => once(factId, () => catalog.scan(copyId, 'handedIn', now, 'uto')),
    hear: (moved) => once(moved.fact.factId, () => catalog.hear(moved)),
    hearMail: async (sent) => catalog.hearNoticeSent(sent),
  };
}

/** Libraries that are open every day, as those in memory: calendars have tests of their own. */
export async function ledgerOnDatabase(catalog: CatalogInTest): Promise<Ledger> {
  const calendar = { closedWeekdays: [], closedDates: [], closures: [] };
  const open = { reading: 'としょかん', order: 1, phone: '000-000-0000', arrival: 'scan', calendar };
  const names = { pref: '県立図書館', uto: '宇土市立図書館', ozu: '大津町立 おおづ図書館' };
  for (const [code, name] of Object.entries(names)) {
    const region = code === 'pref' ? null : '宇城地域';
    const known = { ...open, code, name, region, pausedFrom: null, reopens: null };
    await keepLibrary(catalog.deps.db, LibrarySchema.parse(known), 1n);
  }
  const barcodeOf = async ({ copyId }: Shelved) => {
    const copy = await catalog.deps.db.copy.findUniqueOrThrow({ where: { id: BigInt(copyId) } });
    return copy.barcode;
  };
  return {
    activities: catalog.activities,
    itIs(moment) {
      catalog.now = moment;
    },
    async shelve() {
      const { recordId, copyIds } = await catalog.shelve(1);
      return { recordId, copyId: copyIds[0] ?? '' };
    },
    pick: async (title) => void granted(await catalog.pick(await barcodeOf(title))),
    handOut: async (title, holder) =>
      void granted(await catalog.handOut(await barcodeOf(title), [holder], { library: 'uto' })),
    handIn: async (title, factId) =>
      void granted(await catalog.takeBack(await barcodeOf(title), { factId, library: 'uto' })),
    hear: async (moved) => void (await recordMove(catalog.deps, moved)),
    hearMail: (sent) => hearNoticeSent(catalog.deps, sent, catalog.nextMail()),
  };
}
