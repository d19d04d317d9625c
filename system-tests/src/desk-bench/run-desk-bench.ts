import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, figure, machine, sayWithSeconds, tableOf, wholeNumber } from '@toshobin/bench';
import { type BenchStack, startBenchStack } from './bench-stack.ts';
import { dataOf, findWork, openTerminals, prepareData, type TerminalSession } from './desk-data.ts';
import { DeskDay } from './desk-day.ts';
import { deskFigures, goals } from './desk-figures.ts';
import { type Floor, startFloor } from './floor.ts';
import { highestRate, measureDesks } from './measure-desks.ts';
import { newsDelay, noteNews } from './news-delay.ts';
import { processorTime } from './processor-time.ts';
import { Terminal } from './terminal.ts';

/**
 * `npm run bench:desk [-- --copies N --rate N --rounds N --block SECONDS --step SECONDS --seed N --data DIR --json FILE]`:
 * 75 scanners at the desks over a million copies, open loop, beside a bare request with one INSERT … COMMIT
 * (docs/desk-bench.md). Ends with status 0 when it ran; whether the goals are met is in the figures.
 */
const { values } = parseArgs({
  options: {
    copies: { type: 'string', default: '1000000' },
    /** Scans a second in all. */
    rate: { type: 'string', default: String(goals.perSecond) },
    rounds: { type: 'string', default: '6' },
    block: { type: 'string', default: '10' },
    /** Seconds of each step towards the highest rate; 0 leaves that out. */
    step: { type: 'string', default: '15' },
    seed: { type: 'string', default: '1' },
    data: { type: 'string', default: path.join('.local', 'desk-bench') },
    json: { type: 'string' },
  },
});
const copies = wholeNumber('copies', values.copies, 50_000);
const perSecond = wholeNumber('rate', values.rate, 1);
const rounds = wholeNumber('rounds', values.rounds, 1);
const blockSeconds = wholeNumber('block', values.block, 1);
const stepSeconds = wholeNumber('step', values.step, 0);
const seed = wholeNumber('seed', values.seed, 0);
/** A page after a return, about. */
const PAGE_BYTES = 12_000;
const TERMINALS = { prefectural: 18, branch: 57 };
const measuredProcesses = [
  'staff-web',
  'catalog',
  'patron',
  'shipping',
  'workflows',
  'postgres',
  'kafka',
  'temporal',
] as const;

const say = sayWithSeconds();
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped.abort());

const stack = await startBenchStack(path.resolve(values.data), say);
let floor: Floor | undefined;
let terminals: Terminal[] = [];
const tidy = async () => {
  for (const terminal of terminals) terminal.close();
  await floor?.stop();
  await stack.stop();
};
stopped.signal.addEventListener('abort', () => void tidy().finally(() => process.exit(1)));
try {
  const { branches } = await prepareData(stack, dataOf(copies), say);
  const sessions = await openTerminals(stack, TERMINALS, branches);
  const opened = async (list: readonly TerminalSession[]) => {
    const some: Terminal[] = [];
    for (const session of list) some.push(await Terminal.open(stack, session));
    terminals = [...terminals, ...some];
    return some;
  };
  const desks = { prefectural: await opened(sessions.prefectural), branch: await opened(sessions.branch) };
  floor = await startFloor(stack.floorDatabaseUrl, terminals.length, PAGE_BYTES);
  const work = await findWork(stack, seed);
  const day = new DeskDay(work, desks, seed);
  const looking = {
    terminals: desks.prefectural,
    cards: dataOf(copies).cards,
    copies: work.copies.toReturn.slice(0, 1000),
  };
  const setting = { day, floor, looking, seed, say };
  say(`${terminals.length} terminals, ${perSecond} scans a second; ${machine()}`);
  const meter = meterOf(stack);
  await noteNews(stack);
  const measured = await measureDesks(setting, { perSecond, rounds, blockSeconds }, meter);
  const faults = [...measured.pages, ...measured.json, ...measured.looks].flatMap(({ answer }) =>
    answer.ok ? [] : [String(answer.fault)],
  );
  for (const fault of new Set(faults)) say(`${faults.filter((one) => one === fault).length} × ${fault}`);
  const figures = [
    ...deskFigures(measured),
    ...(await newsDelay(stack)),
    ...meter.figures(measured.pages.length),
  ];
  if (stepSeconds > 0) {
    say(`the highest rate; ${machine()}`);
    const highest = await highestRate(setting, { from: perSecond, stepSeconds });
    figures.push(figure('desk.rate.highest', 'scans/s', highest, { atLeast: goals.perSecond }));
  }
  report(figures);
} finally {
  await tidy();
}

/** Processor time of each process in the measured blocks of pages. */
function meterOf(of: BenchStack) {
  const sums = new Map<string, number>();
  const add = (sign: number) => {
    for (const name of measuredProcesses) {
      const ms = processorTime(of.pid(name));
      if (ms !== undefined) sums.set(name, (sums.get(name) ?? 0) + sign * ms);
    }
  };
  return {
    begin: () => add(-1),
    end: () => add(1),
    figures: (scans: number): Figure[] =>
      [...sums].map(([name, ms]) => figure(`desk.processor.${name}`, 'ms/scan', ms / scans, null)),
  };
}

function report(figures: Figure[]): void {
  console.log(tableOf(figures, 'bare'));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}
