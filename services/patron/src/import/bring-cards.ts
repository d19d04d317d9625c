import { type CalendarDate, dateColumn, dayOf, fromDateColumn, type Instant } from '@toshobin/lending-rules';
import { hashPassword } from '@toshobin/passwords';
import { type CsvLine, csvLines, UnreadableFile } from '@toshobin/spreadsheets';
import { initialPasswordOf } from '../credentials/initial-password.ts';
import type { Database } from '../database.ts';
import { comparedName } from '../names.ts';
import { type Column, columnsOf } from './columns.ts';
import { type Holder, type Refused, readHolder } from './read-holder.ts';

/** Lines of a file of cards, the first not counted. */
export interface Brought {
  read: number;
  /** Lines that made a new card here. */
  added: number;
  /** Lines whose card is here already, and stays as it is. */
  known: number;
  /** Lines whose card is here already, and is valid longer now. */
  prolonged: number;
  refused: number;
}

interface BringOptions {
  now: Instant;
  newId(): string;
  /** Reads and judges everything, and writes nothing. */
  try: boolean;
  /** Called once with the headings that are not read. */
  onUnread(headings: readonly string[]): void;
  /** Called for each line, or cell of one, that is not taken. */
  onRefused(line: number, refused: Refused): void;
  /** Called after every some lines. */
  onProgress(brought: Brought): void;
}

interface OfLine {
  line: number;
  holder: Holder;
}

/** How many lines are looked up, and their passwords hashed, at a time. */
const AT_A_TIME = 200;

/**
 * R1, R2. Makes each line of another system's file a patron with a card, whose initial password is the birth date and
 * whose address has yet to be verified. A card that is here already stays as it is, whatever the file says (what the
 * desk and its holder have changed since is newer), but for a later last day; a number that is somebody else's, or was
 * given up, is refused. So the same file again changes nothing, and one that was ended in the middle goes on. Nobody is
 * mailed.
 *
 * @param text whole lines at a time; throws where the first line is not that of such a file, or no other follows
 */
export async function bringCards(
  db: Database,
  text: AsyncIterable<string>,
  options: BringOptions,
): Promise<Brought> {
  const brought: Brought = { read: 0, added: 0, known: 0, prolonged: 0, refused: 0 };
  const today = dayOf(options.now);
  let columns: (Column | undefined)[] | undefined;
  let waiting: OfLine[] = [];
  const bringThem = async () => {
    const counted = await bringLines(db, waiting, options);
    for (const key of ['added', 'known', 'prolonged', 'refused'] as const) brought[key] += counted[key];
    waiting = [];
    options.onProgress(brought);
  };
  for await (const row of csvLines(text)) {
    if (columns === undefined) {
      if (row.broken !== undefined)
        throw new UnreadableFile('The first line can not be read: another --format?');
      columns = columnsOf(row.cells);
      const unread = row.cells.filter((cell, at) => columns?.[at] === undefined && cell.trim() !== '');
      if (unread.length > 0) options.onUnread(unread);
      continue;
    }
    brought.read += 1;
    const read = readLine(row, columns, today);
    if ('refused' in read) {
      brought.refused += 1;
      options.onRefused(row.line, read.refused);
      continue;
    }
    for (const cell of read.leftOut) options.onRefused(row.line, cell);
    waiting.push({ line: row.line, holder: read.holder });
    if (waiting.length === AT_A_TIME) await bringThem();
  }
  if (columns === undefined) throw new UnreadableFile('The file is empty');
  if (brought.read === 0) throw new UnreadableFile('The file has headings alone, and no card');
  await bringThem();
  return brought;
}

function readLine(
  { cells, broken }: CsvLine,
  columns: readonly (Column | undefined)[],
  today: CalendarDate,
): ReturnType<typeof readHolder> {
  const why = broken ?? (cells.length === columns.length ? undefined : 'NOT_CSV');
  if (why !== undefined) return { refused: { column: null, why } };
  const row = new Map<Column, string>();
  for (const [at, column] of columns.entries()) if (column !== undefined) row.set(column, cells[at] ?? '');
  return readHolder(row, today);
}

async function bringLines(
  db: Database,
  lines: readonly OfLine[],
  { now, newId, onRefused, ...options }: BringOptions,
): Promise<Omit<Brought, 'read'>> {
  const counted = { added: 0, known: 0, prolonged: 0, refused: 0 };
  const there = await cardsOf(db, lines);
  const numbers = lines.map(({ holder }) => holder.cardNumber);
  const given = await db.endedCard.findMany({ where: { number: { in: numbers } } });
  const ended = new Set(given.map(({ number }) => number));
  const missing: Holder[] = [];
  for (const { line, holder } of lines) {
    const known = there.get(holder.cardNumber);
    if (ended.has(holder.cardNumber)) {
      counted.refused += 1;
      onRefused(line, { column: 'cardNumber', why: 'NUMBER_ENDED' });
    } else if (known === undefined) {
      missing.push(holder);
      there.set(holder.cardNumber, holder);
    } else if (!isOne(known, holder)) {
      counted.refused += 1;
      onRefused(line, { column: 'cardNumber', why: 'NUMBER_TAKEN' });
    } else {
      const longer = !options.try && (await prolong(db, holder));
      counted[longer ? 'prolonged' : 'known'] += 1;
    }
  }
  counted.added = missing.length;
  if (options.try) return counted;
  const hashes = await Promise.all(
    missing.map(({ birthDate }) => hashPassword(initialPasswordOf(birthDate))),
  );
  for (const [at, holder] of missing.entries()) {
    const hash = hashes[at];
    if (hash === undefined) throw new Error('A holder has no hash');
    const { cardNumber, birthDate, expiresOn, suspended, ...person } = holder;
    await db.patron.create({
      data: {
        id: newId(),
        ...person,
        birthDate: dateColumn(birthDate),
        emailStatus: person.email === null ? 'none' : 'unverified',
        cards: { create: { number: cardNumber, suspended, expiresOn: expiresOn && dateColumn(expiresOn) } },
        credential: { create: { kind: 'initial', hash, setAt: now } },
      },
    });
  }
  return counted;
}

type Person = Pick<Holder, 'name' | 'birthDate'>;

async function cardsOf(db: Database, lines: readonly OfLine[]): Promise<Map<string, Person>> {
  const found = await db.card.findMany({
    where: { number: { in: lines.map(({ holder }) => holder.cardNumber) } },
    select: { number: true, patron: { select: { name: true, birthDate: true } } },
  });
  return new Map(
    found.map(({ number, patron }) => [
      number,
      { name: patron.name, birthDate: fromDateColumn(patron.birthDate) },
    ]),
  );
}

function isOne(one: Person, other: Person): boolean {
  return one.birthDate === other.birthDate && comparedName(one.name) === comparedName(other.name);
}

/** A card that ends here before the file's last day is valid until then: the other system has renewed it. */
async function prolong(db: Database, { cardNumber, expiresOn }: Holder): Promise<boolean> {
  if (expiresOn === null) return false;
  const last = dateColumn(expiresOn);
  const { count } = await db.card.updateMany({
    where: { number: cardNumber, replacedAt: null, expiresOn: { lt: last } },
    data: { expiresOn: last },
  });
  return count > 0;
}
