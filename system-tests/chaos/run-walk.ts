import { setTimeout as wait } from 'node:timers/promises';
import { Seeded } from '@toshobin/bench';
import { audit } from '../audit/audit.ts';
import { type Finding, lineOf } from '../audit/finding.ts';
import { type ChaosLibrary, type ChaosOptions, openChaosLibrary } from './chaos-library.ts';
import { doHarm, type FaultsDone } from './faults.ts';
import { quickPolicy } from './quick-policy.ts';
import type { Walk } from './walk-as-patron.ts';
import { walkAsPatron } from './walk-as-patron.ts';
import { walkAsOperator, walkAtBranch, walkAtTheDesk } from './walk-as-staff.ts';

export interface WalkOrder extends ChaosOptions {
  seed: number;
  minutes: number;
  /** Whether anything is taken away. */
  harm: boolean;
  /** Looks for contradictions while everybody walks too, and ends the walk at the first; milliseconds between two looks. */
  stopAtFirst?: number;
}

export interface WalkReport {
  findings: string[];
  reservations: number;
  faults: FaultsDone['counts'];
  counts: ReadonlyMap<string, number>;
  mails: number;
  doubledMails: string[];
  /** Seconds from the end of the last fault until nothing contradicted anything. */
  caughtUpIn: number | undefined;
  seconds: number;
}

/** What contradicts something still after so long is no matter of catching up. */
const LOOKED_AT_FOR_MS = 300_000;
const SETTLE_MS = 3_000;

/** Opens a library, has everybody walk through it while it is harmed, and says what contradicts what afterwards. */
export async function runWalk(order: WalkOrder): Promise<WalkReport> {
  const library = await openChaosLibrary(order);
  try {
    return await walkThrough(library, order);
  } finally {
    await library.close();
  }
}

async function walkThrough(library: ChaosLibrary, order: WalkOrder): Promise<WalkReport> {
  const { seed, minutes, harm, say } = order;
  const began = performance.now();
  const over = new AbortController();
  const walkers = everybody(library, seed, over.signal);
  const faults = harm ? doHarm(library, new Seeded(seed), over.signal, say) : undefined;
  const found = await whileWalking(library, order, minutes * 60_000);
  over.abort();
  const done = await faults;
  await allReady(library);
  await Promise.all(walkers);
  say(`everybody has gone home: ${library.memory.accepted.size} reservations were accepted`);

  const lastOver = done?.lastOver ?? performance.now();
  const { findings, caughtUp } = found ?? (await afterwards(library, lastOver, say));
  await library.inbox.stop();
  const { memory, inbox } = library;
  return {
    findings: [...findings.map(lineOf), ...(await notKept(library)), ...memory.strange],
    reservations: memory.accepted.size,
    faults: done?.counts ?? new Map(),
    counts: memory.counts,
    mails: inbox.size,
    doubledMails: inbox.doubled(quickPolicy.overdueNoticesAfter.length),
    caughtUpIn: caughtUp ? (performance.now() - lastOver) / 1000 : undefined,
    seconds: (performance.now() - began) / 1000,
  };
}

function everybody(library: ChaosLibrary, seed: number, until: AbortSignal): Promise<void>[] {
  const handedIn = { uto: new Set<string>(), kikuyo: new Set<string>() };
  let walkers = 0;
  const walk = (): Walk => {
    walkers += 1;
    // Each has chances of their own, so that one who is late changes nobody else's.
    return { library, chance: new Seeded(seed * 1_009 + walkers), until, handedIn };
  };
  const { prefectural, uto, kikuyo } = library.desks;
  return [
    ...library.patrons.map((patron) => walkAsPatron(walk(), patron)),
    ...prefectural.map((desk) => walkAtTheDesk(walk(), desk)),
    walkAtBranch(walk(), uto, 'uto'),
    walkAtBranch(walk(), kikuyo, 'kikuyo'),
    walkAsOperator(walk()),
  ];
}

/** Until the time is over; or, where that is asked for, until something contradicts something. */
async function whileWalking(
  library: ChaosLibrary,
  { stopAtFirst }: WalkOrder,
  ms: number,
): Promise<{ findings: Finding[]; caughtUp: boolean } | undefined> {
  const ends = performance.now() + ms;
  if (stopAtFirst === undefined) {
    await wait(ms);
    return undefined;
  }
  while (performance.now() < ends) {
    await wait(stopAtFirst);
    const findings = await lookAt(library, stopAtFirst).catch(() => []);
    if (findings.length > 0) return { findings, caughtUp: false };
  }
  return undefined;
}

async function allReady({ stack, seconds }: ChaosLibrary): Promise<void> {
  for (const name of stack.names) stack.resume(name);
  await Promise.all([...stack.names.map((name) => stack.ready(name)), seconds.ready()]);
}

/** Looks until nothing contradicts anything; what is left after five minutes is told. */
async function afterwards(
  library: ChaosLibrary,
  lastOver: number,
  say: (line: string) => void,
): Promise<{ findings: Finding[]; caughtUp: boolean }> {
  for (;;) {
    const findings = await lookAt(library, SETTLE_MS);
    const since = performance.now() - lastOver;
    if (findings.length === 0) return { findings, caughtUp: true };
    const kinds = [...new Set(findings.map(({ what }) => what))].join(', ');
    say(`${(since / 1000).toFixed(0)} s after the last fault: ${findings.length} contradictions: ${kinds}`);
    if (since > LOOKED_AT_FOR_MS) return { findings, caughtUp: false };
    await wait(SETTLE_MS);
  }
}

async function lookAt(library: ChaosLibrary, settleMs: number): Promise<Finding[]> {
  const { findings } = await audit(library.seen, { settleMs, asksProcesses: true });
  return findings;
}

/** What somebody was told and what has not come true. */
async function notKept({ seen, memory }: ChaosLibrary): Promise<string[]> {
  const rows = await seen.patron.application.findMany({
    where: { reservationId: { in: [...memory.accepted] } },
    select: { reservationId: true, state: true, endedAt: true },
  });
  const known = new Map(rows.map((row) => [row.reservationId, row]));
  const lost = [...memory.accepted].filter((id) => !known.has(id));
  const goesOn = [...memory.cancelled].filter((id) => known.get(id)?.endedAt === null);
  return [
    ...lost.map((id) => `accepted and lost  reservation ${id}`),
    ...goesOn.map((id) => `cancelled and goes on  reservation ${id}  ${known.get(id)?.state}`),
  ];
}
