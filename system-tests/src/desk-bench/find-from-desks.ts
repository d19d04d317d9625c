import { Seeded } from '@toshobin/bench';
import { holdNumberOf } from '@toshobin/contracts';
import { typedForPersons } from '@toshobin/patron/bench';
import { type Answered, arrivals, runOpenLoop } from './open-loop.ts';
import type { Terminal } from './terminal.ts';

/** What is typed into the one search box, with its share; and 今日の仕事, which is looked at between. */
const shares = { person: 0.4, title: 0.25, copy: 0.1, hold: 0.1, today: 0.15 } as const;
export type LookKind = keyof typeof shares;
export const lookKinds = ['person', 'title', 'copy', 'hold', 'today'] as const satisfies readonly LookKind[];

/** How often somebody at the prefectural desk looks for something, a second. */
const PER_SECOND = 2;

/** Beginnings of titles and authors that many have, and some that few have. */
const typedForTitles = [
  '吾輩は猫',
  '漱石',
  '夏目漱石',
  '銀河鉄道',
  '源氏物語',
  '人間失格',
  '太宰',
  '山',
  '走れメロス 第3巻',
];

/** The prefectural desk looks: into the search box, and at the day. */
export function lookFromDesks(
  terminals: readonly Terminal[],
  of: { cards: number; copies: readonly { barcode: string }[]; seed: number; seconds: number },
): Promise<Answered<LookKind>[]> {
  const random = new Seeded(of.seed);
  return runOpenLoop(
    arrivals(random, PER_SECOND, of.seconds).map((at, n) => {
      const terminal = random.of(terminals);
      const kind = kindBy(random);
      const typed = {
        person: () => typedForPersons(of.seed * 1000 + n, of.cards),
        title: () => random.of(typedForTitles),
        copy: () => random.of(of.copies).barcode,
        // A fifth of the copies has been lent before: so many slips there were at the least.
        hold: () => holdNumberOf(1 + Math.floor(random.next() * of.cards)),
        today: () => '',
      }[kind]();
      const look = kind === 'today' ? () => terminal.look() : () => terminal.find(typed);
      return { at, by: terminal, send: () => look().then(() => kind) };
    }),
  );
}

function kindBy(random: Seeded): LookKind {
  let left = random.next();
  for (const kind of lookKinds) {
    left -= shares[kind];
    if (left < 0) return kind;
  }
  return 'today';
}
