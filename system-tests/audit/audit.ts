import { setTimeout as wait } from 'node:timers/promises';
import { type Finding, keyOf } from './finding.ts';
import { judgeFacts, judgeLedger } from './judge-ledger.ts';
import { judgeLoans } from './judge-loans.ts';
import { judgeMails } from './judge-mails.ts';
import { judgeMessages } from './judge-messages.ts';
import { judgePacking } from './judge-packing.ts';
import { judgePatrons } from './judge-patrons.ts';
import { judgeProcess } from './judge-process.ts';
import { judgeRow } from './judge-row.ts';
import { judgeTitles } from './judge-titles.ts';
import { type KnownProcesses, listProcesses } from './known-processes.ts';
import type { OpenLibrary } from './open-library.ts';
import { readPolicy, seeReservations } from './reservation-seen.ts';

const PAGE = 200;

interface AuditOptions {
  /**
   * Milliseconds after which what looked contradictory is looked at again: of a library that works, one owner knows for a
   * moment what another has not heard.
   */
  settleMs: number;
  /** Whether each process is asked what it knows. */
  asksProcesses: boolean;
}

export interface Audited {
  reservations: number;
  findings: Finding[];
  /** When the look began that they were seen by. */
  seenAt: Date;
}

/** Everything that contradicts something else in a running library, and does so still after a while. Reads only. */
export async function audit(library: OpenLibrary, options: AuditOptions): Promise<Audited> {
  let seenAt = new Date();
  const processes = await listProcesses(library, options.asksProcesses);
  const seen = new Set<string>();
  let suspects = await judgeWhole(library);
  for await (const ids of pagesOf(library)) {
    for (const id of ids) seen.add(id);
    suspects.push(...(await judgePage(library, ids, processes)));
  }
  // What is listed without a row is looked at as well.
  const unseen = [...processes.listed].filter((id) => !seen.has(id));
  for (let from = 0; from < unseen.length; from += PAGE)
    suspects.push(...(await judgePage(library, unseen.slice(from, from + PAGE), processes)));

  if (suspects.length > 0) {
    await wait(options.settleMs);
    seenAt = new Date();
    suspects = await lookedAtAgain(library, suspects, options);
  }
  return { reservations: seen.size, findings: suspects, seenAt };
}

/** Of some suspects those that are contradictory still. */
async function lookedAtAgain(
  library: OpenLibrary,
  suspects: readonly Finding[],
  options: AuditOptions,
): Promise<Finding[]> {
  const before = new Set(suspects.map(keyOf));
  const ids = [...new Set(suspects.flatMap(({ of }) => of.reservation ?? []))];
  const processes = await listProcesses(library, options.asksProcesses);
  const again = await judgeWhole(library);
  for (let from = 0; from < ids.length; from += PAGE)
    again.push(...(await judgePage(library, ids.slice(from, from + PAGE), processes)));
  return again.filter((finding) => before.has(keyOf(finding)));
}

async function judgeWhole(library: OpenLibrary): Promise<Finding[]> {
  const now = new Date();
  const policy = await readPolicy(library);
  return [
    ...(await judgeTitles(library, now)),
    ...(await judgePatrons(library, policy)),
    ...(await judgeMessages(library, now)),
  ];
}

async function judgePage(
  library: OpenLibrary,
  ids: readonly string[],
  processes: KnownProcesses,
): Promise<Finding[]> {
  const now = new Date();
  const findings = await Promise.all(
    (await seeReservations(library, ids)).map(async (seen) => [
      ...judgeLedger(seen),
      ...judgeFacts(seen),
      ...judgeLoans(seen),
      ...judgeRow(seen, now),
      ...judgePacking(seen),
      ...judgeMails(seen),
      ...(await judgeProcess(seen, processes)),
    ]),
  );
  return findings.flat();
}

/** Every reservation that My Library has, or that the catalog says goes on. */
async function* pagesOf({ patron, catalog }: OpenLibrary): AsyncGenerator<string[]> {
  const order = { select: { reservationId: true }, orderBy: { reservationId: 'asc' as const }, take: PAGE };
  for (let after: string | undefined; ; ) {
    const rows: { reservationId: string }[] = await patron.application.findMany({
      ...order,
      ...(after === undefined ? {} : { where: { reservationId: { gt: after } } }),
    });
    after = rows.at(-1)?.reservationId;
    if (after === undefined) break;
    yield rows.map(({ reservationId }) => reservationId);
  }
  const isOver = { standing: { path: ['state', 'stage'], equals: 'over' } };
  for (let after: string | undefined; ; ) {
    const rows: { reservationId: string }[] = await catalog.reservationState.findMany({
      ...order,
      where: { NOT: isOver, ...(after === undefined ? {} : { reservationId: { gt: after } }) },
    });
    after = rows.at(-1)?.reservationId;
    if (after === undefined) return;
    const ids = rows.map(({ reservationId }) => reservationId);
    const known = await patron.application.findMany({
      where: { reservationId: { in: ids } },
      select: { reservationId: true },
    });
    const there = new Set(known.map(({ reservationId }) => reservationId));
    const rest = ids.filter((id) => !there.has(id));
    if (rest.length > 0) yield rest;
  }
}
