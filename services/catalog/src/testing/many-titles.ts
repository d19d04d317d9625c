import { randomUUID } from 'node:crypto';
import { makeBarcode } from '@toshobin/contracts';
import { insertRecords } from '../records/insert-records.ts';
import type { CatalogInTest } from './catalog-in-test.ts';

/** A title with one copy, which its first reservation has; the others wait behind it. */
interface PreparedTitle {
  recordId: string;
  barcode: string;
  copyId: string;
  allocation: number;
  holder: string;
  next: string;
  last: string;
}

/**
 * Many titles in one go, written as the verbs would have left them: for races, whose preparation would otherwise take
 * longer than they do. The copy is allocated, picked, or handed out at its pickup library `uto`, due in three weeks.
 *
 * @param waiting how many wait behind the first, up to two
 * @param firstSerial of the barcodes; no other title of the test may have them
 */
export async function manyTitles(
  catalog: CatalogInTest,
  titles: number,
  firstSerial: number,
  { waiting = 0, stage = 'allocated' }: { waiting?: number; stage?: 'allocated' | 'picked' | 'handedOut' },
): Promise<PreparedTitle[]> {
  const { db, pool } = catalog.deps;
  const now = new Date(catalog.now);
  const texts = { subtitle: '', subtitleReading: '', author: '', authorReading: '', translator: '' };
  const recordIds = await insertRecords(
    pool,
    Array.from({ length: titles }, (_, n) => ({
      ...texts,
      kind: 'book',
      lending: 'lendable',
      title: '坊っちゃん',
      titleReading: 'ぼっちゃん',
      publisher: '',
      year: 1906,
      ndc: '913',
      isbns: [],
      protectiveCover: false,
      source: 'example',
      copies: [
        {
          barcode: makeBarcode('copy', firstSerial + n),
          shelfMark: '913.6/ナ',
          weightGrams: 200,
          thicknessMm: 12,
          supplementCount: 0,
        },
      ],
    })),
  );
  const copies = await db.copy.findMany({ where: { recordId: { in: recordIds.map(BigInt) } } });
  const entries = copies.flatMap(({ recordId }) =>
    Array.from({ length: waiting + 1 }, (_, n) => ({
      reservationId: randomUUID(),
      recordId,
      joinedAt: now,
      state: n === 0 ? ('allocated' as const) : ('waiting' as const),
      pickupLibrary: 'uto',
      channel: 'web' as const,
    })),
  );
  await db.queueEntry.createMany({ data: entries });
  if (waiting > 0) {
    await db.titleWaiting.createMany({ data: copies.map(({ recordId }) => ({ recordId, waiting: true })) });
  }
  const each = copies.map((copy, n) => ({
    copy,
    ids: entries.slice(n * (waiting + 1), (n + 1) * (waiting + 1)),
  }));
  const allocations = await db.allocation.createManyAndReturn({
    data: each.map(({ copy, ids }) => ({
      copyId: copy.id,
      reservationId: ids[0]?.reservationId ?? '',
      openedAt: now,
    })),
  });
  const numbers = new Map(allocations.map(({ copyId, number }) => [copyId, number]));
  const scenes = each.map(({ copy, ids }) => ({
    recordId: String(copy.recordId),
    barcode: copy.barcode,
    copyId: String(copy.id),
    allocation: numbers.get(copy.id) ?? 0,
    holder: ids[0]?.reservationId ?? '',
    next: ids[1]?.reservationId ?? '',
    last: ids[2]?.reservationId ?? '',
  }));
  const kinds = { allocated: [], picked: ['picked'], handedOut: ['picked', 'handedOut'] } as const;
  await db.scan.createMany({
    data: kinds[stage].flatMap((kind) =>
      scenes.map(({ copyId, allocation, holder }) => ({
        factId: randomUUID(),
        kind,
        copyId: BigInt(copyId),
        reservationId: holder,
        allocation,
        leg: 'outward' as const,
        place: kind === 'picked' ? 'pref' : 'uto',
        occurredAt: now,
        scannedAt: now,
        recordedAt: now,
        account: 'desk',
      })),
    ),
  });
  await db.copy.updateMany({
    where: { id: { in: copies.map(({ id }) => id) } },
    data: stage === 'handedOut' ? { place: 'onLoan', placeLibrary: 'uto' } : { place: 'beingPrepared' },
  });
  if (stage === 'handedOut') {
    const due = { dueDate: new Date('2026-12-28T00:00:00Z'), dueAt: new Date('2026-12-28T14:59:59.999Z') };
    await db.loan.createMany({
      data: scenes.map(({ allocation }) => ({ allocation, startedAt: now, handedOutAt: now, ...due })),
    });
  }
  return scenes;
}
