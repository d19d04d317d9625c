import { randomUUID } from 'node:crypto';
import { makeBarcode, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  addDays,
  type Decision,
  dayOf,
  type Instant,
  plusDuration,
  startOfDay,
} from '@toshobin/lending-rules';
import type { Pool } from 'pg';
import { catalogCommands } from '../activities/catalog-activities.ts';
import type { CatalogDeps } from '../catalog-deps.ts';
import { confirmPick } from '../copies/confirm-pick.ts';
import { handOut } from '../copies/hand-out.ts';
import { recordMove } from '../copies/record-move.ts';
import { takeBack } from '../copies/take-back.ts';
import { forgetMoments } from '../erasure/forget-moments.ts';
import { insertRecords } from '../records/insert-records.ts';

const BRANCH = 'uto';

/**
 * One reservation for a municipal library, from its application to the night after the return, by the commands of
 * desks, shipping and its process: its rows are those of any such reservation. Answers its id.
 */
export async function liveThrough(
  opened: Omit<CatalogDeps, 'now'> & { pool: Pool },
  began: Instant,
): Promise<string> {
  let now = began;
  const deps = { ...opened, now: () => now };
  const activities = catalogCommands(deps);
  const barcode = makeBarcode('copy', 1);
  const shelfMark = '913.6/ナ';
  const [recordId = ''] = await insertRecords(deps.pool, [
    {
      ...{
        kind: 'book',
        lending: 'lendable',
        title: '草枕',
        titleReading: 'くさまくら',
        year: 1906,
        ndc: '913',
      },
      ...{
        author: '夏目漱石',
        authorReading: 'なつめそうせき',
        subtitle: '',
        subtitleReading: '',
        translator: '',
      },
      ...{ publisher: '', isbns: [], protectiveCover: false, source: 'bench' },
      copies: [{ barcode, shelfMark, weightGrams: 320, thicknessMm: 18, supplementCount: 0 }],
    },
  ]);
  const reservationId = randomUUID();
  const scan = (library: string) => ({
    ...{ barcode, factId: randomUUID(), occurredAt: now },
    by: { account: 'desk', library },
  });
  const pass = () => {
    now = plusDuration(now, 'P1D');
  };
  granted(
    await activities.joinQueue({
      reservationId,
      recordId,
      pickupLibrary: BRANCH,
      channel: 'web',
      joinedAt: now,
    }),
  );
  granted(await confirmPick(deps, scan(PREFECTURAL_LIBRARY)));
  const { number: allocation, copyId } = await deps.db.allocation.findFirstOrThrow({
    where: { reservationId },
  });
  const move = async (kind: 'packed' | 'shipped' | 'arrived', leg: 'outward' | 'return') => {
    const told = { dispatchDay: dayOf(now), expectedDate: addDays(dayOf(now), 2), mode: 'yuPack' } as const;
    await recordMove(deps, {
      fact: {
        ...{ factId: randomUUID(), kind, copyId: String(copyId), reservationId, allocation, leg },
        ...{ place: BRANCH, occurredAt: now, recordedAt: now },
      },
      ...{ parcelNumber: '900000000019', ...told },
    });
  };
  await move('packed', 'outward');
  await move('shipped', 'outward');
  await activities.openLoan({ reservationId, allocation, startedAt: now });
  pass();
  await move('arrived', 'outward');
  pass();
  granted(await handOut(deps, { ...scan(BRANCH), reservationIds: [reservationId], handedOver: false }));
  pass();
  granted(await takeBack(deps, { ...scan(BRANCH), bookDrop: false, firstEmptyingOfDay: false }));
  await move('packed', 'return');
  await move('shipped', 'return');
  pass();
  await move('arrived', 'return');
  granted(await takeBack(deps, { ...scan(PREFECTURAL_LIBRARY), bookDrop: false, firstEmptyingOfDay: false }));
  pass();
  if ((await forgetMoments(deps, { before: startOfDay(dayOf(now)) })) !== 1)
    throw new Error('It is not settled');
  return reservationId;
}

function granted<T>(answer: Decision<T>): T {
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}
