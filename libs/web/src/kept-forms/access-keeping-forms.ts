import type { Request } from 'express';
import { type SentForm, sentForm } from '../page/offer-again.tsx';
import type { Access } from '../routes/route-table.ts';
import { mayBeKept } from './kept-forms.ts';

/** Who may use an address; a form that comes without the sign-in it needs is kept until after it. */
export function accessKeepingForms<A, P>(
  access: Access<A, P>,
  keeping: {
    /** Where the sign-in, or the rest of it, is; undefined: it is not for want of one that they may not come in. */
    signInAt(principal: P | undefined): string | undefined;
    /** Whether this front keeps this form of a page of ours. */
    mayKeep(sent: SentForm, request: Request): Promise<boolean>;
    keep(sessionId: string, sent: SentForm): Promise<void>;
  },
): Access<A, P> {
  return {
    admit: (action, principal) => access.admit(action, principal),
    async turnAway(request, response, principal, visit) {
      const sent = sentForm(request, response);
      const signInAt = keeping.signInAt(principal);
      const keeps = sent !== undefined && signInAt !== undefined && mayBeKept(sent);
      if (!keeps || !(await keeping.mayKeep(sent, request))) {
        return access.turnAway(request, response, principal, visit);
      }
      await keeping.keep(await visit.openSession(), sent);
      response.redirect(303, signInAt);
    },
  };
}
