import type { StaffCall } from '../deps.ts';
import type { Paper } from './receipt-sheet.tsx';

/** A preference of the browser, beside which a printer stands, and nobody's secret. */
const COOKIE = 'toshobin-paper';
const A6 = new RegExp(`(?:^|;\\s*)${COOKIE}=a6(?:;|$)`);
const YEAR_MS = 365 * 86_400_000;

/** The paper that is asked for, which this browser prints receipts on from now on, else the one it printed on last: the roll at first. */
export function paperOf({ request, response }: StaffCall, asked: unknown, publicUrl: string): Paper {
  if (asked !== 'a6' && asked !== 'roll') return A6.test(request.headers.cookie ?? '') ? 'a6' : 'roll';
  const secure = publicUrl.startsWith('https:');
  const path = '/slips/receipt';
  response.cookie(COOKIE, asked, { maxAge: YEAR_MS, httpOnly: true, sameSite: 'lax', secure, path });
  return asked;
}
