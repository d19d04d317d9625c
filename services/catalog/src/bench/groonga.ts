import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type pg from 'pg';
import type { BenchQuery } from './make-queries.ts';

/** The version of the groonga on the PATH; undefined without one. */
export function groongaVersion(): string | undefined {
  const told = spawnSync('groonga', ['--version'], { encoding: 'utf8' });
  return told.error ? undefined : /Groonga ([\d.]+)/.exec(told.stdout)?.[1];
}

const schema = [
  'table_create Records TABLE_NO_KEY',
  'column_create Records record COLUMN_SCALAR Int64',
  'column_create Records year COLUMN_SCALAR Int16',
  'column_create Records title COLUMN_SCALAR ShortText',
  'column_create Records author COLUMN_SCALAR ShortText',
  'column_create Records s COLUMN_SCALAR Text',
  'column_create Records isbn COLUMN_SCALAR ShortText',
];
const indexes = [
  'table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerNFKC130',
  'column_create Terms records_s COLUMN_INDEX|WITH_POSITION Records s',
  'table_create Isbns TABLE_HASH_KEY ShortText',
  'column_create Isbns records_isbn COLUMN_INDEX Records isbn',
];
const VERSION = 1;
const BATCH = 20_000;

interface GroongaAnswer {
  /** Milliseconds that Groonga itself says it worked, without the way there and back. */
  elapsed: number;
  found: number;
}

/**
 * Groonga's bigram index over the same normalised text, in a process of its own that is spoken to over its standard
 * input. It answers the exact count and the twenty most recent records of it: no title first, no facets, no copies.
 */
export class Groonga {
  readonly #child: ChildProcess;
  readonly #waiting: ((line: string) => void)[] = [];

  private constructor(database: string, isNew: boolean) {
    this.#child = spawn('groonga', [...(isNew ? ['-n'] : []), database], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (this.#child.stdout === null) throw new Error('Groonga has no output');
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#waiting.shift()?.(line));
  }

  /** Opens the index of that folder, filled from the database unless an earlier run has done it. */
  static async open(folder: string, client: pg.Client, filling: string): Promise<Groonga> {
    const home = path.join(folder, 'groonga');
    const stamp = path.join(home, 'built');
    const built = `${VERSION} ${filling}`;
    const database = path.join(home, 'db');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === built) return new Groonga(database, false);
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    const groonga = new Groonga(database, true);
    await groonga.#fill(client);
    writeFileSync(stamp, built);
    return groonga;
  }

  async search({ kind, words }: BenchQuery): Promise<GroongaAnswer> {
    const filter =
      kind === 'isbn'
        ? `isbn == ${JSON.stringify(words[0])}`
        : words.map((word) => `s @ ${JSON.stringify(word)}`).join(' && ');
    const line = await this.#ask(
      `select Records --filter '${filter.replace(/'/g, "\\'")}' --sort_keys -year,-record --limit 20 ` +
        '--output_columns record,title,author,year',
    );
    const [[status, , elapsed], [[[found]]]]: [[number, number, number], [[[number]]]] = JSON.parse(line);
    if (status !== 0) throw new Error(`Groonga refused: ${line.slice(0, 300)}`);
    return { elapsed: elapsed * 1000, found };
  }

  close(): void {
    this.#child.stdin?.end('quit\n');
  }

  async #fill(client: pg.Client): Promise<void> {
    for (const command of schema) await this.#ask(command);
    for (let after = '0'; ; ) {
      const { rows } = await client.query<{ record: string; year: number; s: string }>(
        `SELECT id AS record, year, title, author, s, COALESCE(isbns[1], '') AS isbn
         FROM bibliographic_record WHERE id > $1 ORDER BY id LIMIT ${BATCH}`,
        [after],
      );
      const last = rows.at(-1);
      if (last === undefined) break;
      await this.#ask(
        `load --table Records\n${JSON.stringify(rows.map((row) => ({ ...row, record: Number(row.record) })))}`,
      );
      after = last.record;
    }
    for (const command of indexes) await this.#ask(command);
  }

  #ask(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      this.#child.stdin?.write(`${command}\n`, (fault) => (fault ? reject(fault) : undefined));
    });
  }
}
