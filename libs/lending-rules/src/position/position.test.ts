import { describe, expect, test } from '@jest/globals';
import { instant } from '../index.ts';
import { positionOf, rankOf, reached } from '../ledger/index.ts';
import { type Fact, type FactKind, FactKindSchema, FactSchema, legalTime } from '../position/fact.ts';
import { factInTest } from '../testing/fact-in-test.ts';

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const fact = (kind: FactKind, at: string, more: Partial<Fact> = {}) =>
  factInTest(kind, instant(at), { allocation: 1, place: null, ...more });

const picked = fact('picked', '2026-12-07T01:00:00Z');
const packed = fact('packed', '2026-12-07T02:00:00Z');
const shipped = fact('shipped', '2026-12-07T06:00:00Z');
const arrived = fact('arrived', '2026-12-10T02:00:00Z');
const handedOut = fact('handedOut', '2026-12-11T02:00:00Z');
const handedIn = fact('handedIn', '2026-12-20T02:00:00Z', { leg: 'return' });
const home = fact('home', '2026-12-24T02:00:00Z', { leg: 'return' });

describe('where a copy is', () => {
  test('without a fact it is allocated', () => {
    expect(positionOf([], 1)).toEqual({ furthest: 'allocated', onReturnLeg: false });
  });

  test('a whole journey keeps the time of every step', () => {
    expect(positionOf([picked, packed, shipped, arrived, handedOut, handedIn, home], 1)).toEqual({
      furthest: 'home',
      onReturnLeg: true,
      pickedAt: picked.occurredAt,
      packedAt: packed.occurredAt,
      shippedAt: shipped.occurredAt,
      arrivedAt: arrived.occurredAt,
      handedOutAt: handedOut.occurredAt,
      handedInAt: handedIn.occurredAt,
      homeAt: home.occurredAt,
    });
  });

  test('a book handed out has arrived, though nobody scanned the parcel', () => {
    const position = positionOf([shipped, handedOut], 1);
    expect(reached(position, 'arrived')).toBe(true);
    expect(position.arrivedAt).toBeUndefined();
    expect(position.onReturnLeg).toBe(false);
  });

  test('home ends the route from anywhere, but proves no hand-out', () => {
    const position = positionOf([picked, home], 1);
    expect(reached(position, 'arrived')).toBe(true);
    expect(reached(position, 'home')).toBe(true);
    expect(reached(position, 'handedOut')).toBe(false);
    expect(reached(position, 'handedIn')).toBe(false);
  });

  test('a book handed in was handed out', () => {
    expect(reached(positionOf([handedIn], 1), 'handedOut')).toBe(true);
  });

  test('a book handed in was handed in, wherever it is by now', () => {
    const position = positionOf([handedOut, handedIn, home], 1);
    expect(reached(position, 'handedIn')).toBe(true);
    expect(reached(positionOf([handedOut], 1), 'handedIn')).toBe(false);
  });

  test('a wait for a later step goes on', () => {
    const way = [picked, packed, shipped, arrived];
    const after = (n: number) => positionOf(way.slice(0, n), 1);
    for (const [n, { kind }] of way.entries()) {
      expect(reached(after(n), kind)).toBe(false);
      expect(reached(after(n + 1), kind)).toBe(true);
    }
    expect(reached(after(4), 'sentBack')).toBe(false);
    expect(reached(after(4), 'home')).toBe(false);
  });

  test('the steps are in the order of the way', () => {
    const steps = ['allocated', ...FactKindSchema.options] as const;
    expect(steps.map(rankOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test.each<[FactKind, boolean]>([
    ['picked', false],
    ['packed', false],
    ['shipped', false],
    ['arrived', false],
    ['handedOut', false],
    ['handedIn', true],
    ['sentBack', true],
    ['home', true],
  ])('after the scan "%s" with no parcel on its way back: on the way home is %p', (kind, onReturnLeg) => {
    expect(positionOf([fact(kind, '2026-12-20T02:00:00Z')], 1).onReturnLeg).toBe(onReturnLeg);
  });

  test('a hand-out entered at a desk that takes returns is still a hand-out', () => {
    const atReturns = fact('handedOut', '2026-12-11T02:00:00Z', { leg: 'return' });
    expect(positionOf([atReturns], 1)).toMatchObject({
      furthest: 'handedOut',
      onReturnLeg: false,
      handedOutAt: atReturns.occurredAt,
    });
  });

  test('a return parcel received is on its way home', () => {
    const received = fact('arrived', '2026-12-30T02:00:00Z', { leg: 'return' });
    expect(positionOf([received], 1)).toMatchObject({
      furthest: 'sentBack',
      sentBackAt: received.occurredAt,
    });
  });

  test('facts of an older allocation move only the copy', () => {
    const other = fact('home', '2026-12-05T02:00:00Z', { allocation: 2 });
    const none = fact('home', '2026-12-05T02:00:00Z', { allocation: null });
    expect(positionOf([picked, other, none], 1).furthest).toBe('picked');
    expect(positionOf([picked, other, none], 2).furthest).toBe('home');
  });

  test('a parcel seen on its way back has been sent back; in the box it has only been there', () => {
    const packedBack = fact('packed', '2026-12-29T02:00:00Z', { leg: 'return' });
    const shippedBack = fact('shipped', '2026-12-30T02:00:00Z', { leg: 'return' });
    expect(positionOf([shipped, packedBack], 1)).toMatchObject({ furthest: 'arrived', onReturnLeg: true });
    const back = positionOf([shipped, packedBack, shippedBack], 1);
    expect(back).toMatchObject({
      furthest: 'sentBack',
      sentBackAt: shippedBack.occurredAt,
      onReturnLeg: true,
    });
    expect(back).toMatchObject({ shippedAt: shipped.occurredAt });
    expect(back.packedAt).toBeUndefined();
  });

  test.each(['picked', 'packed'] as const)(
    'a book that is %s for the way back was at the library, but nobody has said since when',
    (kind) => {
      const forTheWayBack = fact(kind, '2026-12-29T02:00:00Z', { leg: 'return' });
      expect(positionOf([forTheWayBack], 1)).toEqual({ furthest: 'arrived', onReturnLeg: true });
      expect(positionOf([arrived, forTheWayBack], 1).arrivedAt).toBe(arrived.occurredAt);
    },
  );
});

describe('a mis-scan undone', () => {
  const undo = (target: Fact) => fact(target.kind, '2026-12-11T02:05:00Z', { voids: target.factId });

  test('takes the copy back to where it was, whichever of the two comes first', () => {
    const voiding = undo(handedOut);
    for (const facts of [
      [arrived, handedOut, voiding],
      [voiding, arrived, handedOut],
    ])
      expect(positionOf(facts, 1)).toEqual(positionOf([arrived], 1));
  });

  test('says nothing else: the undo of an unknown scan moves nothing', () => {
    expect(positionOf([undo(home)], 1).furthest).toBe('allocated');
  });

  test("can't itself be undone: the hand-out is scanned again", () => {
    const voiding = undo(handedOut);
    const undoing = fact('handedOut', '2026-12-11T02:06:00Z', { voids: voiding.factId });
    expect(positionOf([arrived, handedOut, voiding, undoing], 1).furthest).toBe('arrived');
    const again = fact('handedOut', '2026-12-11T02:07:00Z');
    expect(positionOf([arrived, handedOut, voiding, again], 1).handedOutAt).toBe(again.occurredAt);
  });
});

describe('the time that counts', () => {
  test('a scan sent late counts for when it was made', () => {
    expect(legalTime({ ...handedOut, recordedAt: instant('2026-12-15T00:00:00Z') })).toBe(
      handedOut.occurredAt,
    );
  });
  test('a device with a fast clock scans no later than we heard of it', () => {
    const fast = { ...handedOut, occurredAt: instant('2027-12-11T02:00:00Z') };
    expect(legalTime(fast)).toBe(handedOut.recordedAt);
    expect(positionOf([fast], 1).handedOutAt).toBe(handedOut.recordedAt);
  });
  test('of two scans of the same step the earlier one counts', () => {
    const twice = fact('handedIn', '2026-12-21T02:00:00Z', { leg: 'return' });
    expect(positionOf([twice, handedIn], 1).handedInAt).toBe(handedIn.occurredAt);
  });
});

describe('a fact as it arrives', () => {
  test('is read as it is', () => {
    expect(FactSchema.parse(handedOut)).toEqual(handedOut);
    expect(FactSchema.parse({ ...home, reservationId: null, allocation: null, voids: idOf(5) }).voids).toBe(
      idOf(5),
    );
  });
  test.each(FactKindSchema.options)('it may say "%s"', (kind) => {
    expect(FactSchema.parse({ ...handedOut, kind }).kind).toBe(kind);
  });
  test('the kinds are those of the way', () => {
    expect(FactKindSchema.options).toEqual([
      ...['picked', 'packed', 'shipped', 'arrived', 'handedOut', 'handedIn', 'sentBack', 'home'],
    ]);
  });
  test.each([
    ['a copy of one digit', { copyId: '1' }],
    ['a copy of 20 digits', { copyId: '1'.repeat(20) }],
    ['a place of one letter', { place: '本' }],
    ['a place of 40 letters', { place: '図'.repeat(40) }],
  ])('with %s it is read', (_, change) => {
    expect(FactSchema.parse({ ...handedOut, ...change })).toEqual({ ...handedOut, ...change });
  });
  test('a copy that is no number says so', () => {
    expect(FactSchema.safeParse({ ...handedOut, copyId: 'A' }).error?.issues).toMatchObject([
      { path: ['copyId'], message: 'must be digits' },
    ]);
  });
  test.each([
    ['an unknown kind', { kind: 'eaten' }],
    ['an id that is none', { factId: '1' }],
    ['a barcode with letters', { copyId: 'A1000000014A' }],
    ['a barcode with its start letter', { copyId: 'A1000000014' }],
    ['a barcode with its stop letter', { copyId: '1000000014A' }],
    ['an empty barcode', { copyId: '' }],
    ['a barcode of 21 digits', { copyId: '1'.repeat(21) }],
    ['a place without a name', { place: '' }],
    ['a place whose name is a story', { place: '図'.repeat(41) }],
    ['allocation 0', { allocation: 0 }],
    ['a leg of a table', { leg: 'table' }],
    ['a date that does not exist', { occurredAt: '2026-02-30T00:00:00Z' }],
    ["a patron's name", { patron: '肥後 花子' }],
  ])('with %s it is refused', (_, change) => {
    expect(FactSchema.safeParse({ ...handedOut, ...change }).success).toBe(false);
  });
});
