import { launchChromium } from '@toshobin/web/testing/chromium';
import type { Browser } from 'playwright-core';
import { BrowserStage, screens } from './browser-stage.ts';
import { type Scene, setTheScene } from './page-scene.ts';
import { type Looking, PagesSeen } from './pages-seen.ts';
import { openSideWeb, type SideWeb } from './side-web.ts';
import { WholeLibrary } from './whole-library.ts';

/** What the browser tests of the patrons' pages play on: a real stack, its scene, a browser, and what was seen. */
export class PageStage extends BrowserStage {
  readonly scene: Scene;
  #sideWebs = 0;

  private constructor(library: WholeLibrary, scene: Scene, browser: Browser, looking: Looking) {
    super(library, browser, new PagesSeen(screens, { english: true, whose: 'patron', looking }));
    this.scene = scene;
  }

  static async open(looking: Looking): Promise<PageStage> {
    const library = await WholeLibrary.open();
    try {
      const [scene, browser] = await Promise.all([setTheScene(library), launchChromium()]);
      return new PageStage(library, scene, browser, looking);
    } catch (fault) {
      await library.close();
      throw fault;
    }
  }

  get url(): string {
    return this.library.addresses.patronWeb;
  }

  /** The patrons' web once more, with something that differs. */
  async sideWeb(differs: Parameters<typeof openSideWeb>[2] = {}): Promise<SideWeb> {
    // Ports that a stack leaves between its own and the next one's.
    const port = this.library.own.portBase + 50 + this.#sideWebs;
    this.#sideWebs += 1;
    const web = await openSideWeb(this.library.stack, port, differs);
    this.endWith(() => web.close());
    return web;
  }
}
