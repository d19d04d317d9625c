import type { Browser } from 'playwright-core';
import { BrowserStage, screens } from './browser-stage.ts';
import { Line } from './line.ts';
import { type Scene, setTheScene } from './page-scene.ts';
import { PagesSeen } from './pages-seen.ts';
import { openSideWeb, type SideWeb } from './side-web.ts';
import type { WholeLibrary } from './whole-library.ts';

/** What the browser tests of the patrons' pages play on: their scene in a library, its browser, and what was seen. */
export class PageStage extends BrowserStage {
  readonly scene: Scene;

  private constructor(library: WholeLibrary, scene: Scene, browser: Browser) {
    super(library, browser, new PagesSeen(screens, { english: true, whose: 'patron' }));
    this.scene = scene;
  }

  static async open(library: WholeLibrary): Promise<PageStage> {
    const [scene, browser] = await Promise.all([
      library.changingNumbers(() => setTheScene(library)),
      library.browser(),
    ]);
    return new PageStage(library, scene, browser);
  }

  get url(): string {
    return this.library.addresses.patronWeb;
  }

  /** The patrons' web once more, with something that differs. */
  async sideWeb(differs: Parameters<typeof openSideWeb>[2] = {}): Promise<SideWeb> {
    const web = await openSideWeb(this.library.stack, this.library.sidePort(), differs);
    this.endWith(() => web.close());
    return web;
  }

  /** One that asks the patron service over a line that can be cut. */
  async sideWebOverLine(): Promise<{ web: SideWeb; line: Line }> {
    const line = await Line.lay(this.library.sidePort(), this.library.stack.ports.patron);
    this.endWith(() => line.close());
    return { line, web: await this.sideWeb({ env: { PATRON_URL: line.url } }) };
  }
}
