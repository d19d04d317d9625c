import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { addressGroup, newToken } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import type { Terminal } from './terminals.ts';

type Deps = Pick<StaffWebDeps, 'terminals' | 'audit' | 'now' | 'newId' | 'attempts'>;

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
  await deps.audit.done(by, 'enrolTerminal', `terminal ${terminal.id}`);
  return allow({ terminal, token });
}
