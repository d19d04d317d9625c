import { earlierOf, isAfter, isBefore, laterOf } from '../calendar/compare.ts';
import type { Instant } from '../calendar/instant.ts';
import { type PackedCopyState, type ParcelEventKind, type ParcelState, parcelPhase } from './parcel-state.ts';

/** What somebody said of a parcel, or of one copy in it. */
export interface ParcelEvent {
  kind: ParcelEventKind;
  at: Instant;
  /** The copy it is about; null: the parcel. */
  line: string | null;
}

/** What the catalog told of a copy. */
export interface ScanOfCopy {
  kind: 'handedOut' | 'handedIn' | 'home';
  place: string | null;
  at: Instant;
  /** Another scan takes it back. */
  takenBack: boolean;
}

interface PackedCopy {
  line: string;
  packedAt: Instant;
  /** A set: their order says nothing. */
  scans: readonly ScanOfCopy[];
}

/** All that was written down of a parcel. */
export interface ParcelRows {
  direction: 'outward' | 'return';
  /** The pickup library that it goes to or comes from. */
  library: string;
  dispatchedAt: Instant | null;
  /** In the order in which they were said. */
  events: readonly ParcelEvent[];
  copies: readonly PackedCopy[];
}

export interface ParcelStanding {
  state: ParcelState;
  /** Since when the parcel is there; by R7 only taken for there, until somebody says so. */
  arrival: { at: Instant; assumed: boolean } | null;
  /** When a copy of it was last in somebody's hand where it was sent to; also by a scan that is taken back. */
  seenAt: Instant | null;
  /** A copy of the parcel was handed out or in at the library that it was sent to, and that scan stands. */
  wasHandled: boolean;
  /** The parcel is on the way home: sent by a branch, or brought back by the post. */
  comesHome: boolean;
  /** The parcel was given up once, so that the reservations of its copies have gone on without it. */
  wasLost: boolean;
  copies: ReadonlyMap<string, PackedCopyState>;
}

/**
 * Where a parcel is, and each copy in it, by all that was said of them: the one fold of their rows. What shipping's own
 * desks and processes said is ordered; what the catalog told of the copies is a set, so that its order, its repetition
 * and its taking back need no code. A scan says something of the parcel that the copy was in at that time:
 * - Home: the copy is out of it, unless it had arrived before. A copy at home before its outward parcel left was not
 * gone
 * yet. On the way home, it says that the parcel has come.
 * - Handed out or in at the library that an outward parcel goes to: it has arrived, scanned or not, given up or not. A
 * hand-out that is taken back leaves its copy on the hold shelf, so that the parcel was there all the same.
 * - Handed out or in anywhere: the copy is not missing.
 */
export function parcelOf(rows: ParcelRows): ParcelStanding {
  const said = saidOfParcel(rows);
  const copies = rows.copies.map((copy) => saidOfCopy(rows, copy));
  const seen = seenThere(rows, said, copies);
  const isAway = parcelPhase[said.state] === 'away';
  const broughtAt = isAway ? seen?.first : undefined;
  const standing = new Map(
    copies.map((copy) => [copy.line, withScans(rows, said, asBrought(copy, said, broughtAt))]),
  );
  const states = [...standing.values()].filter((state) => state !== 'takenOut');
  const arrival = broughtAt === undefined ? said.arrival : { at: broughtAt, assumed: false };
  return {
    state: stateWith(said, states, arrival !== null),
    arrival,
    seenAt: seen?.last ?? null,
    wasHandled: seen?.forCertain ?? false,
    comesHome: said.comesHome,
    wasLost: said.wasLost,
    copies: new Map([...standing].map(([line, state]) => [line, state === 'lostWithIt' ? 'lost' : state])),
  };
}

/** A copy given up with its parcel comes with it, should that be found; one that was given up alone does not. */
type StateInParcel = PackedCopyState | 'lostWithIt';

const isOut: Readonly<Record<StateInParcel, 'no' | 'yes' | 'givenUp'>> = {
  inside: 'no',
  takenOut: 'yes',
  arrived: 'no',
  home: 'yes',
  elsewhere: 'yes',
  missing: 'yes',
  lost: 'givenUp',
  lostWithIt: 'no',
};

interface SaidOfParcel {
  state: Exclude<ParcelState, 'opened'>;
  arrival: ParcelStanding['arrival'];
  comesHome: boolean;
  wasLost: boolean;
  takenBackAt?: Instant;
}

function saidOfParcel({ direction, dispatchedAt, events }: ParcelRows): SaidOfParcel {
  const said: SaidOfParcel = {
    state: dispatchedAt === null ? 'open' : 'dispatched',
    arrival: null,
    comesHome: direction === 'return',
    wasLost: false,
  };
  for (const { kind, at } of events) {
    switch (kind) {
      case 'discarded':
        said.state = 'discarded';
        break;
      case 'assumed':
      case 'received':
      case 'returned':
        said.comesHome ||= kind === 'returned';
        said.state = 'arrived';
        if (said.arrival === null || said.arrival.assumed) said.arrival = { at, assumed: kind === 'assumed' };
        break;
      case 'takenBack':
        said.state = 'dispatched';
        said.arrival = null;
        said.takenBackAt = at;
        break;
      case 'lost':
        said.state = 'lost';
        said.arrival = null;
        said.wasLost = true;
        break;
      case 'copyTakenOut':
      case 'copyMissing':
      case 'copyFound':
      case 'copyLost':
      case 'copyPackedElsewhere':
        break;
    }
  }
  return said;
}

interface SaidOfCopy {
  line: string;
  state: StateInParcel;
  arrivedAt?: Instant;
  /** Of the time until it was packed again. */
  scans: readonly ScanOfCopy[];
}

function saidOfCopy({ direction, events }: ParcelRows, { line, packedAt, scans }: PackedCopy): SaidOfCopy {
  let state: StateInParcel = 'inside';
  let arrivedAt: Instant | undefined;
  let leftAt: Instant | undefined;
  let comesHome = direction === 'return';
  const is = (...states: StateInParcel[]) => states.includes(state);
  for (const { kind, at, line: about } of events) {
    if (about !== null && about !== line) continue;
    switch (kind) {
      case 'assumed':
      case 'received':
        if (!is('inside', 'lostWithIt')) break;
        state = comesHome ? 'inside' : 'arrived';
        arrivedAt = at;
        break;
      case 'takenBack':
        if (is('arrived')) state = 'inside';
        break;
      case 'lost':
        if (is('inside', 'arrived')) state = leftAt === undefined ? 'lostWithIt' : 'elsewhere';
        break;
      case 'returned':
        comesHome = true;
        if (is('inside', 'arrived', 'lostWithIt')) state = leftAt === undefined ? 'inside' : 'elsewhere';
        break;
      case 'copyTakenOut':
        state = 'takenOut';
        break;
      case 'copyMissing':
        // The copy was seen in another parcel since: that it is not in this one is no news.
        if (leftAt === undefined && is('inside', 'arrived', 'lostWithIt')) state = 'missing';
        break;
      case 'copyFound':
        if (!is('missing')) break;
        state = comesHome ? 'inside' : 'arrived';
        arrivedAt = at;
        break;
      case 'copyLost':
        if (is('missing')) state = 'lost';
        break;
      case 'copyPackedElsewhere':
        leftAt = at;
        if (!is('arrived', 'takenOut')) state = 'elsewhere';
        break;
      case 'discarded':
        break;
    }
  }
  const until = leftAt;
  const own = scans.filter(
    ({ at }) => !isBefore(at, packedAt) && (until === undefined || isBefore(at, until)),
  );
  return { line, state, scans: own, ...(arrivedAt === undefined ? {} : { arrivedAt }) };
}

/** When scans of its copies say that a parcel that has left is where it was sent to; undefined: they do not. */
function seenThere(
  { library, dispatchedAt }: ParcelRows,
  { comesHome, takenBackAt }: SaidOfParcel,
  copies: readonly SaidOfCopy[],
): { first: Instant; last: Instant; forCertain: boolean } | undefined {
  if (dispatchedAt === null) return undefined;
  const stayedThere = ({ kind, at }: ScanOfCopy) =>
    kind === 'handedOut' && (takenBackAt === undefined || isAfter(at, takenBackAt));
  const tells = (scan: ScanOfCopy) => {
    if (comesHome) return scan.kind === 'home' && !scan.takenBack;
    return scan.kind !== 'home' && scan.place === library && (!scan.takenBack || stayedThere(scan));
  };
  const scans = copies.flatMap(({ state, scans }) => (state === 'takenOut' ? [] : scans.filter(tells)));
  if (scans.length === 0) return undefined;
  const [first, last] = [scans.map(({ at }) => at).reduce(earlier), scans.map(({ at }) => at).reduce(later)];
  return {
    first: later(first, dispatchedAt),
    last: later(last, dispatchedAt),
    forCertain: scans.some(({ takenBack }) => !takenBack),
  };
}

const earlier = (one: Instant, other: Instant) => earlierOf(one, other);
const later = (one: Instant, other: Instant) => laterOf(one, other);

/** A copy of a parcel that is there because its copies were seen there. */
function asBrought(
  copy: SaidOfCopy,
  { comesHome }: SaidOfParcel,
  broughtAt: Instant | undefined,
): SaidOfCopy {
  if (broughtAt === undefined || (copy.state !== 'inside' && copy.state !== 'lostWithIt')) return copy;
  return comesHome ? { ...copy, state: 'inside' } : { ...copy, state: 'arrived', arrivedAt: broughtAt };
}

function withScans(
  { library, direction, dispatchedAt }: ParcelRows,
  { comesHome }: SaidOfParcel,
  { state: said, arrivedAt, scans }: SaidOfCopy,
): StateInParcel {
  if (said === 'takenOut' || dispatchedAt === null) return said;
  const standing = scans.filter(({ takenBack }) => !takenBack);
  const handled = standing.filter(({ kind }) => kind !== 'home');
  const homeAt = standing
    .filter(({ kind, at }) => kind === 'home' && (direction === 'return' || !isBefore(at, dispatchedAt)))
    .map(({ at }) => at);
  let state = said;
  if ((said === 'missing' || said === 'lost') && handled.length > 0) {
    // On its way home it is out of its parcel only when it was processed.
    if (comesHome) state = 'inside';
    else state = handled.some(({ place }) => place === library) ? 'arrived' : 'elsewhere';
  }
  if (homeAt.length === 0) return state;
  // The copy came in an outward parcel, and back by hand or book drop: that parcel was done with already.
  const cameBack = arrivedAt === undefined || homeAt.some((at) => !isBefore(at, arrivedAt));
  return state === 'arrived' && cameBack ? 'arrived' : 'home';
}

/** What its copies say of the parcel: nothing is to come any more of an empty one. */
function stateWith(said: SaidOfParcel, states: readonly StateInParcel[], hasArrived: boolean): ParcelState {
  const isEmpty = states.length > 0 && states.every((state) => isOut[state] === 'yes');
  const isThere = hasArrived || (parcelPhase[said.state] === 'away' && isEmpty);
  if (!isThere) return said.state;
  // Of a copy that was given up alone nobody waits either.
  const isDone = states.length > 0 && states.every((state) => isOut[state] !== 'no');
  return isDone && (said.comesHome || states.includes('home')) ? 'opened' : 'arrived';
}
