import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  instant,
  isAfter,
  type ParcelEvent,
  ParcelEventKindSchema,
  type ParcelRows,
  parcelOf,
  type ScanOfCopy,
} from '../index.ts';

const on = (day: number) => instant(`2026-12-${String(day).padStart(2, '0')}T02:00:00Z`);
const scan = (kind: ScanOfCopy['kind'], day: number, more: Partial<ScanOfCopy> = {}): ScanOfCopy => ({
  kind,
  place: kind === 'home' ? 'pref' : 'uto',
  at: on(day),
  takenBack: false,
  ...more,
});
const event = (kind: ParcelEvent['kind'], day: number, line: string | null = null): ParcelEvent => ({
  kind,
  at: on(day),
  line,
});
/** こころ and 坊っちゃん, packed on 1 December, posted on the 2nd, from or to 宇土. */
function rows(
  events: readonly ParcelEvent[],
  scans: { kokoro?: readonly ScanOfCopy[]; botchan?: readonly ScanOfCopy[] } = {},
  more: Partial<ParcelRows> = {},
): ParcelRows {
  return {
    direction: 'outward',
    library: 'uto',
    dispatchedAt: on(2),
    events,
    copies: [
      { line: 'kokoro', packedAt: on(1), scans: scans.kokoro ?? [] },
      { line: 'botchan', packedAt: on(1), scans: scans.botchan ?? [] },
    ],
    ...more,
  };
}
const home = { direction: 'return' } as const;
const open = { dispatchedAt: null };
const received = event('received', 4);
const said = (parcel: ParcelRows) => {
  const { state, copies } = parcelOf(parcel);
  return [state, copies.get('kokoro'), copies.get('botchan')];
};

describe('where a parcel is, and each copy in it', () => {
  test.each<[string, ParcelRows, ReturnType<typeof said>]>([
    ['is packed', rows([], {}, open), ['open', 'inside', 'inside']],
    [
      'is packed, and a copy taken out',
      rows([event('copyTakenOut', 1, 'kokoro')], {}, open),
      ['open', 'takenOut', 'inside'],
    ],
    [
      'is not used',
      rows([event('discarded', 1)], {}, { ...open, copies: [] }),
      ['discarded', undefined, undefined],
    ],
    ['is posted', rows([]), ['dispatched', 'inside', 'inside']],
    ['is taken for arrived', rows([event('assumed', 4)]), ['arrived', 'arrived', 'arrived']],
    ['is received', rows([received]), ['arrived', 'arrived', 'arrived']],
    ['comes home', rows([received], {}, home), ['arrived', 'inside', 'inside']],
    ['was not there after all', rows([received, event('takenBack', 5)]), ['dispatched', 'inside', 'inside']],
    ['is given up', rows([event('lost', 20)]), ['lost', 'lost', 'lost']],
    [
      'was taken for arrived and given up',
      rows([event('assumed', 4), event('lost', 20)]),
      ['lost', 'lost', 'lost'],
    ],
    ['comes after all', rows([event('lost', 20), event('received', 21)]), ['arrived', 'arrived', 'arrived']],
    ['comes home after all', rows([event('lost', 20), received], {}, home), ['arrived', 'inside', 'inside']],
    ['is brought back by the post', rows([event('returned', 9)]), ['arrived', 'inside', 'inside']],
    [
      'is brought back after it was lost',
      rows([event('lost', 8), event('returned', 9)]),
      ['arrived', 'inside', 'inside'],
    ],
    ['lacks a copy', rows([event('copyMissing', 4, 'kokoro'), received]), ['arrived', 'missing', 'arrived']],
    [
      'lacked a copy that was found in it',
      rows([received, event('copyMissing', 4, 'kokoro'), event('copyFound', 5, 'kokoro')]),
      ['arrived', 'arrived', 'arrived'],
    ],
    [
      'comes home, and lacked a copy that was found in it',
      rows([received, event('copyMissing', 4, 'kokoro'), event('copyFound', 5, 'kokoro')], {}, home),
      ['arrived', 'inside', 'inside'],
    ],
    [
      'lacks a copy that is given up',
      rows([event('copyMissing', 4, 'kokoro'), received, event('copyLost', 9, 'kokoro')]),
      ['arrived', 'lost', 'arrived'],
    ],
    [
      'lacks a copy that was packed elsewhere',
      rows([event('copyMissing', 4, 'kokoro'), received, event('copyPackedElsewhere', 5, 'kokoro')]),
      ['arrived', 'elsewhere', 'arrived'],
    ],
    [
      'lacks nothing: the copy went home since',
      rows([received, event('copyPackedElsewhere', 5, 'kokoro'), event('copyMissing', 6, 'kokoro')]),
      ['arrived', 'arrived', 'arrived'],
    ],
    [
      'is waited for no more when its copies are elsewhere',
      rows([event('copyPackedElsewhere', 5, 'kokoro'), event('copyPackedElsewhere', 6, 'botchan')]),
      ['arrived', 'elsewhere', 'elsewhere'],
    ],
    [
      'comes back without a copy that went out again',
      rows([event('assumed', 4), event('copyPackedElsewhere', 5, 'kokoro'), event('returned', 9)]),
      ['arrived', 'elsewhere', 'inside'],
    ],
    [
      'is given up without a copy that went out again',
      rows([event('assumed', 4), event('copyPackedElsewhere', 5, 'kokoro'), event('lost', 20)]),
      ['lost', 'elsewhere', 'lost'],
    ],
  ])('%s', (_, parcel, expected) => expect(said(parcel)).toEqual(expected));
});

describe('what a scan of a copy says of it', () => {
  const missing = event('copyMissing', 4, 'kokoro');
  test.each<[string, ParcelRows, ReturnType<typeof said>]>([
    ['handed out', rows([], { kokoro: [scan('handedOut', 5)] }), ['arrived', 'arrived', 'arrived']],
    ['handed in', rows([], { kokoro: [scan('handedIn', 5)] }), ['arrived', 'arrived', 'arrived']],
    [
      'at another library',
      rows([], { kokoro: [scan('handedIn', 5, { place: 'ozu' })] }),
      ['dispatched', 'inside', 'inside'],
    ],
    [
      'handed out, given up before',
      rows([event('lost', 20)], { kokoro: [scan('handedOut', 5)] }),
      ['arrived', 'arrived', 'arrived'],
    ],
    [
      'before it was packed',
      rows([], {
        kokoro: [scan('handedOut', 1, { at: instant('2026-11-30T02:00:00Z') })],
      }),
      ['dispatched', 'inside', 'inside'],
    ],
    ['before it left', rows([], { kokoro: [scan('handedOut', 1)] }, open), ['open', 'inside', 'inside']],
    [
      'a hand-in taken back',
      rows([], { kokoro: [scan('handedIn', 5, { takenBack: true })] }),
      ['dispatched', 'inside', 'inside'],
    ],
    [
      'a hand-out taken back',
      rows([], { kokoro: [scan('handedOut', 5, { takenBack: true })] }),
      ['arrived', 'arrived', 'arrived'],
    ],
    [
      'a hand-out taken back, and the parcel was not there either',
      rows([event('takenBack', 5)], { kokoro: [scan('handedOut', 5, { takenBack: true })] }),
      ['dispatched', 'inside', 'inside'],
    ],
    [
      'missing, handed out there',
      rows([missing, received], { kokoro: [scan('handedOut', 5)] }),
      ['arrived', 'arrived', 'arrived'],
    ],
    [
      'missing, though handed out before',
      rows([missing, received], { kokoro: [scan('handedOut', 3)] }),
      ['arrived', 'arrived', 'arrived'],
    ],
    [
      'missing, seen elsewhere',
      rows([missing, received], { kokoro: [scan('handedIn', 5, { place: 'ozu' })] }),
      ['arrived', 'elsewhere', 'arrived'],
    ],
    [
      'missing on the way home, seen',
      rows([missing, received], { kokoro: [scan('handedIn', 5)] }, home),
      ['arrived', 'inside', 'inside'],
    ],
    [
      'missing, at home',
      rows([missing, received], { kokoro: [scan('home', 9)] }),
      ['arrived', 'home', 'arrived'],
    ],
    ['at home', rows([], { kokoro: [scan('home', 9)] }), ['dispatched', 'home', 'inside']],
    ['at home before it left', rows([], { kokoro: [scan('home', 1)] }), ['dispatched', 'inside', 'inside']],
    [
      'both at home',
      rows([], { kokoro: [scan('home', 9)], botchan: [scan('home', 9)] }),
      ['opened', 'home', 'home'],
    ],
    [
      'at home after it had arrived',
      rows([received], { kokoro: [scan('home', 9)] }),
      ['arrived', 'arrived', 'arrived'],
    ],
    [
      'at home before the parcel was received',
      rows([event('received', 9)], { kokoro: [scan('home', 4)] }),
      ['arrived', 'home', 'arrived'],
    ],
    [
      'at home, lost before',
      rows([event('lost', 20)], { kokoro: [scan('home', 9)] }),
      ['lost', 'home', 'lost'],
    ],
    [
      'on the way home, at home',
      rows([], { kokoro: [scan('home', 9)] }, home),
      ['arrived', 'home', 'inside'],
    ],
    [
      'on the way home, lost, at home',
      rows([event('lost', 20)], { kokoro: [scan('home', 21)] }, home),
      ['arrived', 'home', 'inside'],
    ],
    [
      'on the way home, all of them',
      rows([], { kokoro: [scan('home', 9)], botchan: [scan('home', 9)] }, home),
      ['opened', 'home', 'home'],
    ],
    [
      'brought back by the post, all of them',
      rows([event('returned', 8)], { kokoro: [scan('home', 9)], botchan: [scan('home', 9)] }),
      ['opened', 'home', 'home'],
    ],
    [
      'packed again before it was scanned',
      rows([event('copyPackedElsewhere', 5, 'kokoro')], { kokoro: [scan('home', 9)] }),
      ['dispatched', 'elsewhere', 'inside'],
    ],
    [
      'scanned before it was packed again',
      rows([event('copyPackedElsewhere', 9, 'kokoro')], { kokoro: [scan('home', 5)] }),
      ['dispatched', 'home', 'inside'],
    ],
    [
      'opened with one that is given up',
      rows([missing, event('copyLost', 9, 'kokoro')], { botchan: [scan('home', 9)] }, home),
      ['opened', 'lost', 'home'],
    ],
  ])('%s', (_, parcel, expected) => expect(said(parcel)).toEqual(expected));
});

test('what is only taken for granted is not certain until somebody has it in the hand', () => {
  const assumed = [event('assumed', 4)];
  expect(parcelOf(rows(assumed))).toMatchObject({ arrival: { at: on(4), assumed: true }, seenAt: null });
  const seen = parcelOf(rows(assumed, { kokoro: [scan('handedOut', 6)], botchan: [scan('handedIn', 5)] }));
  expect(seen).toMatchObject({ arrival: { assumed: true }, seenAt: on(6), wasHandled: true });
  expect(parcelOf(rows([...assumed, event('received', 6)])).arrival).toEqual({ at: on(6), assumed: false });
  const undone = rows(assumed, { kokoro: [scan('handedOut', 6, { takenBack: true })] });
  expect(parcelOf(undone)).toMatchObject({ seenAt: on(6), wasHandled: false });
});

test('it has arrived since the first copy of it was seen there, and never before it left', () => {
  const seen = rows([], { kokoro: [scan('handedOut', 6)], botchan: [scan('handedIn', 5)] });
  expect(parcelOf(seen)).toMatchObject({ arrival: { at: on(5), assumed: false }, wasLost: false });
  const early = rows([event('lost', 20)], { kokoro: [scan('handedOut', 1)] });
  expect(parcelOf(early)).toMatchObject({ arrival: { at: on(2) }, wasLost: true });
});

const anyScan = fc.record({
  kind: fc.constantFrom<ScanOfCopy['kind']>('handedOut', 'handedIn', 'home'),
  place: fc.constantFrom('uto', 'ozu', 'pref'),
  at: fc.integer({ min: 1, max: 28 }).map(on),
  takenBack: fc.boolean(),
});
const anyEvent = fc
  .record({
    kind: fc.constantFrom(...ParcelEventKindSchema.options),
    at: fc.integer({ min: 2, max: 28 }).map(on),
    line: fc.constantFrom('kokoro', 'botchan'),
  })
  .map(({ line, ...one }) => ({ ...one, line: one.kind.startsWith('copy') ? line : null }));
/** Who reports what is in a parcel has it in the hand. */
const withReports = (events: readonly ParcelEvent[]) =>
  events.flatMap((one) =>
    ['copyMissing', 'copyFound'].includes(one.kind)
      ? [one, { ...one, kind: 'received' as const, line: null }]
      : one,
  );
const anyRows = fc
  .record({
    direction: fc.constantFrom<ParcelRows['direction']>('outward', 'return'),
    events: fc.array(anyEvent, { maxLength: 8 }),
    kokoro: fc.array(anyScan, { maxLength: 4 }),
    botchan: fc.array(anyScan, { maxLength: 4 }),
  })
  .map(({ events, kokoro, botchan, direction }) =>
    rows(withReports(events), { kokoro, botchan }, { direction }),
  );

test('whatever was said: the order and the repetition of scans change nothing, and parcel and copies say the same', () => {
  fc.assert(
    fc.property(anyRows, fc.boolean(), (parcel, repeated) => {
      const standing = parcelOf(parcel);
      const copies = parcel.copies.map(({ scans, ...copy }) => ({
        ...copy,
        scans: [...scans].reverse().concat(repeated ? scans : []),
      }));
      expect(parcelOf({ ...parcel, copies })).toEqual(standing);
      const { state, arrival, comesHome } = standing;
      const states = [...standing.copies.values()].filter((one) => one !== 'takenOut');
      if (state === 'opened') expect(states).not.toContain('inside');
      if (state === 'arrived' && !comesHome) expect(states).not.toContain('inside');
      if (state === 'dispatched' || state === 'lost') expect(states).not.toContain('arrived');
      if (comesHome) expect(states).not.toContain('arrived');
      if (arrival) expect(isAfter(on(2), arrival.at)).toBe(false);
    }),
  );
});
