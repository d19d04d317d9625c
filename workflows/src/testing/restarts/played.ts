import { isDeepStrictEqual } from 'node:util';
import type { NoticeKind } from '@toshobin/contracts';
import { addDays, dayOf, epochMs, type Instant, timeOn } from '@toshobin/lending-rules';
import { BareLibrary, GivenUp } from '../bare/bare-library.ts';
import type { Sandboxes } from '../bare/sandboxes.ts';
import { begunOnceMore } from './begin-from-id.ts';
import { Cast, type Story } from './cast.ts';
import { kindsOfMail, type Told, toldOf } from './told-of.ts';
import { Watch } from './watch.ts';

/** A story as it was played in a library: at each moment, what was told, asked and kept of every reservation. */
export interface Played {
  snapshots: readonly Told[][];
  /** How each reservation stands when the story is over, and every process that should run does. */
  last: readonly Told[];
  answers: BareLibrary['answers'];
  /** When each wish was decided, by its place among the answers. */
  decidedAt: BareLibrary['decidedAt'];
  /** How many days staff waited with a step that could not be done, by its place among all steps. */
  waited: BareLibrary['waited'];
  /** Why nobody tried the next step of the story any more; undefined: the story came to its end. */
  gaveUp: string | undefined;
  mailed: readonly NoticeKind[];
  /** What must never be, and was. */
  faults: readonly string[];
}

/** What happens to the processes of a library while a story is played. */
export interface Disturbance {
  /** Called before the story. */
  begins?(library: BareLibrary): void;
  /** Called after each input, and at days without one, when nothing moves; the story goes on from here. */
  between(library: BareLibrary): Promise<void>;
  /** Called after the story. */
  ends?(library: BareLibrary): Promise<void>;
}

export const undisturbed: Disturbance = { between: async () => {} };

/** Disturbs nobody, but has patrons make their wishes at the moments at which they were decided in another play. */
export function wishedAt(madeAt: ReadonlyMap<number, number>): Disturbance {
  return {
    begins(library) {
      library.madeAt = madeAt;
    },
    between: (library) => library.tryAgain(),
    ends: (library) => library.tryAgain(),
  };
}

export interface Stage {
  sandboxes: Sandboxes;
  opensAt: Instant;
  disturbance: Disturbance;
  /** How long staff wait with each step; otherwise a step that can't be done is a fault of the story. */
  waits?: BareLibrary['waits'];
  /** Plants a fault in an owner. */
  faulty?: ((library: BareLibrary) => void) | undefined;
}

/**
 * Plays a story in a library of its own, from the same moment on. A wish that is cut off is asked again after the next
 * input, at the latest before the day ends: until then nothing is compared (a snapshot without reservations).
 */
export async function play(
  story: Story,
  { sandboxes, opensAt, disturbance, waits, faulty }: Stage,
): Promise<Played> {
  const library = new BareLibrary(sandboxes, opensAt);
  library.patron.sentByHand = true;
  library.patron.slots.limit = 1;
  library.waits = waits;
  faulty?.(library);
  disturbance.begins?.(library);
  const cast = new Cast(library, dayOf(opensAt));
  const snapshots: Told[][] = [];
  const watch = new Watch(library);
  library.beforeWish = () => watch.look();
  const look = async () => {
    watch.look();
    library.moment += 1;
    if (isDisturbed) await disturbance.between(library);
    library.moment += 1;
    watch.look();
    const told = library.hasToAskAgain
      ? []
      : cast.books.map(({ reservationId }) => toldOf(library, reservationId));
    snapshots.push(told);
  };
  const nextDay = async () => {
    cast.day = addDays(cast.day, 1);
    const now = epochMs(await library.now());
    await library.pass(`PT${(epochMs(timeOn(cast.day, '10:00')) - now) / 1000}S`);
    await library.catalog.lookAtWhatWaits({ at: await library.now() });
    await library.settle();
  };
  library.nextDay = async () => {
    await nextDay();
    await look();
  };
  let isDisturbed = true;
  let gaveUp: string | undefined;
  const tell = async (tale: ReturnType<Story>) => {
    for (;;) {
      const asksAgain = library.hasToAskAgain;
      const { value: days = 0, done } = await tale.next().catch((fault: unknown) => {
        if (!(fault instanceof GivenUp)) throw fault;
        gaveUp = fault.message.replace(/[0-9a-f-]{36}/, '…');
        return { value: 0, done: true } as const;
      });
      if (asksAgain || days > 0 || done) await library.askAgain();
      await library.settle();
      await look();
      for (let day = 1; day <= days; day++) {
        await nextDay();
        // Of a long wait the first three days, every seventh and the last are looked at.
        if (day < 3 || day % 7 === 0 || day === days) await look();
      }
      if (done) break;
    }
  };
  await tell(story(cast));
  library.moment += 1;
  await disturbance.ends?.(library);
  watch.look();
  isDisturbed = false;
  if (disturbance.ends) await watch.nothingIsNew(() => begunOnceMore(library));
  if (disturbance.ends && cast.afterwards) {
    await tell(cast.afterwards());
    watch.nothingIsLeft();
  }
  watch.end();
  const last = cast.books.map(({ reservationId }) => toldOf(library, reservationId));
  await library.engine.close();
  const { answers, decidedAt, waited, patron } = library;
  const mailed = kindsOfMail(patron);
  return { snapshots, last, answers, decidedAt, waited, gaveUp, mailed, faults: watch.faults };
}

/**
 * Where a story came to another end than undisturbed, told more, or answered otherwise; undefined: nowhere. In the
 * undisturbed play wishes are made at the moments at which they were decided here.
 */
export function otherEnd(disturbed: Played, expected: Played): string | undefined {
  if (disturbed.faults.length > 0) return disturbed.faults.join('; ');
  if (disturbed.gaveUp !== expected.gaveUp)
    return `staff gave up: ${disturbed.gaveUp}, undisturbed: ${expected.gaveUp}`;
  const [ends, wanted] = [disturbed, expected].map(({ last }) => JSON.stringify(last.map(({ end }) => end)));
  if (ends !== wanted) return `ended ${ends}, undisturbed ${wanted}`;
  const times = ({ mailed }: Played, kind: NoticeKind) => mailed.filter((one) => one === kind).length;
  const may = (kind: NoticeKind) =>
    times(expected, kind) + (kind === 'returned' ? endedLate(disturbed, expected) : 0);
  return (
    disturbed.mailed.find((kind) => times(disturbed, kind) > may(kind)) ?? otherAnswer(disturbed, expected)
  );
}

/** How many processes told the end once the copy was home, and undisturbed had told before that it was not. */
function endedLate(disturbed: Played, expected: Played): number {
  const given: readonly (string | null | undefined)[] = ['longOverdue', 'lost'];
  return disturbed.last.filter(
    ({ outcome }, at) => outcome === 'returned' && given.includes(expected.last[at]?.outcome),
  ).length;
}

/** The first wish that was answered otherwise; a wish that nobody answered has no answer. */
function otherAnswer(disturbed: Played, expected: Played): string | undefined {
  const place = disturbed.answers.findIndex(
    (answer, at) => answer !== undefined && !isDeepStrictEqual(answer, expected.answers[at]),
  );
  if (place < 0) return undefined;
  const [answer, wanted] = [disturbed.answers[place], expected.answers[place]];
  return `wish ${place} was answered ${JSON.stringify(answer)}, undisturbed ${JSON.stringify(wanted)}`;
}

/** Where a story went another way than it did undisturbed; undefined: nowhere. */
export function difference(disturbed: Played, expected: Played): string | undefined {
  if (disturbed.faults.length > 0) return disturbed.faults.join('; ');
  for (const [step, told] of disturbed.snapshots.entries()) {
    const wanted = expected.snapshots[step];
    if (told.length === 0 || isDeepStrictEqual(told, wanted)) continue;
    const which = told.findIndex((one, at) => !isDeepStrictEqual(one, wanted?.[at]));
    return [
      `after ${step} steps, reservation ${which}`,
      `  disturbed ${JSON.stringify(told[which])}`,
      `  not       ${JSON.stringify(wanted?.[which])}`,
    ].join('\n');
  }
  return otherAnswer(disturbed, expected);
}
