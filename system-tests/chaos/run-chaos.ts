import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { plants } from './plants.mjs';
import { runWalk, type WalkReport } from './run-walk.ts';

// npm run chaos: a library of its own, used by many while its processes are killed, frozen and cut off; afterwards nothing
// may contradict anything. With --prove, some faults are planted in its code one after the other, and each must be found.

const usage = `npm run chaos -- [--seed N] [--minutes M] [--people N] [--calm] [--one] [--prove [--only NAME]]
  --seed     the same seed makes the same choices (by default another one each time)
  --minutes  how long everybody walks (10); what is planted has its own
  --people   how many patrons (25)
  --calm     takes nothing away
  --one      one process of each service; two of each unless told
  --prove    plants faults in the code: ${Object.keys(plants).join(', ')}`;

const Options = z.object({
  seed: z.coerce
    .number()
    .int()
    .default(Math.floor(Math.random() * 1_000_000)),
  minutes: z.coerce.number().positive().default(10),
  people: z.coerce.number().int().min(1).max(25).default(25),
  calm: z.boolean().default(false),
  one: z.boolean().default(false),
  prove: z.boolean().default(false),
  only: z.string().optional(),
});

/** After the last fault. On a machine that others use as well everything takes longer. */
const CATCHES_UP_WITHIN_S = 60;
/** Of what is planted; its library's start is not counted. */
const FOUND_WITHIN_S = 300;
const busyness = () => Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());

const began = performance.now();
const say = (line: string) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${line}`);

process.exitCode = await run();
process.exit();

async function run(): Promise<number> {
  const given = optionsIn(process.argv.slice(2));
  if (given === undefined) {
    console.error(usage);
    return 2;
  }
  const { seed, minutes, people, calm, one } = given;
  if (given.prove) return prove(given);
  console.log(`chaos: seed ${seed}, ${minutes} minutes, ${people} patrons`);
  const report = await runWalk({
    seed,
    minutes,
    people,
    harm: !calm,
    twoOfEach: !one,
    say,
    nights: true,
    catchesUpWithin: 300_000,
  });
  const { caughtUpIn = Number.POSITIVE_INFINITY } = report;
  if (minutes >= 10 && !calm) report.findings.push(...whatDidNotHappen(report));
  const { findings } = report;
  const late = caughtUpIn > CATCHES_UP_WITHIN_S * busyness();
  const how = findings.length > 0 ? `${findings.length} findings` : late ? 'caught up too late' : 'clean';
  tell(report, `chaos: seed ${seed}, ${how}`);
  return findings.length === 0 && !late ? 0 : 1;
}

/** What a long walk is for: without it a clean one says less than it seems to. */
function whatDidNotHappen({ counts, notices }: WalkReport): string[] {
  const done = [
    /^closure ok/,
    /^closure ok, and stands/,
    /^parcel lost, .*ok/,
    /by telephone: ok/,
    /^night /,
    /^declare/,
    /^hand out the copy of another: ok/,
  ];
  const acts = done.filter((act) => ![...counts.keys()].some((what) => act.test(what)));
  const mails = ['overdue', 'dueSoon', 'holdEndsSoon', 'readyAtMunicipal', 'readyAtPrefectural'];
  const kinds = mails.filter((kind) => !notices.has(kind));
  return [...acts.map(String), ...kinds].map((what) => `did not happen  ${what}`);
}

/** Each planted fault must be found, by what it does and nothing else; answers the exit status. */
async function prove({ seed, people, one, only }: z.output<typeof Options>): Promise<number> {
  const hook = new URL('./plant-fault.mjs', import.meta.url).href;
  const missed: string[] = [];
  for (const [name, { about, shows, walk }] of Object.entries(plants)) {
    if (only !== undefined && only !== name) continue;
    say(`planted: ${name}, ${about}`);
    const env = { CHAOS_PLANT: name, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${hook}` };
    const { findings, seconds, reservations } = await runWalk({
      people,
      ...walk,
      seed,
      atLeast: 25,
      twoOfEach: !one,
      say,
      env,
      until: shows,
      catchesUpWithin: 45_000,
    });
    const found = seconds > FOUND_WITHIN_S ? [] : findings.filter((line) => shows.test(line));
    for (const line of found.length > 0 ? found.slice(0, 3) : findings) console.log(`  ${line}`);
    const how = `${reservations} reservations, ${seconds.toFixed(0)} s`;
    say(`${name}: ${found.length > 0 ? '' : 'NOT '}found, after ${how}`);
    if (found.length === 0) missed.push(name);
  }
  console.log(missed.length === 0 ? 'chaos: every planted fault was found' : `chaos: missed ${missed}`);
  return missed.length === 0 ? 0 : 1;
}

/** What was done and how it came out, the short of it last. */
function tell(report: WalkReport, how: string): void {
  const { findings, faults, counts, mails, notices, sentAgain, caughtUpIn, reservations, stand } = report;
  const sorted = (map: ReadonlyMap<string, number>) => [...map].sort(([a], [b]) => a.localeCompare(b));
  const lines = (map: ReadonlyMap<string, number>) =>
    sorted(map).map(([what, times]) => `  ${String(times).padStart(5)}  ${what}`);
  const all = (map: ReadonlyMap<string, number>) => [...map.values()].reduce((sum, times) => sum + times, 0);
  const became = sorted(stand).map(([what, times]) => `${times} ${what}`);
  console.log(
    `done\n${lines(counts).join('\n')}\nharm\n${lines(faults).join('\n')}\nmails\n${lines(notices).join('\n')}`,
  );
  for (const finding of findings) console.log(finding);
  console.log(`${reservations} reservations were accepted: ${became.join(', ')}`);
  console.log(
    `${mails} mails, of them ${sentAgain.length} a second time since no answer came to the first sending`,
  );
  console.log(
    `${all(faults)} harms, ${findings.length} findings, load ${loadavg().map(Math.round).join(' ')}`,
  );
  console.log(
    caughtUpIn === undefined
      ? 'not caught up'
      : `caught up ${caughtUpIn.toFixed(0)} s after the last harm (${CATCHES_UP_WITHIN_S} on a machine of its own)`,
  );
  console.log(how);
}

function optionsIn(args: string[]): z.output<typeof Options> | undefined {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  const options = { seed: text, minutes: text, people: text, calm: flag, one: flag, prove: flag, only: text };
  try {
    return Options.safeParse(parseArgs({ args, options }).values).data;
  } catch {
    // An option that there is not.
    return undefined;
  }
}
