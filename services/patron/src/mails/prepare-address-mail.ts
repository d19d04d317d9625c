import { DECIDED_WITHIN_DAYS, dateIn, type Language, sayIn } from '@toshobin/lending-rules';
import { CHECKED_WITHIN_DAYS } from '../card-applications/checked-within.ts';
import { lastFourOf } from '../cards/card-status.ts';
import { LINK_VALID_HOURS } from '../contact/email-link.ts';
import { hashOfToken, linkToken } from '../contact/link-token.ts';
import { RESET_VALID_MINUTES } from '../credentials/request-password-reset.ts';
import { dateOrNull } from '../dates.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { type AddressNotice, readAddressNotice } from '../notices/notice-data.ts';
import type { PatronDeps, PatronSettings } from '../patron-deps.ts';
import type { TemplateValues } from './fill-template.ts';
import type { Mail } from './mailer.ts';
import { writeMail } from './write-mail.ts';

/**
 * A mail about an address, a password, a card or a reading order, to the address that its notice names. Links are made
 * now, so that the database holds none. `nothingToSay`: the person is gone, or the card was renewed before the mail
 * about its end went out.
 */
export async function prepareAddressMail(
  deps: PatronDeps,
  notice: Notice,
): Promise<{ mail: Mail; notices: readonly Notice[] } | 'noAddress' | 'nothingToSay'> {
  if (notice.address === null) return 'noAddress';
  const data = readAddressNotice(notice.data);
  let to: { cardLast4: string } | 'applicant' = 'applicant';
  let told: ToldHow = { titlesInMail: true, language: 'language' in data ? data.language : 'ja' };
  if (notice.patronId !== null) {
    const card = await deps.db.card.findFirst({
      where: { patronId: notice.patronId, replacedAt: null },
      include: { patron: { select: { titlesInMail: true, mailLanguage: true } } },
    });
    if (card === null) return 'nothingToSay';
    const isOfItsEnd = data.kind === 'cardExpiresSoon' || data.kind === 'cardErasedSoon';
    if (isOfItsEnd && dateOrNull(card.expiresOn) !== data.expiresOn) return 'nothingToSay';
    to = { cardLast4: lastFourOf(card.number) };
    const { titlesInMail, mailLanguage: language } = card.patron;
    told = { titlesInMail, language };
  }
  const settings = { ...deps.settings, ...told, secret: await keyOfLink(deps, data) };
  const written = writeMail(data.kind, addressValues(data, settings), to, settings);
  return { mail: { to: notice.address, ...written }, notices: [notice] };
}

/** The key under which a mail's link was made: the link is made again now, and the key may have changed since. */
async function keyOfLink({ db, settings }: PatronDeps, data: AddressNotice): Promise<string> {
  const { secret, otherSecrets } = settings;
  const made = async () => {
    if (data.kind === 'verifyEmail') {
      const row = await db.emailVerification.findUnique({ where: { id: data.verificationId } });
      return { purpose: 'emailLink', id: data.verificationId, tokenHash: row?.tokenHash } as const;
    }
    if (data.kind === 'resetPassword') {
      const row = await db.passwordReset.findUnique({ where: { id: data.resetId } });
      return { purpose: 'passwordReset', id: data.resetId, tokenHash: row?.tokenHash } as const;
    }
    return undefined;
  };
  const link = otherSecrets.length === 0 ? undefined : await made();
  if (link === undefined) return secret;
  const { purpose, id, tokenHash } = link;
  return otherSecrets.find((key) => hashOfToken(linkToken(purpose, id, key)) === tokenHash) ?? secret;
}

/** How the patron chose to be told. */
interface ToldHow {
  titlesInMail: boolean;
  language: Language;
}

/** The values that a mail about an address says beside its template. */
export function addressValues(data: AddressNotice, settings: PatronSettings & ToldHow): TemplateValues {
  switch (data.kind) {
    case 'verifyEmail': {
      const token = linkToken('emailLink', data.verificationId, settings.secret);
      return { verifyUrl: linkTo('/email/verify', token, settings), validHours: String(LINK_VALID_HOURS) };
    }
    case 'resetPassword': {
      const token = linkToken('passwordReset', data.resetId, settings.secret);
      return {
        resetUrl: linkTo('/password/reset', token, settings),
        validMinutes: String(RESET_VALID_MINUTES),
      };
    }
    case 'cardApplied':
      return { applicationNumber: data.applicationNumber, days: String(CHECKED_WITHIN_DAYS) };
    case 'cardDeclined':
      return { reason: data.reason, applicationNumber: data.applicationNumber };
    case 'cardExpiresSoon':
      return { expiryDate: dateIn(settings.language, data.expiresOn) };
    case 'cardErasedSoon':
      return {
        expiryDate: dateIn(settings.language, data.expiresOn),
        erasedFrom: dateIn(settings.language, data.erasedFrom),
        renewalUrl: new URL('/card/renewal', settings.patronWebUrl).href,
      };
    case 'readingOrderEnded':
      return {
        days: String(DECIDED_WITHIN_DAYS),
        count: String(data.volumes.length),
        items: settings.titlesInMail ? linesOf(data.volumes, settings) : undefined,
      };
    case 'emailChanged':
    case 'passwordChanged':
    case 'testMail':
    case 'cardIssued':
      return {};
  }
}

function linesOf(titles: readonly string[], { language }: ToldHow): string {
  return titles.map((title) => `${sayIn(language)('・', '- ')}${title}`).join('\n');
}

function linkTo(page: string, token: string, settings: PatronSettings): string {
  const url = new URL(page, settings.patronWebUrl);
  url.searchParams.set('token', token);
  return url.href;
}
