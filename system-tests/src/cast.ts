import { accounts, type Person } from './demo-people.ts';
import { Desk } from './desk.ts';
import type { Cast } from './journey.ts';
import { MailInbox } from './mail-inbox.ts';
import { PatronBrowser } from './patron-browser.ts';

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

/** Signs every demo account in. */
export async function openDesks(addresses: Addresses): Promise<Desks> {
  const [prefectural, uto, kikuyo, operator] = await Promise.all([
    Desk.signIn(addresses.staffWeb, accounts.desk),
    Desk.signIn(addresses.staffWeb, accounts.uto),
    Desk.signIn(addresses.staffWeb, accounts.kikuyo),
    Desk.signIn(addresses.staffWeb, accounts.operator),
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
export const PATIENCE = 30_000;

export async function patient(arriving: Promise<Cast>): Promise<Cast> {
  const cast = await arriving;
  for (const { session } of [cast.patron, cast.desk, cast.operator]) session.patience = PATIENCE;
  if (cast.branch) cast.branch.session.patience = PATIENCE;
  return cast;
}
