import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { figure, machine, sayWithSeconds, tableOf, wholeNumber } from '@toshobin/bench';
import { mailsSent, queueReminders, remindersLeft } from '@toshobin/patron/bench';
import type pg from 'pg';
import { startBenchStack, withClient } from '../desk-bench/bench-stack.ts';
import { dataOf, prepareData } from '../desk-bench/desk-data.ts';
import { processorTime } from '../desk-bench/processor-time.ts';
import { secondInstances } from '../second-instances.ts';

/**
 * `npm run bench:mails [-- --reminders N --minutes M --data DIR]`: so many queued reminders, each asking the catalog whether
 * it is still true, are handed to the mail service by one process of the patron service, then as many by two. With
 * `--minutes` it looks at the first so many minutes of each alone: how fast it goes where many wait. Ends with status 0
 * when it ran.
 */
const { values } = parseArgs({
  options: {
    reminders: { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '600' },
    data: { type: 'string', default: path.join('.local', 'mail-bench') },
  },
});
const reminders = wholeNumber('reminders', values.reminders, 100);
const atMost = wholeNumber('minutes', values.minutes, 1) * 60_000;
/** What a morning may have to send. */
const AN_HOUR = { atLeast: 100_000 };
const FREE_PORTS = 200;
/** Whose work a mail is: the emulator stands for SES, which is not on the library's machine. */
const workers = ['patron', 'catalog', 'postgres', 'kafka', 'mail'] as const;
const say = sayWithSeconds();

const stack = await startBenchStack(path.resolve(values.data), say);
const second = secondInstances(stack.running, stack.running.ports.patron + FREE_PORTS, stack.env);
try {
  // Some are due tomorrow, and more the day after: too late for a reminder.
  const lentHere = Math.ceil(reminders * 1.3);
  const copies = Math.ceil(lentHere / 10_000 + 1) * 10_000;
  const data = { ...dataOf(copies), past: 0, lentThere: 0, cards: copies, lentHere };
  await prepareData(stack, data, say);
  await withClient(stack.databaseUrl('PATRON'), async (patron) => {
    const one = await handedOver(patron);
    await second.start(['patron']);
    const two = await handedOver(patron);
    const inAnHour = ({ sent, seconds }: typeof one) => (sent / seconds) * 3600;
    console.log(
      tableOf(
        [
          figure('mails.hour.oneProcess', 'mails/h', inAnHour(one), AN_HOUR),
          figure('mails.hour.twoProcesses', 'mails/h', inAnHour(two), AN_HOUR, inAnHour(one)),
          ...one.processor.map(({ name, ms }) =>
            figure(`mails.processor.${name}`, 'ms/mail', ms / one.sent, null),
          ),
        ],
        'one',
      ),
    );
  });
} finally {
  await second.close();
  await stack.stop();
}

async function handedOver(patron: pg.Client) {
  const queued = await queueReminders(patron, reminders);
  if (queued < reminders) throw new Error(`${queued} loans in place of ${reminders} can be reminded of`);
  say(`${queued} reminders; ${machine()}`);
  const begun = performance.now();
  const before = workers.map((name) => processorTime(stack.pid(name)) ?? 0);
  let left = await remindersLeft(patron);
  const lasted = () => performance.now() - begun;
  for (let shown = 0; left.waiting > 0 && lasted() < atMost; left = await remindersLeft(patron)) {
    await pause(500);
    if (lasted() > shown * 20_000) {
      shown += 1;
      say(`${left.waiting} wait, ${left.sent} went out`);
    }
  }
  const seconds = lasted() / 1000;
  const lost = queued - left.sent - left.waiting;
  if (lost > 0) throw new Error(`${lost} of ${queued} were not sent`);
  const { mails, split } = await mailsSent(patron);
  if (split > 0) throw new Error(`${split} patrons had their reminders in more mails than one`);
  say(`${left.sent} in ${mails} mails within ${seconds.toFixed(0)} s; ${machine()}`);
  const processor = workers.map((name, n) => ({
    name,
    ms: (processorTime(stack.pid(name)) ?? 0) - (before[n] ?? 0),
  }));
  return { sent: left.sent, seconds, processor };
}
