import { type CardApplication, type LibraryCode, patronApi } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Decision,
  type Instant,
  instantFromDate,
} from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';

type Deps = Pick<StaffWebDeps, 'patron' | 'audit' | 'now'>;

const act = (deps: Deps, staff: Staff) => ({ at: instantFromDate(deps.now()), by: byOf(staff) });

/** Applications that wait for a check or for their card to be posted; looking is written down. */
export async function cardApplications(deps: Deps, staff: Staff) {
  const list = await deps.patron.call(patronApi.cardApplications, {});
  return written(deps, staff, { action: 'cardApplications', subject: 'cards' }, list);
}

/** Renewals that patrons asked for; looking is written down. */
export async function cardRenewals(deps: Deps, staff: Staff) {
  const list = await deps.patron.call(patronApi.cardRenewals, {});
  return written(deps, staff, { action: 'cardRenewals', subject: 'cards' }, list);
}

/** R1. An application that came on paper. */
export async function enterCardApplication(deps: Deps, staff: Staff, application: CardApplication) {
  const { at } = act(deps, staff);
  const entered = await deps.patron.call(patronApi.applyForCard, {
    body: { application, channel: 'paper', at },
  });
  const subject = `card application ${application.applicationId}`;
  return written(deps, staff, { action: 'enterCardApplication', subject }, entered);
}

/** R1. The identity was checked; what is declined needs a reason, which the mail names. */
export async function checkCardApplication(
  deps: Deps,
  staff: Staff,
  { applicationId, ...check }: { applicationId: string; approved: boolean; reason?: string | undefined },
) {
  const body = {
    approved: check.approved,
    ...(check.reason === undefined ? {} : { reason: check.reason }),
    ...act(deps, staff),
  };
  const checked = await deps.patron.call(patronApi.checkCardApplication, { params: { applicationId }, body });
  const subject = `card application ${applicationId}`;
  const deed = { action: 'checkCardApplication', subject, reason: check.reason };
  return written(deps, staff, deed, checked);
}

/** Whose card it is, for the record of what was done: a card's number is never written there. */
async function patronOf(deps: Deps, cardNumber: string): Promise<Decision<string>> {
  const found = await deps.patron.call(patronApi.findByCard, {
    body: { cardNumber, at: instantFromDate(deps.now()) },
  });
  return found.ok ? allow(found.value.patronId) : found;
}

/** Does something to a card and writes it down by its patron. */
async function toCard<T>(
  deps: Deps,
  staff: Staff,
  deed: { action: string; reason?: string | undefined },
  cardNumber: string,
  change: (patronId: string) => Promise<Decision<T>>,
): Promise<Decision<T>> {
  const patronId = await patronOf(deps, cardNumber);
  const changed = patronId.ok ? await change(patronId.value) : patronId;
  const subject = patronId.ok ? `patron ${patronId.value}` : 'card';
  return written(deps, staff, { ...deed, subject }, changed);
}

/** Lost or worn: a new number that works at once. */
export function replaceCard(deps: Deps, staff: Staff, given: { cardNumber: string; reason: string }) {
  const { cardNumber, reason } = given;
  return toCard(deps, staff, { action: 'replaceCard', reason }, cardNumber, () =>
    deps.patron.call(patronApi.replaceCard, { body: { ...given, ...act(deps, staff) } }),
  );
}

/** Suspended, or no longer. */
export function suspendCard(
  deps: Deps,
  staff: Staff,
  given: { cardNumber: string; suspended: boolean; reason: string },
) {
  const { cardNumber, reason } = given;
  return toCard(deps, staff, { action: 'suspendCard', reason }, cardNumber, () =>
    deps.patron.call(patronApi.suspendCard, { body: { ...given, ...act(deps, staff) } }),
  );
}

/** A new last day. */
export function renewCard(deps: Deps, staff: Staff, given: { cardNumber: string; expiresOn: CalendarDate }) {
  return toCard(deps, staff, { action: 'renewCard' }, given.cardNumber, () =>
    deps.patron.call(patronApi.renewCard, { body: { ...given, ...act(deps, staff) } }),
  );
}

/** R14. The caller was checked: one library may hand out today without the card, by the code. */
export function releaseWithoutCard(
  deps: Deps,
  staff: Staff,
  given: { cardNumber: string; library: LibraryCode; reason: string },
): Promise<Decision<{ code: string; validUntil: Instant }>> {
  const { cardNumber, reason } = given;
  return toCard(deps, staff, { action: 'releaseWithoutCard', reason }, cardNumber, () =>
    deps.patron.call(patronApi.releaseWithoutCard, { body: { ...given, ...act(deps, staff) } }),
  );
}

/** Locked out without mail: a one-time code for a sealed letter. */
export function issueLetterCode(
  deps: Deps,
  staff: Staff,
  { cardNumber, reason }: { cardNumber: string; reason: string },
): Promise<Decision<{ code: string; validUntil: CalendarDate }>> {
  return toCard(deps, staff, { action: 'issueLetterCode', reason }, cardNumber, (patronId) =>
    deps.patron.call(patronApi.issueLetterCode, {
      params: { patronId: patronApi.issueLetterCode.params.parse({ patronId }).patronId },
      body: { reason, ...act(deps, staff) },
    }),
  );
}
