import path from 'node:path';
import type { Browser } from 'playwright-core';
import { BrowserStage, screens } from './browser-stage.ts';
import { type Account, Clerk } from './clerk.ts';
import { type DeskScene, setTheDesks } from './desk-scene.ts';
import { Line } from './line.ts';
import { PagesSeen } from './pages-seen.ts';
import { type Device, desktop, phone } from './reader.ts';
import { openSideDesk, type SideDesk } from './side-desk.ts';
import type { WholeLibrary } from './whole-library.ts';

/** What a pickup library works with, and everybody else. */
const deviceOf: Readonly<Record<Account, Device>> = {
  desk: desktop,
  operator: desktop,
  admin: desktop,
  uto: phone,
  kikuyo: phone,
};

/** What the browser tests of the desks play on: their scene in a library, its browser, and what was seen. */
export class DeskStage extends BrowserStage {
  readonly scene: DeskScene;

  private constructor(library: WholeLibrary, scene: DeskScene, browser: Browser) {
    super(library, browser, new PagesSeen(path.join(screens, 'desks'), { english: false, whose: 'staff' }));
    this.scene = scene;
  }

  static async open(library: WholeLibrary): Promise<DeskStage> {
    const [scene, browser] = await Promise.all([
      library.changingNumbers(() => setTheDesks(library)),
      library.browser(),
    ]);
    return new DeskStage(library, scene, browser);
  }

  get url(): string {
    return this.library.addresses.staffWeb;
  }

  /** Somebody of the staff who has just signed in: on a phone at a pickup library, else at a desk. */
  async clerk(who: Account, device: Partial<Device> = {}, url = this.url): Promise<Clerk> {
    const reader = await this.reader({ ...deviceOf[who], ...device }, url);
    return Clerk.signIn(reader, who);
  }

  /** The staff's web behind a line that can be cut. */
  async line(): Promise<Line> {
    const port = this.library.sidePort();
    const desk = await this.sideDesk({ publicUrl: `http://127.0.0.1:${port}` });
    const line = await Line.lay(port, Number(new URL(desk.url).port));
    this.endWith(() => line.close());
    return line;
  }

  /** The staff's web once more, with something that differs. */
  async sideDesk(differs: Parameters<typeof openSideDesk>[2] = {}): Promise<SideDesk> {
    const web = await openSideDesk(this.library.stack, this.library.sidePort(), differs);
    this.endWith(() => web.close());
    return web;
  }
}
