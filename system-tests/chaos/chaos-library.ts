import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RecordHit } from '@toshobin/contracts';
import { portsFrom, type Stack, startStack } from '@toshobin/infra';
import { addressesOf, type OpenLibrary, openLibrary } from '../audit/open-library.ts';
import { accounts, type Person, people, twentyPeople } from '../src/demo-people.ts';
import { Desk } from '../src/desk.ts';
import { Line } from '../src/line.ts';
import { environmentOfItsOwn, ownPortBase } from '../src/own-stack.ts';
import { PatronBrowser } from '../src/patron-browser.ts';
import { type SecondInstances, secondInstances } from '../src/second-instances.ts';
import { BeforeNights } from './before-nights.ts';
import { LastingInbox } from './lasting-inbox.ts';
import { Memory } from './memory.ts';
import { quickPolicy } from './quick-policy.ts';

/** As long as a person taps again, or a device sends its scan again. */
const PATIENCE_MS = 20_000;
/** Faster than that nobody taps: where everything is slow, it would become slower still. */
const TRIES_EVERY_MS = 1_500;
/** Titles that everybody wants: with so few there are queues, swaps and copies that go from hand to hand. */
const WANTED = 40;
/** Behind a stack's own ports. */
const LINES_FROM = 40;

const servicesBehindLines = [
  { name: 'catalog', port: 'catalog', variable: 'CATALOG_URL' },
  { name: 'patron', port: 'patron', variable: 'PATRON_URL' },
  { name: 'shipping', port: 'shipping', variable: 'SHIPPING_URL' },
  { name: 'workflows', port: 'workflows', variable: 'WORKFLOWS_URL' },
  { name: 'patron-web', port: 'patronWeb', variable: 'PATRON_WEB_URL' },
  { name: 'staff-web', port: 'staffWeb', variable: 'STAFF_WEB_URL' },
] as const;
const enginesBehindLines = [
  { name: 'kafka', port: 'kafka', variable: 'KAFKA_BROKERS' },
  { name: 'temporal', port: 'temporal', variable: 'TEMPORAL_ADDRESS' },
  { name: 'mail', port: 'mail', variable: 'SES_ENDPOINT' },
] as const;
/** The worker has its own, so that it alone can be cut off. */
const ofTheWorker = { name: 'temporal, the worker alone', port: 'temporal' } as const;

/** One library under test: a stack of its own, whoever uses it, and whoever watches. */
export interface ChaosLibrary {
  readonly stack: Stack;
  readonly seen: OpenLibrary;
  readonly memory: Memory;
  readonly beforeNights: BeforeNights;
  readonly inbox: LastingInbox;
  /** To the services and webs, each to both of its processes, and to the engines: they can be cut. */
  readonly lines: readonly { readonly name: string; readonly line: Line }[];
  readonly seconds: SecondInstances;
  readonly patrons: readonly PatronBrowser[];
  readonly desks: { prefectural: Desk[]; uto: Desk; kikuyo: Desk; operator: Desk };
  readonly wanted: readonly RecordHit[];
  /** 来館貸出可: what may be reserved by telephone alone. */
  readonly byTelephone: readonly RecordHit[];
  /** Answers the folder in which what its processes said outlives it. */
  keepLogs(): string;
  close(): Promise<void>;
}

export interface ChaosOptions {
  people: number;
  /** A second process of every service, beside the first. */
  twoOfEach: boolean;
  /** Laid over the environment of every process. */
  env?: Readonly<Record<string, string>>;
  say: (line: string) => void;
}

export async function openChaosLibrary(options: ChaosOptions): Promise<ChaosLibrary> {
  let started = false;
  // What services say while they are harmed is in their logs.
  const say = (line: string) => (started ? undefined : options.say(line));
  const stateFolder = mkdtempSync(path.join(tmpdir(), 'toshobin-chaos-'));
  const portBase = await ownPortBase();
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const opened: { close(): Promise<unknown> }[] = [];
  const close = async () => {
    for (const one of opened.toReversed()) await one.close();
    rmSync(stateFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  };
  try {
    const ports = portsFrom(portBase);
    const lines: { name: string; line: Line }[] = [];
    const lay = async ({ name, port }: { name: string; port: keyof typeof ports }) => {
      const line = await Line.lay(portBase + LINES_FROM + lines.length, ports[port]);
      opened.push(line);
      lines.push({ name, line });
      return line;
    };
    const env: Record<string, string> = { ...environmentOfItsOwn(), CATALOGUE_SAMPLE: '300', ...options.env };
    for (const service of servicesBehindLines) env[service.variable] = (await lay(service)).url;
    const toEngines: Record<string, string> = {};
    for (const engine of enginesBehindLines) {
      const { url } = await lay(engine);
      toEngines[engine.variable] = engine.name === 'mail' ? url : new URL(url).host;
    }
    const { url: workersTemporal } = await lay(ofTheWorker);
    const linesOf = { workflows: { TEMPORAL_ADDRESS: new URL(workersTemporal).host } };
    const stack = await startStack({ portBase, stateFolder, env, lines: toEngines, linesOf, say });
    opened.push({ close: () => stack.stop() });
    const seconds = secondInstances(stack, portBase, env, linesOf);
    opened.push(seconds);
    if (options.twoOfEach) {
      await seconds.start();
      // Whoever asks one of them asks now the one, now the other of its processes.
      for (const { name } of servicesBehindLines)
        lines.find((one) => one.name === name)?.line.endsAlsoAt(seconds.portOf(name));
    }

    const { mail, kafka, temporal } = stack.ports;
    const { PATRON_WEB_URL: patronWeb = '', STAFF_WEB_URL: staffWeb = '' } = env;
    const operator = await Desk.signIn(staffWeb, accounts.operator);
    await operator.changePolicy(quickPolicy);
    const desks = {
      prefectural: [
        await Desk.signIn(staffWeb, accounts.desk),
        await Desk.signIn(staffWeb, accounts.desk),
        await Desk.signIn(staffWeb, accounts.desk),
      ],
      uto: await Desk.signIn(staffWeb, accounts.uto),
      kikuyo: await Desk.signIn(staffWeb, accounts.kikuyo),
      operator,
    };
    const everybody: Person[] = [...twentyPeople, ...Object.values(people)].slice(0, options.people);
    // One after the other: a password takes time to check, and who has to ask again too often is kept out.
    const patrons: PatronBrowser[] = [];
    for (const person of everybody) patrons.push(await PatronBrowser.signIn(patronWeb, person));
    const memory = new Memory();
    const staff = [...desks.prefectural, desks.uto, desks.kikuyo, operator];
    for (const { session } of staff) session.onGranted = (body) => memory.recordsScan(body);
    for (const { session } of [...patrons, ...staff]) {
      session.patience = PATIENCE_MS;
      session.triesEvery = TRIES_EVERY_MS;
    }
    const [first] = patrons;
    if (first === undefined) throw new Error('Nobody is there');
    const wanted = await wantedTitles(first);
    const byTelephone = await titlesByTelephone(first);

    const inbox = new LastingInbox(at(mail));
    inbox.start();
    opened.push({ close: () => inbox.stop() });
    const seen = openLibrary({
      ...addressesOf(stack.env),
      // Past the lines that are cut: the auditor is no part of the library.
      kafka: { brokers: [`127.0.0.1:${kafka}`] },
      temporal: { address: `127.0.0.1:${temporal}`, namespace: 'default' },
    });
    opened.push(seen);
    started = true;
    const keepLogs = () => {
      const kept = mkdtempSync(path.join(tmpdir(), 'chaos-logs-'));
      cpSync(path.join(stateFolder, 'log'), kept, { recursive: true });
      return kept;
    };
    const users = { patrons, desks, wanted, byTelephone, memory, inbox };
    const beforeNights = new BeforeNights(seen, memory.scans);
    return { stack, seen, beforeNights, lines, seconds, ...users, keepLogs, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function wantedTitles(patron: PatronBrowser): Promise<RecordHit[]> {
  const found: RecordHit[] = [];
  for (let page = 1; found.length < WANTED && page <= 10; page += 1) {
    const { records } = await patron.search('の', page);
    if (records.length === 0) break;
    found.push(...records.filter(({ lending, onShelf }) => lending === 'lendable' && onShelf > 0));
  }
  return found.slice(0, WANTED);
}

async function titlesByTelephone(patron: PatronBrowser): Promise<RecordHit[]> {
  const { records } = await patron.search('週刊', 1, 'false');
  return records.filter(({ lending }) => lending === 'inPersonOnly');
}
