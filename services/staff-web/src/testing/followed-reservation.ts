import { calendarDate, deadlineOn, instant } from '@toshobin/lending-rules';
import type { Fact, FactKind } from '@toshobin/lending-rules/facts';
import { stateOf } from '@toshobin/lending-rules/ledger';
import { copyInTest, entryInTest, factInTest } from '@toshobin/lending-rules/testing';
import { copyBefore, followedCopy, followedReservation } from './stand-ins.ts';
import type { World } from './world.ts';

const fact = (n: number, kind: FactKind, at: string, leg: Fact['leg'] = 'outward') =>
  factInTest(kind, instant(at), {
    factId: `6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f070${n}`,
    reservationId: followedReservation,
    allocation: 2,
    leg,
    place: 'pref',
  });
/** The reservation whose way is followed on its timeline. */
const followed = {
  reservationId: followedReservation,
  pickupLibrary: 'uto',
  barcode: followedCopy,
  allocation: 2,
  due: deadlineOn(calendarDate('2099-12-15')),
  facts: [
    fact(1, 'picked', '2026-11-23T02:19:00Z'),
    fact(2, 'packed', '2026-11-23T02:26:00Z'),
    fact(3, 'shipped', '2026-11-23T05:05:00Z'),
  ],
  scans: [{ factId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0701', account: 'desk', reason: null }],
  ended: [
    {
      barcode: copyBefore,
      allocation: 1,
      endedAt: '2026-11-22T07:02:00Z',
      ending: 'lostInTransit',
      facts: [
        { ...fact(7, 'picked', '2026-11-20T02:19:00Z'), allocation: 1 },
        { ...fact(8, 'shipped', '2026-11-20T05:05:00Z'), allocation: 1 },
      ],
    },
  ],
  handedToOthers: [],
  pickupChanges: [{ from: 'kikuyo', to: 'uto', at: '2026-11-21T01:53:00Z' }],
};

const claimFact = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0705';

/** Handed to a stranger, and taken back. */
function givenToOthers({ followedGiven }: World) {
  if (followedGiven === 'no') return {};
  if (followedGiven === 'statedAgain') {
    const facts = followed.facts.map((one, n) => ({
      ...fact(n + 4, one.kind, one.occurredAt),
      allocation: 1,
    }));
    return { ended: followed.ended.map((one) => ({ ...one, facts })) };
  }
  const given = { ...fact(4, 'handedOut', '2026-11-26T02:00:00Z'), reservationId: null };
  const voids = { ...fact(6, 'handedOut', '2026-11-26T02:01:00Z'), reservationId: null, voids: given.factId };
  const back = { ...fact(5, 'handedIn', '2026-11-26T03:00:00Z', 'return'), reservationId: null };
  const scans = [given, voids, back].map(({ factId }) => ({ factId, account: 'uto', reason: null }));
  const ended = {
    ...{ barcode: followedCopy, allocation: 2, facts: [] },
    ...{ endedAt: given.occurredAt, ending: 'swapped' },
  };
  return {
    handedToOthers: followedGiven === 'heldAgain' ? [given, voids] : [given, voids, back],
    scans: [...followed.scans, ...scans],
    ended: followedGiven === 'heldAgain' ? followed.ended : [...followed.ended, ended],
  };
}

/** What its loan adds to it. */
function loanIn({ followedLoan }: World) {
  if (followedLoan === 'none' || followedLoan === 'expired') return {};
  const lent = [...followed.facts, fact(4, 'handedOut', '2026-11-26T02:00:00Z')];
  if (followedLoan === 'declared') return { facts: lent };
  const scannedOut = { factId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0704', account: 'uto', reason: null };
  if (followedLoan === 'lent') return { facts: lent, scans: [...followed.scans, scannedOut] };
  const claimed = fact(5, 'handedIn', '2026-12-20T02:00:00Z', 'return');
  const scan = { factId: claimFact, account: 'desk', reason: '電話' };
  return { facts: [...lent, claimed], scans: [...followed.scans, scannedOut, scan] };
}

/** How its copy ended for it: one that left the queue had none any more. */
function endingIn({ followedEntry, followedLoan }: World) {
  if (followedEntry === 'left' || followedEntry === 'waiting') return 'lostInTransit';
  if (followedEntry === 'closed') return 'closed';
  return followedLoan === 'expired' ? 'expired' : null;
}

/** All that the catalog says of it. */
export function followedIn(world: World) {
  const known = { ...followed, ...loanIn(world), ...givenToOthers(world), entry: world.followedEntry };
  const { pickupLibrary, due, entry, facts } = known;
  const state = stateOf({
    entry: entryInTest({
      ...{ state: entry, pickupLibrary },
      ...(entry === 'waiting' ? { unservable: 'copyMissing', unservableOn: calendarDate('2026-11-24') } : {}),
    }),
    copy: copyInTest({
      allocation: 2,
      journey: 2,
      ending: endingIn(world),
      facts: facts.map((one) => ({ fact: one })),
      loan: { due, extended: false },
    }),
  });
  return { ...known, state };
}
