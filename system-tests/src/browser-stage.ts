import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import type { PagesSeen } from './pages-seen.ts';
import { type Device, Reader } from './reader.ts';
import type { WholeLibrary } from './whole-library.ts';

/** Pictures of every screen, left there for whoever wants to see them. */
export const screens = path.resolve(fileURLToPath(new URL('../../.local/screens', import.meta.url)));

/** What browser tests play on: the library of their file, its browser, and what was seen. */
export abstract class BrowserStage {
  readonly library: WholeLibrary;
  readonly seen: PagesSeen;
  readonly #browser: Browser;
  readonly #readers: Reader[] = [];
  readonly #ends: (() => Promise<void>)[] = [];

  protected constructor(library: WholeLibrary, browser: Browser, seen: PagesSeen) {
    this.library = library;
    this.seen = seen;
    this.#browser = browser;
  }

  /** Where the pages are. */
  abstract get url(): string;

  /** Somebody new in front of a browser. */
  async reader(device?: Partial<Device>, url = this.url): Promise<Reader> {
    const reader = await Reader.open(this.#browser, url, device);
    this.#readers.push(reader);
    return reader;
  }

  /** What is to be closed with everything else, the newest first. */
  protected endWith(end: () => Promise<void>): void {
    this.#ends.unshift(end);
  }

  /** After every story: closes what was opened for it. */
  async tidy(): Promise<void> {
    await Promise.all(this.#readers.splice(0).map((reader) => reader.close()));
  }

  async close(): Promise<void> {
    await this.tidy();
    for (const end of this.#ends) await end();
  }
}
