import { randomUUID } from 'node:crypto';
import { Seeded } from '@toshobin/bench';
import type { DeskWork } from './desk-data.ts';
import type { Terminal } from './terminal.ts';

/** What is scanned, with its share of a busy minute's scans. A card is read before the copies of each person. */
const shares = {
  /** 返却受付 at the prefectural library. */
  return: 0.35,
  /** 窓口貸出 at the prefectural counter: a card, then its copies. */
  counter: 0.25,
  /** 返却受付 at a pickup library. */
  handIn: 0.2,
  /** 引渡し at a pickup library: a card, then the copy that waits for it. */
  handOut: 0.15,
  /** 到着受付 at a pickup library: one scan of a parcel receives its copies. */
  arrival: 0.05,
} as const;
type Work = keyof typeof shares;

/** What a scan was of; `card` at either counter. */
export const scanKinds = ['return', 'card', 'lend', 'handIn', 'handOut', 'arrival'] as const;
export type ScanKind = (typeof scanKinds)[number];

export interface ScanDone {
  kind: ScanKind;
  /** The form alone; of the JSON interface the whole. */
  postMs: number;
  refused: boolean;
}

/** How the terminals talk: pages as a browser has them, or the JSON interface (a copy alone, the card with it). */
export type Way = 'pages' | 'json';

interface Visitor {
  card: string;
  copies: number;
}

/** The scans of a library's day, in the order of a lot, over its terminals. */
export class DeskDay {
  readonly #random: Seeded;
  readonly #work: DeskWork;
  readonly #terminals: { prefectural: readonly Terminal[]; branch: readonly Terminal[] };
  /** Whose card lies at a counter; the two ways of talking know nothing of each other. */
  readonly #visitors = { pages: new Map<Terminal, Visitor>(), json: new Map<Terminal, Visitor>() };
  /** Whose card was read at a pickup library; the copy is the next scan there. */
  #waitingCopy: { barcode: string; terminal: Terminal } | undefined;

  constructor(
    work: DeskWork,
    terminals: { prefectural: readonly Terminal[]; branch: readonly Terminal[] },
    seed: number,
  ) {
    this.#work = work;
    this.#terminals = terminals;
    this.#random = new Seeded(seed);
  }

  /** The next scan: at which terminal, and how it is made there. */
  next(way: Way): { terminal: Terminal; scan: () => Promise<ScanDone> } {
    const work = this.#lot();
    switch (work) {
      case 'return': {
        const terminal = this.#random.of(this.#terminals.prefectural);
        return {
          terminal,
          scan: this.#scanOf('return', way, terminal, taken(this.#work.copies.toReturn).barcode),
        };
      }
      case 'counter':
        return this.#atCounter(way, this.#random.of(this.#terminals.prefectural));
      case 'handIn': {
        const { barcode, library } = taken(this.#work.copies.toHandIn);
        const terminal = this.#at(library);
        return { terminal, scan: this.#scanOf('handIn', way, terminal, barcode) };
      }
      case 'handOut':
        return this.#handOut(way);
      case 'arrival': {
        const { number, library } = taken(this.#work.parcels);
        const terminal = this.#at(library);
        return { terminal, scan: this.#scanOf('arrival', way, terminal, number) };
      }
    }
  }

  #lot(): Work {
    let left = this.#random.next();
    for (const work of ['return', 'counter', 'handIn', 'handOut'] as const) {
      left -= shares[work];
      if (left < 0) return work;
    }
    return 'arrival';
  }

  #at(library: string): Terminal {
    return this.#random.of(this.#terminals.branch.filter((terminal) => terminal.library === library));
  }

  /** One to five copies a person. */
  #atCounter(way: Way, terminal: Terminal): { terminal: Terminal; scan: () => Promise<ScanDone> } {
    const visitors = this.#visitors[way];
    let visitor = visitors.get(terminal);
    if (visitor === undefined || visitor.copies === 0) {
      visitor = { card: taken(this.#work.cards), copies: this.#random.between(1, 5) };
      visitors.set(terminal, visitor);
      if (way === 'pages') return { terminal, scan: this.#scanOf('card', way, terminal, visitor.card) };
    }
    visitor.copies -= 1;
    const { barcode } = taken(this.#work.copies.toLend);
    return { terminal, scan: this.#scanOf('lend', way, terminal, barcode, visitor.card) };
  }

  #handOut(way: Way): { terminal: Terminal; scan: () => Promise<ScanDone> } {
    if (this.#waitingCopy !== undefined && way === 'pages') {
      const { barcode, terminal } = this.#waitingCopy;
      this.#waitingCopy = undefined;
      return { terminal, scan: this.#scanOf('handOut', way, terminal, barcode) };
    }
    const { barcode, library, reservationId } = taken(this.#work.copies.toHandOut);
    const card = this.#work.cardOf.get(reservationId ?? '') ?? '';
    const terminal = this.#at(library);
    if (way === 'json') return { terminal, scan: this.#scanOf('handOut', way, terminal, barcode, card) };
    this.#waitingCopy = { barcode, terminal };
    return { terminal, scan: this.#scanOf('card', way, terminal, card) };
  }

  #scanOf(kind: ScanKind, way: Way, terminal: Terminal, code: string, card = ''): () => Promise<ScanDone> {
    return way === 'pages'
      ? () => scanOnPage(kind, terminal, code)
      : () => scanAsJson(kind, terminal, code, card);
  }
}

const pages: Record<ScanKind, { path: string; fields?: Readonly<Record<string, string>> }> = {
  return: { path: '/returns', fields: { from: 'counter' } },
  card: { path: '/hand-out' },
  lend: { path: '/hand-out' },
  handIn: { path: '/hand-in', fields: { from: 'counter' } },
  handOut: { path: '/hand-out' },
  arrival: { path: '/arrivals' },
};

async function scanOnPage(kind: ScanKind, terminal: Terminal, code: string): Promise<ScanDone> {
  const { path, fields = {} } = pages[kind];
  const { tone, postMs } = await terminal.page(path, { code, ...fields });
  return {
    kind,
    postMs,
    refused: tone === 'stop' || tone === 'ask' || (tone === 'wait') !== (kind === 'card'),
  };
}

async function scanAsJson(kind: ScanKind, terminal: Terminal, code: string, card: string): Promise<ScanDone> {
  const begun = performance.now();
  const scan = { factId: randomUUID(), occurredAt: new Date().toISOString() };
  const back = { ...scan, barcode: code, bookDrop: false, firstEmptyingOfDay: false };
  const sent = {
    return: ['/api/scans/return', back],
    handIn: ['/api/scans/hand-in', back],
    lend: ['/api/scans/lend', { ...scan, barcode: code, cardNumber: card }],
    handOut: ['/api/scans/hand-out', { ...scan, barcode: code, cardNumber: card }],
    arrival: [`/api/parcels/${code}/arrival`, scan],
    card: ['', {}],
  } as const;
  const [path, body] = sent[kind];
  const { status, text } = await terminal.json(path, body);
  if (status >= 500 || status === 422 || status === 401)
    throw new Error(`${kind} was answered with ${status} ${text.slice(0, 60)}`);
  return { kind, postMs: performance.now() - begun, refused: status !== 200 };
}

/** The next of a list that a scan uses up. */
function taken<T>(list: T[]): T {
  const one = list.pop();
  if (one === undefined) throw new Error('Everything that was prepared for this run has been scanned');
  return one;
}
