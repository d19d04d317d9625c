import { compareVersions, type KnownRow, type ToldRows } from '@toshobin/contracts';
import { togetherOrRowByRow } from '@toshobin/database';
import { inShort } from '@toshobin/events';
import { stageIs } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Carries, CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { inTransaction } from './in-transaction.ts';
import { loadLedgers } from './load-ledgers.ts';
import { isTold, toldOnceMore } from './tell-changed.ts';

/**
 * Compares what My Library's rows know of reservations with how these stand, and tells those anew of which a row knows
 * another version, or whose told state differs from their own rows: whatever was lost, the next event has all of it. A
 * reservation that can't be told is named, and keeps none of the others.
 */
export const tellRows: Carries<'tellRows'> = async (deps, { rows }) => {
  const parts: Told[] = [];
  const { left } = await togetherOrRowByRow(rows, async (these) => {
    parts.push(await tellThese(deps, these));
    return these.length;
  });
  const failed = left.map(({ row, fault }) => `${row.reservationId}: ${inShort(fault)}`);
  return {
    told: parts.flatMap(({ told }) => told),
    erased: parts.flatMap(({ erased }) => erased),
    unknown: parts.flatMap(({ unknown }) => unknown),
    heard: parts.flatMap(({ heard }) => heard),
    ...(failed.length > 0 && { failed }),
  };
};

type Told = Required<Omit<ToldRows, 'failed'>>;

function tellThese(deps: CatalogDeps, rows: readonly KnownRow[]): Promise<Told> {
  const ids = rows.map(({ reservationId }) => reservationId);
  return inTransaction(deps, async (tx) => {
    const ledgers = await loadLedgers(tx, ids);
    const past = await tx.queueEntry.findMany({
      where: { reservationId: { in: ids }, daysOnly: true },
      select: { reservationId: true },
    });
    const erased = new Set(past.map(({ reservationId }) => reservationId));
    const heard = await heardAll(tx, ids);
    const answer: Told = { told: [], erased: [], unknown: [], heard: [] };
    for (const { reservationId, ...version } of rows) {
      const ledger = ledgers.get(reservationId);
      if (ledger === undefined) {
        if (version.epoch > 0) answer.unknown.push(reservationId);
      } else if (erased.has(reservationId) && version.epoch < ledger.epoch) {
        answer.erased.push(reservationId);
      } else if (!isTold(ledger) || !ledger.told || compareVersions(version, ledger.told) !== 0) {
        answer.told.push(reservationId);
        toldOnceMore(tx, reservationId);
      } else if (heard.has(reservationId) && !stageIs(ledger.present.state.stage, 'waitsForPatronService')) {
        answer.heard.push(reservationId);
      }
    }
    return answer;
  });
}

const Ids = z.array(z.object({ id: z.string() }));

/** The reservations whose process was last seen to know all that it waits for. */
async function heardAll(tx: Transaction, reservationIds: string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw`
    SELECT reservation_id::text AS id FROM reservation_state
    WHERE reservation_id = ANY(${reservationIds}::uuid[]) AND (heard_epoch, heard_n) >= (epoch, awaited)`;
  return new Set(Ids.parse(rows).map(({ id }) => id));
}
