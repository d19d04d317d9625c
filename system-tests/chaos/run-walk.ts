import { setTimeout as wait } from 'node:timers/promises';
import { Seeded } from '@toshobin/bench';
import { type Audited, audit } from '../audit/audit.ts';
import { type Finding, lineOf } from '../audit/finding.ts';
import { eventually } from '../src/eventually.ts';
import { type ChaosLibrary, type ChaosOptions, openChaosLibrary } from './chaos-library.ts';
import { doHarm, type FaultsDone, type Harms } from './faults.ts';
import { quickPolicy } from './quick-policy.ts';
import { slowCommits } from './slow-commits.ts';
import type { Walk } from './walk-as-patron.ts';
import { walkAsPatron } from './walk-as-patron.ts';
import { walkAsOperator, walkAtBranch, walkAtTheDesk } from './walk-as-staff.ts';
import { walkInARush } from './walk-in-a-rush.ts';
import { watchQueues } from './watch-queues.ts';

export interface WalkOrder extends ChaosOptions {
  seed: number;
  minutes: number;
  /** Reservations without which a walk shows nothing: a machine that is busy with others is given up to three times as long. */
  atLeast?: number;
  /** Whether anything is taken away, and what. */
  harm: boolean | Harms;
  /** How many titles everybody wants at the same moment, and nothing else; one beside all the rest unless told. */
  rushes?: number | undefined;
  /** Whether nights follow each other: they mend what they find. */
  nights: boolean;
  /**
   * Milliseconds after the last fault, or since fewer contradictions were left: what contradicts something still is no
   * matter of catching up.
   */
  catchesUpWithin: number;
  /** Everybody goes home as soon as such a thing is seen in passing. */
  until?: RegExp;
  /** Milliseconds that the disk takes for each commit, all the time: two that meet then do so for longer. */
  commitsTake?: number | undefined;
}

export interface WalkReport {
  findings: string[];
  reservations: number;
  faults: FaultsDone['counts'];
  counts: ReadonlyMap<string, number>;
  mails: number;
  /** Mails that came twice since no answer came to the first sending: the one window in which that may be. */
  sentAgain: string[];
  /** How the reservations that were accepted stand at the end. */
  stand: ReadonlyMap<string, number>;
  /** Seconds from the end of the last fault until nothing contradicted anything. */
  caughtUpIn: number | undefined;
  seconds: number;
}

const SETTLE_MS = 3_000;
/** Of all patrons: of a class beside everything else, and where nothing else is done. */
const [A_FEW, A_CROWD] = [0.2, 0.6];
const NOT_LOOKED_FOR = { findings: [], caughtUpIn: undefined };

/** Opens a library, has everybody walk through it while it is harmed, and says what contradicts what afterwards. */
export async function runWalk(order: WalkOrder): Promise<WalkReport> {
  const library = await openChaosLibrary(order);
  try {
    const report = await walkThrough(library, order);
    if (report.findings.length > 0) order.say(`what its services said is kept in ${library.keepLogs()}`);
    return report;
  } finally {
    await library.close();
  }
}

async function walkThrough(library: ChaosLibrary, order: WalkOrder): Promise<WalkReport> {
  const { seed, minutes, harm, say, commitsTake = 0 } = order;
  if (commitsTake > 0) await slowCommits(library.stack, commitsTake);
  const began = performance.now();
  const over = new AbortController();
  const walkers = [...everybody(library, order, over.signal), watchQueues(library, over.signal)];
  const chance = new Seeded(seed);
  const harms = harm === true ? {} : harm;
  const faults = harms ? doHarm(library, { chance, until: over.signal, say, ...harms }) : undefined;
  const isFound = () => library.memory.strange.some((line) => order.until?.test(line));
  const isOver = () => {
    const walked = (performance.now() - began) / 60_000 / minutes;
    return walked >= 3 || (walked >= 1 && library.memory.accepted.size >= (order.atLeast ?? 0));
  };
  while (!isOver() && !isFound()) await wait(500);
  over.abort();
  const done = await faults;
  const notThere = await allReady(library);
  const since = (performance.now() - (done?.lastOver ?? performance.now())) / 1000;
  say(`${since.toFixed(0)} s after the last fault every process is there again`);
  if (commitsTake > 0) await slowCommits(library.stack, 0);
  await Promise.all(walkers);
  say(`everybody has gone home: ${library.memory.accepted.size} reservations were accepted`);

  const lastOver = done?.lastOver ?? performance.now();
  const { findings, caughtUpIn } = isFound() ? NOT_LOOKED_FOR : await afterwards(library, lastOver, order);
  await library.inbox.stop();
  const { memory, inbox } = library;
  const { sentAgain, unexplained } = await looked(() => doubledMails(library));
  return {
    findings: [
      ...notThere,
      ...findings.map(lineOf),
      ...(await looked(() => notKept(library))),
      ...unexplained,
      ...memory.strange,
    ],
    reservations: memory.accepted.size,
    faults: done?.counts ?? new Map(),
    counts: memory.counts,
    mails: inbox.size,
    sentAgain,
    stand: await looked(() => howTheyStand(library)),
    caughtUpIn,
    seconds: (performance.now() - began) / 1000,
  };
}

function everybody(
  library: ChaosLibrary,
  { seed, nights, rushes }: WalkOrder,
  until: AbortSignal,
): Promise<void>[] {
  const handedIn = { uto: new Set<string>(), kikuyo: new Set<string>() };
  let walkers = 0;
  const walk = (): Walk => {
    walkers += 1;
    // Each has chances of their own, so that one who is late changes nobody else's.
    return { library, chance: new Seeded(seed * 1_009 + walkers), until, handedIn };
  };
  const { prefectural, uto, kikuyo } = library.desks;
  if (rushes !== undefined) return Array.from({ length: rushes }, () => walkInARush(walk(), A_CROWD));
  return [
    ...library.patrons.map((patron) => walkAsPatron(walk(), patron)),
    ...prefectural.map((desk) => walkAtTheDesk(walk(), desk)),
    walkAtBranch(walk(), uto, 'uto'),
    walkAtBranch(walk(), kikuyo, 'kikuyo'),
    walkInARush(walk(), A_FEW),
    ...(nights ? [walkAsOperator(walk())] : []),
  ];
}

/** Waits for every process, and answers those that do not come. */
async function allReady({ stack, seconds }: ChaosLibrary): Promise<string[]> {
  for (const name of stack.names) stack.resume(name);
  const all = [...stack.names.map((name) => stack.ready(name)), seconds.ready()];
  const ended = await Promise.allSettled(all);
  return ended.flatMap((one) => (one.status === 'rejected' ? [`not there again  ${one.reason}`] : []));
}

/** Looks until nothing contradicts anything; what is left after the time is told. */
async function afterwards(
  library: ChaosLibrary,
  lastOver: number,
  { say, catchesUpWithin }: WalkOrder,
): Promise<{ findings: Finding[]; caughtUpIn: number | undefined }> {
  let fewest = Number.POSITIVE_INFINITY;
  let fewerAt = lastOver;
  for (;;) {
    const { findings, seenAt } = await lookAt(library);
    // By when the look began: how long the auditor needs is no matter of the library.
    const since = (performance.timeOrigin + lastOver - seenAt.getTime()) / -1_000;
    if (findings.length === 0) return { findings, caughtUpIn: since };
    const kinds = [...timesOf(findings.map(({ what }) => what))].map(([what, times]) => `${times} ${what}`);
    say(`${since.toFixed(0)} s after the last fault: ${kinds.join(', ')}`);
    if (findings.length < fewest) fewerAt = performance.now();
    fewest = Math.min(fewest, findings.length);
    if (performance.now() - fewerAt > catchesUpWithin) return { findings, caughtUpIn: undefined };
    await wait(1_000);
  }
}

function lookAt({ seen }: ChaosLibrary): Promise<Audited> {
  return looked(() => audit(seen, { settleMs: SETTLE_MS, asksProcesses: true }));
}

/** A look that a busy machine did not answer in time has seen nothing: it is tried again. */
function looked<T>(look: () => Promise<T>): Promise<T> {
  return eventually('what the databases say', look, { within: 120_000, every: SETTLE_MS });
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

/** The reservations that a page accepted, by what became of them. */
async function howTheyStand({ seen, memory }: ChaosLibrary): Promise<ReadonlyMap<string, number>> {
  const rows = await seen.patron.application.findMany({
    where: { reservationId: { in: [...memory.accepted] } },
    select: { state: true, outcome: true },
  });
  return timesOf(rows.map(({ state, outcome }) => outcome ?? `still ${state}`));
}

function timesOf(words: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
}

/** Its mail says nothing of the copy: whose copy was not found, and who gets another, reads the same words again. */
const TURN_CAME = '予約の資料を準備しています';

/**
 * Mails that came twice. One whose sending got no answer (SES frozen, the sender or its database killed) is tried again,
 * and its notice says so; a turn that came twice is told twice; otherwise somebody was told twice.
 */
async function doubledMails({ seen, inbox }: ChaosLibrary) {
  const sentAgain: string[] = [];
  const unexplained = inbox.unread().map((subject) => `not read  ${subject}`);
  for (const { subject, numbers } of inbox.doubled(quickPolicy.overdueNoticesAfter.length)) {
    const of = await seen.patron.application.findMany({
      where: { number: { in: numbers } },
      select: { reservationId: true },
    });
    const ids = of.map(({ reservationId }) => reservationId);
    const triedAgain = await seen.patron.notice.count({
      where: { reservationId: { in: ids }, attempts: { gt: 1 } },
    });
    const turns = await seen.patron.notice.count({
      where: { reservationId: { in: ids }, kind: 'yourTurn', status: 'sent' },
    });
    if (subject.endsWith(TURN_CAME) && turns > ids.length) continue;
    if (triedAgain > 0) sentAgain.push(subject);
    else unexplained.push(`sent twice  reservations ${ids.join(', ')}  ${subject}`);
  }
  return { sentAgain, unexplained };
}
