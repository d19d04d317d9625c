import {
  chooseDismissals,
  chooseReplays,
  type DeadLetterBox,
  deadLetterBox,
  KafkaAway,
  republishSince,
  type Unchoosable,
} from '@toshobin/events';
import { type CalendarDate, instantFromDate, startOfDay } from '@toshobin/lending-rules';
import { createLogger, databaseUrl, kafkaAt, kafkaConfig, readConfig } from '@toshobin/service';
import pg from 'pg';
import { z } from 'zod';
import { headLine, letterLines, refusedLine } from './dead-letter-lines.ts';
import { type DeadLetterOrder, readOrder, type Sender, usage } from './dead-letter-order.ts';
import { services } from './services.ts';

// node infra/run.mjs dead-letters: what nobody could understand or carry out, listed, put back, dismissed; and events sent again.

const order = readOrder(process.argv.slice(2));
if (order === undefined) {
  console.error(usage);
  process.exit(2);
}
try {
  process.exitCode = await carryOut(order);
} catch (fault) {
  // Which engine that is, where it was looked for and by which setting is said of every command.
  if ((fault instanceof KafkaAway && fault.cause === undefined) || isOfConnecting(fault)) throw fault;
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}

/** As Node calls it, by a code: of PostgreSQL's own none is like that. */
function isOfConnecting(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && /^E[A-Z]{5,}$/.test(String(fault.code));
}

/** Answers the exit status. */
async function carryOut(wanted: DeadLetterOrder): Promise<number> {
  if (wanted.do === 'resend') return resend(wanted.service, wanted.since);
  const kafka = kafkaAt(readConfig(z.object(kafkaConfig)));
  const box = deadLetterBox(kafka, createLogger('dead-letters', 'silent'));
  try {
    switch (wanted.do) {
      case 'list':
        return await list(box);
      case 'show':
        return await show(box, wanted.position);
      case 'replay':
        return await replay(box, wanted.positions);
      case 'dismiss':
        return await dismiss(box, wanted.positions);
    }
  } finally {
    await box.close();
  }
}

async function list(box: DeadLetterBox): Promise<number> {
  for (const line of letterLines(await box.list())) console.log(line);
  return 0;
}

async function show(box: DeadLetterBox, position: string): Promise<number> {
  const letter = (await box.list()).find((found) => found.position === position);
  if (letter === undefined) return refuse({ impossible: [position] });
  const read =
    letter.origin === undefined ? '' : `\nread at ${letter.origin.place} (topic, partition, offset)`;
  console.log(`${headLine(letter)}\n${letter.reason}${read}\nkey ${letter.key}\n${letter.value}`);
  return 0;
}

async function replay(box: DeadLetterBox, positions: readonly string[] | 'all'): Promise<number> {
  const chosen = chooseReplays(await box.list(), positions);
  if (!('replays' in chosen)) return refuse(chosen);
  for (const event of chosen.replays) {
    await box.putBack(event);
    const [first, ...others] = event.letters.map(({ position }) => position);
    const also = others.length === 0 ? '' : `, and ${others.join(', ')} with it`;
    console.log(`${first} goes back to ${event.topic}${also}`);
  }
  console.log(`events and keys put back: ${chosen.replays.length}`);
  return 0;
}

async function dismiss(box: DeadLetterBox, positions: readonly string[]): Promise<number> {
  const chosen = chooseDismissals(await box.list(), positions);
  if (!('dismissals' in chosen)) return refuse(chosen);
  for (const dismissal of chosen.dismissals) {
    await box.dismiss(dismissal);
    for (const { position } of dismissal.letters) console.log(`${position} is dismissed`);
  }
  return 0;
}

function refuse(why: Unchoosable): number {
  console.error(refusedLine(why));
  return 1;
}

async function resend(name: Sender, since: CalendarDate): Promise<number> {
  const variable = services.find((service) => service.name === name)?.database?.variable;
  if (variable === undefined) throw new Error(`${name} has no database`);
  const config = readConfig(z.object({ [variable]: databaseUrl }));
  if (startOfDay(since) > instantFromDate(new Date())) {
    console.error(
      `${since} has not begun in Tokyo: nothing was published since, and nothing is published again`,
    );
    return 1;
  }
  const pool = new pg.Pool({ connectionString: config[variable], connectionTimeoutMillis: 5_000, max: 1 });
  try {
    const events = await republishSince(pool, new Date(startOfDay(since)));
    console.log(
      `events that ${name} publishes again: ${events} (those published since ${since} began in Tokyo)`,
    );
    return 0;
  } finally {
    await pool.end();
  }
}
