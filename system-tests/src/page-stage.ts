import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type Scene, setTheScene } from './page-scene.ts';
import { PagesSeen } from './pages-seen.ts';
import { type Device, Reader } from './reader.ts';
import { openSideWeb, type SideWeb } from './side-web.ts';
import { WholeLibrary } from './whole-library.ts';

/** Pictures of every screen, left there for whoever wants to see them. */
const screens = fileURLToPath(new URL('../../.local/screens', import.meta.url));

/** What the browser tests of the patrons' pages play on: a real stack, its scene, a browser, and what was seen. */
export class PageStage {
  readonly library: WholeLibrary;
  readonly scene: Scene;
  readonly seen = new PagesSeen(path.resolve(screens));
  readonly #browser: Browser;
  readonly #readers: Reader[] = [];
  readonly #sideWebs: SideWeb[] = [];

  private constructor(library: WholeLibrary, scene: Scene, browser: Browser) {
    this.library = library;
    this.scene = scene;
    this.#browser = browser;
  }

  static async open(): Promise<PageStage> {
    const library = await WholeLibrary.open();
    try {
      const [scene, browser] = await Promise.all([setTheScene(library), launchChromium()]);
      return new PageStage(library, scene, browser);
    } catch (fault) {
      await library.close();
      throw fault;
    }
  }

  get url(): string {
    return this.library.addresses.patronWeb;
  }

  /** Somebody new in front of a browser. */
  async reader(device?: Partial<Device>, url = this.url): Promise<Reader> {
    const reader = await Reader.open(this.#browser, url, device);
    this.#readers.push(reader);
    return reader;
  }

  /** The patrons' web once more, with something that differs. */
  async sideWeb(differs: Parameters<typeof openSideWeb>[2] = {}): Promise<SideWeb> {
    // Ports that a stack leaves between its own and the next one's.
    const port = this.library.own.portBase + 50 + this.#sideWebs.length;
    const web = await openSideWeb(this.library.stack, port, differs);
    this.#sideWebs.push(web);
    return web;
  }

  /** After every story: closes what was opened for it. */
  async tidy(): Promise<void> {
    await Promise.all(this.#readers.splice(0).map((reader) => reader.close()));
  }

  async close(): Promise<void> {
    await this.tidy();
    await this.#browser.close();
    await Promise.all(this.#sideWebs.map((web) => web.close()));
    await this.library.close();
  }
}
