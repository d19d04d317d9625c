import type { PatronId } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import type { Access } from '@toshobin/web';

/** Who signed in, and how far: an initial password opens nothing but choosing one's own (R2). */
export interface SignedIn {
  patronId: PatronId;
  scope: 'full' | 'choosePassword';
  cardLast4: string;
  /** When the password was set that was signed in with; null: a letter's code, and there was none. */
  passwordSetAt: Instant | null;
}

/**
 * Who may use an address.
 * - `public`: whoever comes, also with an initial password; nothing of its patron is shown for it.
 * - `choosingPassword`: signed in, also with an initial password.
 * - `patron`: signed in with a password of one's own.
 */
export type PatronAccess = 'public' | 'choosingPassword' | 'patron';

/** Default deny: an address is open to exactly those its access names. */
export const patronAccess: Access<PatronAccess, SignedIn> = {
  admit(access, principal) {
    const scope = principal?.scope ?? 'nobody';
    if (access === 'public') return { ok: true };
    if (access === 'choosingPassword' && scope !== 'nobody') return { ok: true };
    if (access === 'patron' && scope === 'full') return { ok: true };
    if (scope === 'nobody') return { ok: false, status: 401, refusal: { code: 'CARD_REQUIRED' } };
    return { ok: false, status: 403, refusal: { code: 'PASSWORD_NOT_CHOSEN' } };
  },
  turnAway(request, response, principal) {
    if (principal) return response.redirect(303, '/password');
    const next = request.method === 'GET' ? request.originalUrl : '/my-library';
    response.redirect(303, `/sign-in?next=${encodeURIComponent(next)}`);
  },
};
