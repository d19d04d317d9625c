import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { isUnconfirmed } from '@toshobin/lending-rules';
import type { Finding } from './finding.ts';
import type { ReservationSeen } from './reservation-seen.ts';

/** What mails said, and did not say, against what happened. */
export function judgeMails(seen: ReservationSeen): Finding[] {
  return [...toldTwice(seen), ...accused(seen), ...judgeAccepted(seen), ...judgeReady(seen)];
}

const sent = (status: string) => status === 'sent' || status === 'bounced' || status === 'told';
const underWay = (status: string) => status === 'pending' || status === 'sending';

/** What happens once to a reservation is told once; what staff had sent again is not counted. */
function toldTwice({ reservationId, notices }: ReservationSeen): Finding[] {
  const first = notices.filter(({ status, againOf }) => sent(status) && againOf === null);
  const ends = first.filter(({ kind }) => kind === 'cancelledByPatron' || kind === 'cancelledByLibrary');
  const counts = { accepted: first.filter(({ kind }) => kind === 'accepted').length, cancelled: ends.length };
  return Object.entries(counts).flatMap(([kind, times]): Finding[] =>
    times > 1
      ? [{ what: 'mailTwice', of: { reservation: reservationId, kind }, seen: `${times} times` }]
      : [],
  );
}

/** R10, R18. Nobody is reminded of what was handed in: by what others could see before the mail was judged. */
function accused({ reservationId, notices, scans, allocations }: ReservationSeen): Finding[] {
  const back = scans.filter(({ kind, voids }) => voids === null && (kind === 'handedIn' || kind === 'home'));
  const takenBackAt = (factId: string) => scans.find(({ voids }) => voids === factId)?.recordedAt;
  const journeyOf = (allocation: number | null) => {
    const found = allocations.find(({ number }) => number === allocation);
    return found && (found.journey ?? found.number);
  };
  return notices.flatMap(({ id, kind, status, sentAt, journey }): Finding[] => {
    if ((kind !== 'overdue' && kind !== 'dueSoon') || status !== 'sent' || sentAt === null) return [];
    const known = back.find(({ factId, knownAt, allocation }) => {
      const undone = takenBackAt(factId);
      const stood = knownAt < sentAt && (undone === undefined || undone > sentAt);
      return stood && journeyOf(allocation) === journey;
    });
    const of = { reservation: reservationId, notice: id };
    return known ? [{ what: 'mailAfterReturn', of, seen: `${kind} after ${known.kind}` }] : [];
  });
}

function judgeAccepted({ reservationId, ledger, application, notices }: ReservationSeen): Finding[] {
  const state = ledger?.present.state;
  const expectsOne = application?.answered && application.channel !== 'counter' && state?.ended === null;
  if (!expectsOne || notices.some(({ kind }) => kind === 'accepted')) return [];
  return [{ what: 'acceptedNotTold', of: { reservation: reservationId } }];
}

/** A copy that is held: its patron was told, or is being told, or somebody telephones; and may take it. */
function judgeReady(seen: ReservationSeen): Finding[] {
  const { reservationId, ledger, application, notices, patronTasks, catalogTasks } = seen;
  const state = ledger?.present.state;
  const isHere = state?.pickupLibrary === PREFECTURAL_LIBRARY;
  if (state?.stage !== 'held' || !state.copy || !application || isUnconfirmed(state, isHere)) return [];
  const of = { reservation: reservationId };
  const { journey, holdUntil } = state.copy;
  const findings: Finding[] = [];
  const kind = isHere ? 'readyAtPrefectural' : 'readyAtMunicipal';
  // What was said before a scan was taken back counts no more.
  const ready = notices.filter(
    (one) => one.kind === kind && one.journey === journey && !one.occasion.includes('-before-'),
  );
  const told = ready.filter(({ status }) => sent(status));
  const isCalled =
    patronTasks.some((task) => task.kind === 'callPatron') ||
    catalogTasks.some((task) => task.kind === 'decideUnreached');
  if (told.length === 0 && !isCalled && !ready.some(({ status }) => underWay(status))) {
    const how = ready.map(({ status }) => status).join(', ');
    findings.push({ what: 'readyAndNotTold', of, seen: how === '' ? 'no mail' : how });
  }
  if (
    isHere &&
    holdUntil === null &&
    told.some(({ holdAt, status }) => holdAt !== null && status !== 'bounced')
  )
    findings.push({ what: 'holdNotBegun', of });
  const mayBeTaken = application.patron.cards.length > 0 && (isHere || application.loanSlot !== null);
  if (!mayBeTaken) findings.push({ what: 'readyAndBlocked', of });
  return findings;
}
