import { setTimeout as wait } from 'node:timers/promises';
import { Seeded } from '@toshobin/bench';
import { dateColumn } from '@toshobin/lending-rules';
import { type Audited, audit } from '../audit/audit.ts';
import { type Finding, lineOf } from '../audit/finding.ts';
import { eventually } from '../src/eventually.ts';
import type { BeforeNights, Notice } from './before-nights.ts';
import { type ChaosLibrary, type ChaosOptions, openChaosLibrary } from './chaos-library.ts';
import { doHarm, type FaultsDone, type Harms } from './faults.ts';
import { redeliver } from './redeliver.ts';
import { slowCommits } from './slow-commits.ts';
import type { Walk } from './walk-as-patron.ts';
import { walkAsPatron } from './walk-as-patron.ts';
import { walkAsOperator, walkAtBranch, walkAtTheDesk } from './walk-as-staff.ts';
import { walkInARush } from './walk-in-a-rush.ts';
import { watchQueues } from './watch-queues.ts';

interface WalkOrder extends ChaosOptions {
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
  /** Notices that were sent, by kind. */
  notices: ReadonlyMap<string, number>;
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
  if (harms && Object.keys(harms).length === 0) await everythingAgain(library, chance, done);
  const since = (performance.now() - (done?.lastOver ?? performance.now())) / 1000;
  say(`${since.toFixed(0)} s after the last fault every process is there, and has heard everything twice`);
  if (commitsTake > 0) await slowCommits(library.stack, 0);
  await Promise.all(walkers);
  say(`everybody has gone home: ${library.memory.accepted.size} reservations were accepted`);

  const lastOver = done?.lastOver ?? performance.now();
  const { findings, caughtUpIn } = isFound() ? NOT_LOOKED_FOR : await afterwards(library, lastOver, order);
  const { memory, inbox } = library;
  const mails = await looked(() => judgeInbox(library));
  return {
    findings: [
      ...notThere,
      ...findings.map(lineOf),
      ...(await looked(() => notKept(library))),
      ...mails.findings,
      ...memory.strange,
    ],
    reservations: memory.accepted.size,
    faults: done?.counts ?? new Map(),
    counts: memory.counts,
    mails: inbox.size,
    notices: await looked(() => noticesSent(library)),
    sentAgain: mails.sentAgain,
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
  return eventually('what the databases say', look, { every: SETTLE_MS });
}

/** Every fact that was ever published, once more and shuffled: the last harm. */
async function everythingAgain(
  library: ChaosLibrary,
  chance: Seeded,
  done: FaultsDone | undefined,
): Promise<void> {
  for (const database of ['CATALOG', 'PATRON', 'SHIPPING'] as const)
    await redeliver(library, { database, which: 'all', chance });
  if (done !== undefined) done.lastOver = performance.now();
}

/** What somebody was told and what has not come true. */
async function notKept({ memory, beforeNights }: ChaosLibrary): Promise<string[]> {
  const known = await beforeNights.applications();
  const lost = [...memory.accepted].filter((id) => !known.has(id));
  const goesOn = [...memory.cancelled].filter((id) => known.get(id)?.endedAt === null);
  const dueEarlier = [...memory.extendedTo].filter(([id, date]) => {
    const due = known.get(id)?.dueDate;
    return due && due < dateColumn(date);
  });
  const elsewhere = [...memory.pickupAt].filter(([id, library]) => known.get(id)?.pickupLibrary !== library);
  return [
    ...lost.map((id) => `accepted and lost  reservation ${id}`),
    ...goesOn.map((id) => `cancelled and goes on  reservation ${id}  ${known.get(id)?.state}`),
    ...dueEarlier.map(([id, date]) => `extended and due earlier  reservation ${id}  told ${date}`),
    ...elsewhere.map(([id, library]) => `to another library  reservation ${id}  told ${library}`),
    ...(await beforeNights.scansLost()).map((id) => `scan answered and lost  ${id}`),
  ];
}

async function noticesSent({ beforeNights }: ChaosLibrary): Promise<ReadonlyMap<string, number>> {
  const notices = await beforeNights.notices();
  return timesOf(notices.filter(({ status }) => status === 'sent').map(({ kind }) => kind));
}

/** The reservations that a page accepted, by what became of them. */
async function howTheyStand({ memory, beforeNights }: ChaosLibrary): Promise<ReadonlyMap<string, number>> {
  const accepted = [...(await beforeNights.applications()).values()].filter(({ reservationId }) =>
    memory.accepted.has(reservationId),
  );
  return timesOf(accepted.map(({ state, outcome }) => outcome ?? `still ${state}`));
}

function timesOf(words: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
}

/**
 * What is told again word for word as often as it happens: a turn that came twice, a copy kept at the loan limit after
 * another one was passed on, and R18's notices.
 */
const SAID_AGAIN = new Set(['yourTurn', 'loanLimitReached', 'overdue']);
/** So is that a copy is ready, where a scan was taken back: what was told before it has this in its occasion. */
const TAKEN_BACK = /-before-/;
const isTakenBack = (occasion: string) => TAKEN_BACK.test(occasion);
/** From its judgement until SES has it. */
const HANDED_OVER_WITHIN_MS = 30_000;
/** A lease that has just begun, and a sender that is late to take it over. */
const IN_HAND_FOR_MS = 120_000;

/**
 * The notices, once those that a sender has in hand are sent or taken by another: of a mail whose sender or database ended
 * before its answer was kept, the row says so no sooner than that.
 */
async function handedOver(beforeNights: BeforeNights): Promise<Notice[]> {
  const inHand = (await beforeNights.notices()).filter(({ status }) => status === 'sending');
  const attemptsOf = new Map(inHand.map(({ id, attempts }) => [id, attempts]));
  return await eventually(
    'every mail is out of the hands that had it',
    async () => {
      const notices = await beforeNights.notices();
      const isOut = ({ id, status, attempts }: Notice) =>
        status !== 'sending' || attempts !== attemptsOf.get(id);
      return notices.filter(({ id }) => attemptsOf.has(id)).every(isOut) ? notices : undefined;
    },
    { within: IN_HAND_FOR_MS, every: SETTLE_MS },
  );
}

/**
 * Mails against the notices that name them as theirs. One that nobody names was sent when its answer did not come (SES
 * frozen, the sender or its database killed): then its notice was tried again, and says so. Of two that say the same
 * each has a notice only where it happened twice. And what counts as sent has arrived.
 */
async function judgeInbox({ beforeNights, inbox }: ChaosLibrary) {
  // Mails go on being sent: what was sent before the inbox is read has arrived, and who sent it says so soon after.
  const sentBefore = await beforeNights.notices();
  await inbox.stop();
  await wait(SETTLE_MS);
  const notices = await handedOver(beforeNights);
  const applications = [...(await beforeNights.applications()).values()];
  const { arrived } = inbox;
  const idOf = new Map(applications.map(({ number, reservationId }) => [number, reservationId]));

  const sentAgain: string[] = [];
  const findings = inbox.unread().map((subject) => `not read  ${subject}`);
  const said = new Map<string, string[]>();
  for (const { mailId, subject, numbers: about, words } of arrived) {
    const own = notices.filter((one) => one.mailId === mailId);
    const ids = about.map((number) => idOf.get(number) ?? null);
    if (own.length === 0) {
      const of = notices.filter((one) => ids.includes(one.reservationId));
      if (of.some((one) => beforeNights.wentOutSince(one))) continue;
      const triedAgain = of.some((one) => one.attempts > 1);
      if (triedAgain) sentAgain.push(subject);
      else findings.push(`nobody knows of it  reservations ${ids.join(', ')}  ${subject}`);
      continue;
    }
    const before = said.get(words) ?? [];
    const occasions = [...before, ...own.map(({ kind, occasion }) => `${kind} ${occasion}`)];
    if (before.length > 0 && own.some(({ kind }) => !SAID_AGAIN.has(kind)) && !occasions.some(isTakenBack))
      findings.push(`sent twice  reservations ${ids.join(', ')}  ${subject}  ${occasions.join(', ')}`);
    said.set(words, occasions);
  }
  const ids = new Set(arrived.map(({ mailId }) => mailId));
  for (const { mailId, sentAt, kind, reservationId } of sentBefore) {
    if (mailId === null || sentAt === null || ids.has(mailId)) continue;
    if (!inbox.mayHaveMissed(sentAt, HANDED_OVER_WITHIN_MS))
      findings.push(`sent and not arrived  reservation ${reservationId}  ${kind}`);
  }
  return { sentAgain, findings };
}
