import { accounts, type Person } from './demo-people.ts';
import { Desk } from './desk.ts';
import type { Cast } from './journey.ts';
import { MailInbox } from './mail-inbox.ts';
import { PatronBrowser } from './patron-browser.ts';
import { WebSession } from './web-session.ts';

/** Where the public interfaces of a stack are. */
export interface Addresses {
  patronWeb: string;
  staffWeb: string;
  mail: string;
}

export interface Desks {
  prefectural: Desk;
  uto: Desk;
  kikuyo: Desk;
  operator: Desk;
}

/** Signs every demo account in, as people who try again for these milliseconds. */
export async function openDesks(addresses: Addresses, patience = 0): Promise<Desks> {
  const signIn = (account: { account: string; password: string }) => {
    const session = new WebSession(addresses.staffWeb);
    session.patience = patience;
    return Desk.signIn(session, account);
  };
  const [prefectural, uto, kikuyo, operator] = await Promise.all([
    signIn(accounts.desk),
    signIn(accounts.uto),
    signIn(accounts.kikuyo),
    signIn(accounts.operator),
  ]);
  return { prefectural, uto, kikuyo, operator };
}

/** A person with the desks that will meet their reservation; the pickup library is 宇土市立図書館 unless told. */
export async function castFor(
  addresses: Addresses,
  desks: Desks,
  person: Person,
  tell?: (step: string) => void,
  branch: 'uto' | 'kikuyo' = 'uto',
): Promise<Cast> {
  const patron = await PatronBrowser.signIn(addresses.patronWeb, person);
  return {
    patron,
    desk: desks.prefectural,
    branch: desks[branch],
    operator: desks.operator,
    inbox: new MailInbox(addresses.mail),
    ...(tell ? { tell } : {}),
  };
}

/** Milliseconds: somebody who hears that a service is busy, or away while another version of it starts, tries again so long. */
export const PATIENCE = 60_000;

export async function patient(arriving: Promise<Cast>): Promise<Cast> {
  const cast = await arriving;
  for (const { session } of [cast.patron, cast.desk, cast.operator]) session.patience = PATIENCE;
  if (cast.branch) cast.branch.session.patience = PATIENCE;
  return cast;
}
