import type { LibraryCode } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { addressGroup, newToken } from '@toshobin/web';
import { z } from 'zod';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import type { EnrolmentNumber, Terminal } from './terminals.ts';

type Deps = Pick<
  StaffWebDeps,
  'terminals' | 'audit' | 'now' | 'newId' | 'attempts' | 'libraries' | 'answeredForms'
>;

const EnrolmentNumberSchema = z.object({ number: z.string(), validUntil: z.coerce.date() });

/**
 * A number for one terminal of a pickup library, one for each form. Pressed again, the form shows the same number: who
 * tapped twice sees the second answer alone, and would have to begin anew. Refuses PICKUP_LIBRARY_UNKNOWN, and as
 * AnsweredForms does.
 */
export async function makeEnrolmentNumber(
  deps: Deps,
  by: Staff,
  given: { factId: string; library: LibraryCode; name: string },
): Promise<Decision<EnrolmentNumber>> {
  const { factId, library, name } = given;
  const form = { factId, account: by.account, what: `number for ${library} ${name}` };
  return deps.answeredForms.once(form, EnrolmentNumberSchema, async () => {
    const known = (await deps.libraries.all()).some(({ code }) => code === library);
    const isPickup = known && library !== by.library;
    const number = isPickup
      ? allow(await deps.terminals.makeNumber({ library, name, madeBy: by.account, at: deps.now() }))
      : refuse('PICKUP_LIBRARY_UNKNOWN');
    return written(deps, by, { action: 'makeEnrolmentNumber', subject: `library ${library}` }, number);
  });
}

/**
 * Makes the browser that gives the number a terminal; answers the token for its cookie. It is written down for the
 * administrator whose number it was. Refuses ENROLMENT_NUMBER_WRONG, SIGN_IN_LATER.
 */
export async function enrolTerminal(
  deps: Deps,
  given: { number: string; before: string | undefined; ip: string | undefined },
): Promise<Decision<{ terminal: Terminal; token: string }>> {
  const number = given.number.normalize('NFKC').replace(/\D/g, '');
  const token = newToken();
  const { before } = given;
  const made = await deps.attempts.attempt([`enrol ${addressGroup(given.ip)}`], async () => {
    const enrolled = await deps.terminals.enrol({ number, id: deps.newId(), token, before, at: deps.now() });
    return enrolled ? allow(enrolled) : refuse('ENROLMENT_NUMBER_WRONG');
  });
  if (!made.ok) return made;
  const { terminal, madeBy } = made.value;
  const by = { account: madeBy, role: 'administrator', library: terminal.library } as const;
  await deps.audit.write(by, {
    action: 'enrolTerminal',
    subject: `terminal ${terminal.id}`,
    outcome: 'done',
  });
  return allow({ terminal, token });
}

/** From now on nobody signs in there. Refuses NOT_FOUND. */
export async function revokeTerminal(
  deps: Deps,
  by: Staff,
  { id, reason }: { id: string; reason: string },
): Promise<Decision<Terminal>> {
  const revoked = await deps.terminals.revoke(id, deps.now());
  const decision = revoked ? allow(revoked) : refuse('NOT_FOUND');
  return written(deps, by, { action: 'revokeTerminal', subject: `terminal ${id}`, reason }, decision);
}
