import { randomUUID } from 'node:crypto';
import {
  LibraryCodeSchema,
  makeBarcode,
  patronWebApi,
  RecordIdSchema,
  staffWebApi,
} from '@toshobin/contracts';
import { CalendarDateSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { codeOf, recoveryCodesOn, secretOn } from '../../../services/staff-web/src/testing/codes.ts';
import type { Addresses } from '../cast.ts';
import { Desk } from '../desk.ts';
import { eventually } from '../eventually.ts';
import { MailInbox } from '../mail-inbox.ts';
import { PatronBrowser } from '../patron-browser.ts';
import { granted, WebSession } from '../web-session.ts';

const Account = z.object({ account: z.string(), password: z.string(), recoveryCodes: z.array(z.string()) });
/** A pickup library's, with what its terminal's browser keeps. */
const BranchAccount = z.object({
  account: z.string(),
  password: z.string(),
  terminal: z.array(z.tuple([z.string(), z.string()])),
});
const Title = z.object({ recordId: RecordIdSchema, title: z.string() });
const Holder = z.object({
  name: z.string(),
  email: z.string(),
  cardNumber: z.string(),
  password: z.string(),
  titles: z.array(Title),
});

/** What a production has that began with nothing, and who may do what in it. */
export const FoundedSchema = z.object({
  desk: Account,
  operator: Account,
  branch: BranchAccount,
  holders: z.array(Holder),
});
type Founded = z.output<typeof FoundedSchema>;
export type StaffAccount = z.output<typeof Account>;
type BranchAccount = z.output<typeof BranchAccount>;
export type Title = z.output<typeof Title>;

const prefectural = LibraryCodeSchema.parse('pref');
/** The pickup library to which parcels go. */
export const pickupLibrary = LibraryCodeSchema.parse('uto');

/**
 * From the first administrator's set-up code to a library that lends, by what is public: accounts with second factors, titles
 * with their copies, and card holders who have applied, were checked and have chosen a password.
 */
export async function foundLibrary(
  addresses: Addresses,
  given: { administratorsCode: string; holders: number; titlesEach: number },
): Promise<{ founded: Founded; desk: Desk; operator: Desk; branch: Desk }> {
  const administrator = await setUp(addresses.staffWeb, 'first', given.administratorsCode);
  const made = async (account: string, role: 'prefecturalDesk' | 'operator') => {
    const body = { account, role, library: prefectural };
    const { code } = granted(await administrator.desk.act(staffWebApi.createAccount, { body }));
    return setUp(addresses.staffWeb, account, code);
  };
  const desk = await made('counter', 'prefecturalDesk');
  const operator = await made('operations', 'operator');
  const branch = await openBranch(addresses.staffWeb, administrator.desk);
  const holders: Founded['holders'] = [];
  for (let n = 0; n < given.holders; n += 1) {
    const titles = [];
    for (let copy = 0; copy < given.titlesEach; copy += 1)
      titles.push(await addTitle(desk.desk, n * given.titlesEach + copy));
    holders.push({ ...(await applyForCard(addresses, desk.desk, n)), titles });
  }
  return {
    founded: { desk: desk.account, operator: operator.account, branch: branch.account, holders },
    desk: desk.desk,
    branch: branch.desk,
    operator: operator.desk,
  };
}

/** Chooses a password with a set-up code and sets a second factor up; whoever did is signed in. */
async function setUp(
  url: string,
  account: string,
  code: string,
): Promise<{ desk: Desk; account: StaffAccount }> {
  const session = new WebSession(url);
  const password = randomUUID();
  await send(session, '/set-up', { account, code, password, again: password });
  await send(session, '/sign-in', { account, password });
  const page = await pageOf(session, '/sign-in/second-factor');
  const given = await send(session, '/sign-in/second-factor', { code: codeOf(secretOn(page), new Date()) });
  const recoveryCodes = recoveryCodesOn(given);
  if (recoveryCodes.length === 0) throw new Error(`${account} has no second factor:\n${given}`);
  return { desk: Desk.of(session, prefectural), account: { account, password, recoveryCodes } };
}

/** A pickup library's account, at a terminal that was enrolled by the number from the telephone. */
async function openBranch(url: string, administrator: Desk): Promise<{ desk: Desk; account: BranchAccount }> {
  const account = 'branch';
  const work = { account, role: 'pickupLibrary', library: pickupLibrary } as const;
  const { code } = granted(await administrator.act(staffWebApi.createAccount, { body: work }));
  const counter = { library: pickupLibrary, name: 'カウンター' };
  const { number } = granted(await administrator.act(staffWebApi.makeEnrolmentNumber, { body: counter }));
  const session = new WebSession(url);
  const password = randomUUID();
  await send(session, '/enrol-terminal', { number });
  const terminal = session.cookies;
  await send(session, '/set-up', { account, code, password, again: password });
  const desk = await Desk.signIn(session, { account, password });
  return { desk, account: { account, password, terminal } };
}

/** Ten recovery codes in place of those that are left, one of which is shown. */
export async function renewCodes(session: WebSession, { recoveryCodes }: StaffAccount): Promise<string[]> {
  const fields = { factId: randomUUID(), code: recoveryCodes[0] ?? '' };
  const codes = recoveryCodesOn(await send(session, '/my-account/recovery-codes', fields, '/my-account'));
  if (codes.length === 0) throw new Error('No new recovery codes were given');
  return codes;
}

async function pageOf(session: WebSession, path: string): Promise<string> {
  return (await session.send('GET', path, { headers: { accept: 'text/html' } })).text();
}

/** Fills in a form of a page, which has the path of the form unless told, and answers what came back. */
async function send(
  session: WebSession,
  path: string,
  fields: Record<string, string>,
  page = path,
): Promise<string> {
  const token = /name="_token" value="([^"]+)"/.exec(await pageOf(session, page))?.[1] ?? '';
  const answer = await session.send('POST', path, {
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _token: token, ...fields }).toString(),
  });
  const text = await answer.text();
  if (answer.status >= 400) throw new Error(`${path} was answered with ${answer.status}:\n${text}`);
  return text;
}

async function addTitle(desk: Desk, number: number) {
  const title = `八代の民話 第${number + 1}集`;
  // What the last release knows as well: a field of the next one would be refused.
  const { recordId } = granted(
    await desk.act(
      { ...staffWebApi.addRecord, body: z.unknown() },
      {
        body: {
          factId: z.uuid().parse(randomUUID()),
          kind: 'book',
          lending: 'lendable',
          title,
          titleReading: '',
          author: '球磨 みどり',
          publisher: '',
          year: 2026,
          protectiveCover: false,
        },
      },
    ),
  );
  const copy = { shelfMark: '388', weightGrams: 400, thicknessMm: 20, supplementCount: 0 };
  const body = { recordId, barcode: makeBarcode('copy', number + 1), ...copy };
  granted(await desk.act(staffWebApi.addCopy, { body }));
  return { recordId, title };
}

async function applyForCard(addresses: Addresses, desk: Desk, number: number) {
  const web = new WebSession(addresses.patronWeb);
  const inbox = new MailInbox(addresses.mail);
  const applicationId = randomUUID();
  const email = `${applicationId}@example.jp`;
  const application = {
    applicationId,
    name: `球磨 ${number}`,
    nameReading: 'くま みどり',
    birthDate: CalendarDateSchema.parse('1990-04-01'),
    postcode: '862-0000',
    address: '熊本県八代市一丁目1-1',
    phone: null,
    email,
  };
  granted(await web.call(patronWebApi.applyForCard, { body: application }));
  await eventually('the task to check the identity', async () =>
    granted(await desk.act(staffWebApi.tasks, {})).tasks.find(
      ({ kind, subject }) => kind === 'checkIdentity' && subject.applicationId === applicationId,
    ),
  );
  const checked = { params: { applicationId }, body: { approved: true } };
  granted(await desk.act(staffWebApi.checkCardApplication, checked));
  const cardNumber = await eventually('the new card', async () => {
    const { applications } = granted(await desk.act(staffWebApi.cardApplications, {}));
    return applications.find((one) => one.applicationId === applicationId)?.cardNumber;
  });
  const first = await PatronBrowser.signIn(addresses.patronWeb, { cardNumber, password: '19900401' });
  const password = randomUUID();
  granted(await first.session.call(patronWebApi.choosePassword, { body: { password } }));
  const link = await inbox.linkTo(email, 'メールアドレスの確認', /token=[\w-]+/);
  const token = link.replace('token=', '');
  granted(await web.call(patronWebApi.verifyEmail, { body: { token } }));
  return { name: application.name, email, cardNumber, password };
}
