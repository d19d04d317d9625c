import type { RecordSummary } from '@toshobin/contracts';
import type { Stack } from '@toshobin/infra';
import { connectTemporal, type TemporalLink } from '@toshobin/temporal';
import { type Addresses, castFor, type Desks, openDesks } from './cast.ts';
import type { Person } from './demo-people.ts';
import { type Cast, freeTitle } from './journey.ts';
import { MailInbox } from './mail-inbox.ts';
import { type OwnStack, startOwnStack } from './own-stack.ts';
import { PatronBrowser } from './patron-browser.ts';

/**
 * So many titles are enough for tests and load in a few seconds; a short title would be found by chance where it
 * must not be (see the search for what must stay private).
 */
const CATALOGUE_SAMPLE = '800';
const longEnough = (record: RecordSummary) => record.title.length >= 5;

/** The whole library of the tests: one real stack, its desks, and what its patrons have reserved so far. */
export class WholeLibrary {
  readonly own: OwnStack;
  readonly addresses: Addresses;
  readonly desks: Desks;
  readonly inbox: MailInbox;
  readonly temporal: TemporalLink;
  /** Titles and people that were part of a journey: none of it may be found where it has no business. */
  readonly titles = new Set<string>();
  readonly met = new Set<Person>();
  /** What the launcher said, for whoever reads a failure. */
  readonly said: string[];

  private constructor(parts: {
    own: OwnStack;
    addresses: Addresses;
    desks: Desks;
    temporal: TemporalLink;
    said: string[];
  }) {
    this.own = parts.own;
    this.addresses = parts.addresses;
    this.desks = parts.desks;
    this.temporal = parts.temporal;
    this.said = parts.said;
    this.inbox = new MailInbox(parts.addresses.mail);
  }

  static async open(): Promise<WholeLibrary> {
    const said: string[] = [];
    const own = await startOwnStack({ env: { CATALOGUE_SAMPLE }, say: (line) => said.push(line) });
    try {
      const at = (port: number) => `http://127.0.0.1:${port}`;
      const { patronWeb, staffWeb, mail, temporal: port } = own.stack.ports;
      const addresses = { patronWeb: at(patronWeb), staffWeb: at(staffWeb), mail: at(mail) };
      const desks = await openDesks(addresses);
      const temporal = connectTemporal({ address: `127.0.0.1:${port}`, namespace: 'default' });
      return new WholeLibrary({ own, addresses, desks, temporal, said });
    } catch (fault) {
      await own.remove();
      throw fault;
    }
  }

  get stack(): Stack {
    return this.own.stack;
  }

  async signIn(person: Person): Promise<PatronBrowser> {
    this.met.add(person);
    return PatronBrowser.signIn(this.addresses.patronWeb, person);
  }

  async castFor(person: Person): Promise<Cast> {
    this.met.add(person);
    return castFor(this.addresses, this.desks, person);
  }

  /** A title that nobody of the tests has reserved before. */
  async freeTitle(
    patron: PatronBrowser,
    fits: (record: RecordSummary & { copies: number }) => boolean = () => true,
  ): Promise<RecordSummary> {
    const record = await freeTitle(
      patron,
      'の',
      (one) => longEnough(one) && !this.titles.has(one.title) && fits(one),
    );
    this.titles.add(record.title);
    return record;
  }

  async freeTitles(patron: PatronBrowser, count: number): Promise<RecordSummary[]> {
    const records: RecordSummary[] = [];
    while (records.length < count) records.push(await this.freeTitle(patron));
    return records;
  }

  async close(): Promise<void> {
    await this.temporal.close();
    await this.own.remove();
  }
}
