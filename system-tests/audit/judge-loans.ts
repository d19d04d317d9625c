import { DeadlineSchema, dayOf, fromDateColumn, instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Finding } from './finding.ts';
import type { ReservationSeen } from './reservation-seen.ts';

type Allocation = ReservationSeen['allocations'][number];
type Loan = NonNullable<Allocation['loan']>;
type ScanKind = ReservationSeen['scans'][number]['kind'];

/** The rows of loans against the copies that were chosen, their scans, and the dates that mails named. */
export function judgeLoans(seen: ReservationSeen): Finding[] {
  const state = seen.ledger?.present.state;
  const isWithout = state?.stage === 'onLoan' && state.copy?.due === null;
  return [
    ...(isWithout ? ([{ what: 'lentWithoutLoan', of: { reservation: seen.reservationId } }] as const) : []),
    ...seen.allocations.flatMap((allocation) => [
      ...judgeEnd(seen, allocation),
      ...(allocation.loan ? judgeLoan(seen, allocation, allocation.loan) : []),
    ]),
  ];
}

/** How an allocation ended, against what was scanned at home and what the desk has settled. */
function judgeEnd(seen: ReservationSeen, allocation: Allocation): Finding[] {
  const { closedAt, ending, settledHow } = allocation;
  const of = ofAllocation(seen, allocation);
  const isHome = firstScan(seen, allocation, 'home') !== null;
  const findings: Finding[] = [];
  if (closedAt === null && isHome) findings.push({ what: 'homeAndOpen', of });
  if (ending === 'home' && !isHome) findings.push({ what: 'returnedUnscanned', of });
  if (closedAt === null && settledHow !== null)
    findings.push({ what: 'settledAndOpen', of, seen: settledHow });
  return findings;
}

function judgeLoan(seen: ReservationSeen, allocation: Allocation, loan: Loan): Finding[] {
  const of = ofAllocation(seen, allocation);
  const findings: Finding[] = [];
  const isOpen = loan.endedAt === null;
  if (isOpen !== (allocation.closedAt === null))
    findings.push({ what: 'loanOpenOtherwise', of, seen: isOpen ? 'open' : 'ended' });
  const out = firstScan(seen, allocation, 'handedOut');
  const back = firstScan(seen, allocation, 'handedIn');
  const differs = [
    ...(isSame(loan.handedOutAt, out) ? [] : ['handed out']),
    ...(isSame(loan.handedInAt, back) ? [] : ['handed in']),
  ];
  if (differs.length > 0) findings.push({ what: 'handedOtherwise', of, seen: differs.join(', ') });
  if (dayOf(instantFromDate(loan.dueAt)) !== fromDateColumn(loan.dueDate))
    findings.push({ what: 'dueOtherwise', of });
  if (loan.extendedAt !== null && out === null && back === null)
    findings.push({ what: 'extendedUnlent', of });
  return isOpen ? [...findings, ...judgeTold(seen, allocation, loan)] : findings;
}

/** Of what a mail says: whether it names a due date. */
const Said = z.object({ due: DeadlineSchema.optional() });

/** R6. A date that a mail named stays, of the loan that it spoke of. */
function judgeTold(
  { reservationId, notices }: ReservationSeen,
  { number, journey }: Allocation,
  { startedAt, dueAt }: Loan,
): Finding[] {
  return notices.flatMap(({ id, status, sentAt, data, ...notice }): Finding[] => {
    const isOfLoan = notice.journey === (journey ?? number) && sentAt !== null && sentAt >= startedAt;
    const due = status === 'sent' && isOfLoan ? Said.safeParse(data).data?.due : undefined;
    if (due === undefined || new Date(due.at) <= dueAt) return [];
    const of = { reservation: reservationId, notice: id, service: 'patron' };
    return [{ what: 'dueBeforeTold', of, seen: `${due.date} was told` }];
  });
}

/** When that was scanned first, by the scans that none takes back: nothing happened later than it was recorded. */
function firstScan({ scans }: ReservationSeen, { number }: Allocation, kind: ScanKind): Date | null {
  const own = scans.filter(({ allocation }) => allocation === number);
  const takenBack = new Set(own.map(({ voids }) => voids));
  const [first] = own
    .filter((scan) => scan.kind === kind && scan.voids === null && !takenBack.has(scan.factId))
    .map(({ occurredAt, recordedAt }) => Math.min(occurredAt.getTime(), recordedAt.getTime()))
    .toSorted((a, b) => a - b);
  return first === undefined ? null : new Date(first);
}

function isSame(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}

function ofAllocation({ reservationId }: ReservationSeen, { number }: Allocation) {
  return { reservation: reservationId, allocation: String(number) };
}
