import { parseArgs } from 'node:util';
import { type Addresses, openDesks, PATIENCE } from './cast.ts';
import { people } from './demo-people.ts';
import { allStories } from './demo-stories/all-stories.ts';
import { Stage } from './demo-stories/story.ts';
import { eventually } from './eventually.ts';
import { startOwnStack } from './own-stack.ts';
import { PatronBrowser } from './patron-browser.ts';

// npm run demo [-- --story NAME | --list]: plays a story of the library through the public interfaces alone, against
// the stack that PORT_BASE names or, where none answers, a stack of its own that is removed afterwards.

const zone = 'Asia/Tokyo';
const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' });

let seen = 0;
let stage: Stage | undefined;
let removeStack: (() => Promise<void>) | undefined;

function say(who: string, step: string): void {
  const now = new Date();
  seen += 1;
  console.log(`${date.format(now)} ${time.format(now)} JST  ${who}  ${step}`);
}

async function runningStack(): Promise<Addresses | undefined> {
  const { PATRON_WEB_URL: patronWeb, STAFF_WEB_URL: staffWeb, SES_ENDPOINT: mail } = process.env;
  if (!patronWeb || !staffWeb || !mail) return undefined;
  const answers = () =>
    Promise.all(
      [`${patronWeb}/readyz`, `${staffWeb}/readyz`, `${mail}/health-check`].map((url) =>
        fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
          (response) => response.ok,
          () => false,
        ),
      ),
    );
  // Where one answers there is a stack, and another of them may just be started again.
  if (!(await answers()).includes(true)) return undefined;
  const all = async () => (await answers()).every(Boolean);
  await eventually('an answer of both webs and of the mails', all, { every: 500 });
  return { patronWeb, staffWeb, mail };
}

async function ownStack(): Promise<Addresses> {
  console.log('No stack answers: starting one of its own (the catalogue is loaded, which takes a while)');
  const own = await startOwnStack({ say: (line) => console.log(`  ${line}`) });
  removeStack = () => own.remove();
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const { patronWeb, staffWeb, mail } = own.stack.ports;
  return { patronWeb: at(patronWeb), staffWeb: at(staffWeb), mail: at(mail) };
}

/** Demo people that have room for some more reservations and loans; two of them. */
async function peopleWithRoom(addresses: Addresses) {
  const withRoom = [];
  for (const person of Object.values(people)) {
    const browser = await PatronBrowser.signIn(addresses.patronWeb, person);
    browser.session.patience = PATIENCE;
    const open = (await browser.myLibrary()).filter((row) => row.open).length;
    if (open < 8) withRoom.push(person);
    if (withRoom.length === 2) break;
  }
  const [first, second] = withRoom;
  if (!first || !second) throw new Error('The demo patrons have too many reservations or loans');
  return [first, second] as const;
}

async function cleanUp(): Promise<void> {
  await stage?.putPolicyBack();
  await removeStack?.();
}

/** Plays the story; answers the last line, or throws. */
async function play(name: string): Promise<string> {
  const story = allStories.find((one) => one.name === name);
  if (!story) throw new Error(`No story is called ${name}; --list names them`);
  const addresses = (await runningStack()) ?? (await ownStack());
  const desks = await openDesks(addresses, PATIENCE);
  stage = new Stage({ addresses, desks, people: await peopleWithRoom(addresses), say });
  console.log(`${story.name}: ${story.about}`);
  const journeys = await story.play(stage);
  console.log('');
  for (const journey of journeys) {
    const { status, address } = await journey.process();
    console.log(`Reservation ${journey.reservationNumber}: ${status}, ${address}`);
    for (const mail of await journey.mails()) console.log(`  ${mail.subject}`);
  }
  return `demo: ${story.name}, ${journeys.length} reservations to their end, ${seen} steps seen`;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
}

let status = 1;
let summary = '';
try {
  const options = { list: { type: 'boolean' }, story: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  if (values.list) {
    for (const { name, about } of allStories) console.log(`${name.padEnd(24)} ${about}`);
    summary = `demo: ${allStories.length} stories`;
  } else {
    summary = await play(values.story ?? allStories[0]?.name ?? '');
  }
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
