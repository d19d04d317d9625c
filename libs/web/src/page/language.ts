import type { Language } from '@toshobin/lending-rules';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';

export { dateIn, type Say, sayIn } from '@toshobin/lending-rules';

/** A preference of the browser and nobody's secret: it holds `en`, or is not there. */
const COOKIE = 'language';
const YEAR_SECONDS = 365 * 86_400;

/** The language a visitor reads in: Japanese unless they have chosen English. */
export function languageOf(request: Request): Language {
  return parseCookie(request.headers.cookie ?? '')[COOKIE] === 'en' ? 'en' : 'ja';
}

/** Remembers the choice for a year. Changes what a page is written in, nothing else. */
export function rememberLanguage(response: Response, language: Language, secure: boolean): void {
  const cookie = {
    name: COOKIE,
    value: language,
    path: '/',
    sameSite: 'lax' as const,
    secure,
    httpOnly: true,
  };
  response.append(
    'Set-Cookie',
    stringifySetCookie({ ...cookie, maxAge: language === 'en' ? YEAR_SECONDS : 0 }),
  );
}
