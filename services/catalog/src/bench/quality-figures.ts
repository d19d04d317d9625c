import { type Figure, figure } from '@toshobin/bench';
import { type Need, needKinds } from './needs.ts';

/** What the search answered to a need. */
export interface AnsweredNeed {
  need: Need;
  /** Where the first of the wanted records stands, from 1; undefined when the first page has none. */
  place: number | undefined;
  /** Whether nothing was found at all. */
  nothing: boolean;
}

const goals = {
  all: { first: 0.8, five: 0.95, reciprocal: 0.85, nothing: 0.01 },
  /** The share of first places for each kind. */
  kind: 0.75,
};

/** Which share of needs has its record first, among the first five, and no hit at all; the mean of 1/place. */
export function qualityFigures(set: string, answered: readonly AnsweredNeed[]): Figure[] {
  const { all } = goals;
  const share = (
    some: readonly AnsweredNeed[],
    counts: (one: AnsweredNeed) => number | boolean | undefined,
  ) => some.reduce((sum, one) => sum + Number(counts(one) ?? 0), 0) / Math.max(1, some.length);
  const first = ({ place }: AnsweredNeed) => place === 1;
  const five = ({ place }: AnsweredNeed) => place !== undefined && place <= 5;
  const nothing = (one: AnsweredNeed) => one.nothing;
  const reciprocal = ({ place }: AnsweredNeed) => (place === undefined ? 0 : 1 / place);
  return [
    figure(`${set}.needs`, 'needs', answered.length, null),
    figure(`${set}.first`, 'share', share(answered, first), { atLeast: all.first }),
    figure(`${set}.five`, 'share', share(answered, five), { atLeast: all.five }),
    figure(`${set}.reciprocal`, 'mean', share(answered, reciprocal), { atLeast: all.reciprocal }),
    figure(`${set}.nothing`, 'share', share(answered, nothing), all.nothing),
    ...needKinds.flatMap((kind) => {
      const some = answered.filter(({ need }) => need.kind === kind);
      if (some.length === 0) return [];
      return [
        figure(`${set}.${kind}.first`, 'share', share(some, first), { atLeast: goals.kind }),
        figure(`${set}.${kind}.five`, 'share', share(some, five), null),
        figure(`${set}.${kind}.reciprocal`, 'mean', share(some, reciprocal), null),
        figure(`${set}.${kind}.nothing`, 'share', share(some, nothing), null),
      ];
    }),
  ];
}
