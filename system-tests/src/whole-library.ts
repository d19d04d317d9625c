import path from 'node:path';
import type { RecordSummary } from '@toshobin/contracts';
import type { Stack } from '@toshobin/infra';
import { connectTemporal, type TemporalLink } from '@toshobin/temporal';
import { launchChromium } from '@toshobin/web/testing/chromium';
import type { Browser } from 'playwright-core';
import { type Addresses, castFor, type Desks, openDesks } from './cast.ts';
import type { Person } from './demo-people.ts';
import { type Fits, FreeTitles } from './free-titles.ts';
import type { Cast } from './journey.ts';
import { MailInbox } from './mail-inbox.ts';
import { type OwnStack, startOwnStack } from './own-stack.ts';
import { PatronBrowser } from './patron-browser.ts';
import { TraceReceiver } from './trace-receiver.ts';

/** So many titles are enough for tests and load in a few seconds. */
const CATALOGUE_SAMPLE = '800';
/** Lines of the launcher's that are printed where something went wrong. */
const SAID_LAST = 40;
/** Chromium's camera is no device but a film, and nobody has to allow it. */
const filmForCamera = (film: string) => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
];

/** The whole library of the tests: one real stack, its desks, and what its patrons have reserved so far. */
export class WholeLibrary {
  readonly own: OwnStack;
  readonly addresses: Addresses;
  readonly desks: Desks;
  readonly inbox: MailInbox;
  /** What the processes tell of what they do. */
  readonly traces: TraceReceiver;
  readonly temporal: TemporalLink;
  /** Titles and people that were part of a journey: none of it may be found where it has no business. */
  readonly titles = new Set<string>();
  readonly met = new Set<Person>();
  /** What the launcher said. */
  readonly said: string[];
  #browser: Promise<Browser> | undefined;
  #free: Promise<FreeTitles> | undefined;
  #sidePorts = 0;

  private constructor(parts: {
    own: OwnStack;
    addresses: Addresses;
    desks: Desks;
    temporal: TemporalLink;
    traces: TraceReceiver;
    said: string[];
  }) {
    this.own = parts.own;
    this.addresses = parts.addresses;
    this.desks = parts.desks;
    this.temporal = parts.temporal;
    this.said = parts.said;
    this.traces = parts.traces;
    this.inbox = new MailInbox(parts.addresses.mail);
  }

  static async open(): Promise<WholeLibrary> {
    const said: string[] = [];
    const traces = await TraceReceiver.open();
    const env = { CATALOGUE_SAMPLE, OTEL_EXPORTER_OTLP_ENDPOINT: traces.url };
    const own = await startOwnStack({ env, say: (line) => said.push(line) });
    try {
      const at = (port: number) => `http://127.0.0.1:${port}`;
      const { patronWeb, staffWeb, mail, temporal: port } = own.stack.ports;
      const addresses = { patronWeb: at(patronWeb), staffWeb: at(staffWeb), mail: at(mail) };
      const desks = await openDesks(addresses);
      const temporal = connectTemporal({ address: `127.0.0.1:${port}`, namespace: 'default' });
      return new WholeLibrary({ own, addresses, desks, temporal, traces, said });
    } catch (fault) {
      await own.remove();
      await traces.close();
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

  /** The browser that everybody on its pages sits in front of. */
  browser(): Promise<Browser> {
    this.#browser ??= launchChromium(filmForCamera(this.film));
    return this.#browser;
  }

  /** What the camera of the browser sees, once somebody has filmed it. */
  get film(): string {
    return path.join(this.own.stateFolder, 'film.mjpeg');
  }

  /** A port for what stands beside the stack: one of those between its own and the next stack's. */
  sidePort(): number {
    this.#sidePorts += 1;
    return this.own.portBase + 49 + this.#sidePorts;
  }

  /**
   * Lets somebody change the numbers of the rules: when that fails, they are as before for whoever comes next, and the
   * last that the launcher said is printed.
   */
  async changingNumbers<T>(act: () => Promise<T>): Promise<T> {
    const { operator } = this.desks;
    const { policy } = await operator.readPolicy();
    try {
      return await act();
    } catch (fault) {
      console.error(this.said.slice(-SAID_LAST).join('\n'));
      await operator.changePolicy(policy);
      throw fault;
    }
  }

  /** Titles that nobody has: everybody who plays in this library takes from these. */
  free(patron: PatronBrowser): Promise<FreeTitles> {
    this.#free ??= FreeTitles.of(patron, this.titles);
    return this.#free;
  }

  /** A title that nobody of the tests has reserved before; one that a story of the demo has found for itself is none. */
  async freeTitle(patron: PatronBrowser, fits?: Fits): Promise<RecordSummary> {
    const titles = await this.free(patron);
    for (;;) {
      const record = titles.one(fits);
      const { waiting, copies } = await patron.record(record.recordId);
      if (waiting === 0 && copies.some(({ place }) => place === 'onShelf')) return record;
    }
  }

  async freeTitles(patron: PatronBrowser, count: number): Promise<RecordSummary[]> {
    const records: RecordSummary[] = [];
    while (records.length < count) records.push(await this.freeTitle(patron));
    return records;
  }

  async close(): Promise<void> {
    await (await this.#browser)?.close();
    await this.temporal.close();
    await this.own.remove();
    await this.traces.close();
  }
}
