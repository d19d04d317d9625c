import { CalendarDateSchema } from '@toshobin/lending-rules';
import { type Addresses, castFor, openDesks } from './cast.ts';
import { people } from './demo-people.ts';
import type { Desk } from './desk.ts';
import { freeTitle, Journey, subjects } from './journey.ts';
import { startOwnStack } from './own-stack.ts';
import { PatronBrowser } from './patron-browser.ts';
import { granted } from './web-session.ts';

// npm run demo: two reservations from a search to the end, through the public interfaces alone, against the stack
// that PORT_BASE names or, where none answers, a stack of its own that is removed afterwards.

const zone = 'Asia/Tokyo';
const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' });

let seen = 0;
let putPolicyBack: (() => Promise<void>) | undefined;
let removeStack: (() => Promise<void>) | undefined;

function say(who: string, step: string): void {
  const now = new Date();
  seen += 1;
  console.log(`${date.format(now)} ${time.format(now)} JST  ${who}  ${step}`);
}

async function runningStack(): Promise<Addresses | undefined> {
  const { PATRON_WEB_URL: patronWeb, STAFF_WEB_URL: staffWeb, SES_ENDPOINT: mail } = process.env;
  if (!patronWeb || !staffWeb || !mail) return undefined;
  const answers = await Promise.all(
    [`${patronWeb}/readyz`, `${staffWeb}/readyz`, `${mail}/health-check`].map((url) =>
      fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
        (response) => response.ok,
        () => false,
      ),
    ),
  );
  return answers.every(Boolean) ? { patronWeb, staffWeb, mail } : undefined;
}

async function ownStack(): Promise<Addresses> {
  console.log('No stack answers: starting one of its own (the catalogue is loaded, which takes a while)');
  const own = await startOwnStack({ say: (line) => console.log(`  ${line}`) });
  removeStack = () => own.remove();
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const { patronWeb, staffWeb, mail } = own.stack.ports;
  return { patronWeb: at(patronWeb), staffWeb: at(staffWeb), mail: at(mail) };
}

/** Demo people that have room for one more reservation and loan; two of them. */
async function peopleWithRoom(addresses: Addresses) {
  const withRoom = [];
  for (const person of Object.values(people)) {
    const browser = await PatronBrowser.signIn(addresses.patronWeb, person);
    const open = (await browser.myLibrary()).filter((row) => row.open).length;
    if (open < 10) withRoom.push(person);
    if (withRoom.length === 2) break;
  }
  const [first, second = first] = withRoom;
  if (!first || !second) throw new Error('Every demo patron has ten reservations or loans');
  return { first, second };
}

async function reserveAndWait(journey: Journey, who: string): Promise<string> {
  const address = await journey.historyAddress();
  say(who, `its process: ${address}`);
  await journey.mailArrived(subjects.accepted);
  return address;
}

/** By Yu-Mail to 宇土市立図書館; its loan is long enough that an extension today would shorten it. */
async function byYuMail(
  addresses: Addresses,
  desks: Awaited<ReturnType<typeof openDesks>>,
  person: typeof people.hanako,
) {
  const who = '[1 宇土市立図書館]';
  const cast = await castFor(addresses, desks, person, (step) => say(who, step));
  const record = await freeTitle(cast.patron, '夏目漱石');
  say(who, `found 「${record.title}」 by searching for 「夏目漱石」`);
  const journey = await Journey.reserve(cast, { record, pickupLibrary: 'uto' });
  const address = await reserveAndWait(journey, who);
  await journey.fetch();
  await journey.bring();
  await journey.handOut();
  const shown = await cast.patron.previewExtension(journey.reservationId);
  if (shown.ok) throw new Error('An extension that would shorten the loan was offered');
  const newDueDate = CalendarDateSchema.parse(shown.values.newDueDate);
  const refused = await cast.patron.extend(journey.reservationId, newDueDate);
  if (refused.ok || refused.code !== 'EXTENSION_WOULD_SHORTEN') {
    throw new Error('An extension that would shorten the loan was not refused');
  }
  say(who, `extension refused: ${refused.code} ${refused.sentence}`);
  await journey.bringBack();
  return { journey, address };
}

/** At the prefectural counter, lent for ten days, so that an extension helps. */
async function atTheCounter(
  addresses: Addresses,
  desks: Awaited<ReturnType<typeof openDesks>>,
  person: typeof people.hanako,
) {
  const who = '[2 県立図書館]';
  const cast = await castFor(addresses, desks, person, (step) => say(who, step));
  const record = await freeTitle(cast.patron, '宮沢賢治');
  say(who, `found 「${record.title}」 by searching for 「宮沢賢治」`);
  const journey = await Journey.reserve(cast, { record, pickupLibrary: 'pref' });
  const address = await reserveAndWait(journey, who);
  await journey.fetch();
  await journey.bring();
  await setLoanPeriod(desks.operator, 'P10D', who);
  await journey.handOut();
  await putPolicyBack?.();
  const { due, present } = granted(await cast.patron.previewExtension(journey.reservationId));
  say(who, `an extension today would move the due date from ${present.date} to ${due.date}`);
  await journey.extend(due.date);
  await journey.mailArrived(subjects.extended);
  await journey.bringBack();
  return { journey, address };
}

async function setLoanPeriod(operator: Desk, loanPeriod: string, who: string): Promise<void> {
  const before = await operator.changePolicy({ loanPeriod });
  say(who, `policy: loan period ${loanPeriod} in place of ${before.loanPeriod}`);
  putPolicyBack = async () => {
    putPolicyBack = undefined;
    await operator.changePolicy({ loanPeriod: before.loanPeriod });
    say(who, `policy: loan period ${before.loanPeriod} again`);
  };
}

async function cleanUp(): Promise<void> {
  await putPolicyBack?.();
  await removeStack?.();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
}

let status = 1;
let summary = '';
try {
  const addresses = (await runningStack()) ?? (await ownStack());
  const desks = await openDesks(addresses);
  const { first, second } = await peopleWithRoom(addresses);
  const told = [await byYuMail(addresses, desks, first), await atTheCounter(addresses, desks, second)];
  console.log('');
  for (const { journey, address } of told) {
    console.log(`Reservation ${journey.reservationNumber}: ${(await journey.process()).status}, ${address}`);
    for (const mail of await journey.mails()) console.log(`  ${mail.subject}`);
  }
  summary = `demo: ${told.length} reservations from search to closed, ${seen} steps seen`;
  status = 0;
} catch (fault) {
  console.error(fault);
  const why = fault instanceof Error ? fault.message : String(fault);
  summary = `demo: failed after ${seen} steps: ${why}`;
} finally {
  await cleanUp().catch((fault: unknown) => {
    console.error(fault);
    status = 1;
    summary = `${summary}; cleaning up failed`;
  });
}
console.log(summary);
process.exit(status);
