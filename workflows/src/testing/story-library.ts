import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { defaultPolicy } from '@toshobin/lending-rules';
import { keptBundle } from '../kept-bundle.ts';
import { Library } from './library.ts';
import { startTimeSkippingServer, type TimeSkippingServer } from './time-skipping-server.ts';

export interface StoryLibrary {
  readonly library: Library;
  readonly server: TimeSkippingServer;
}

/**
 * One small library for all stories of a file, opened before them and closed after; before each of them it is as usual.
 * `nightsByHand`: a test itself starts what the schedules start.
 */
export function storyLibrary({ nightsByHand = false } = {}): StoryLibrary {
  const opened: { library?: Library; server?: TimeSkippingServer } = {};
  const given = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('The library is not open');
    return part;
  };
  beforeAll(async () => {
    const [server, bundle] = await Promise.all([startTimeSkippingServer(), keptBundle()]);
    opened.server = server;
    opened.library = await Library.open(server, bundle);
  });
  beforeEach(() => {
    const library = given(opened.library);
    library.catalog.policy = defaultPolicy;
    library.held = false;
    library.nightsByHand = nightsByHand;
    library.patron.slots.limit = defaultPolicy.loanLimit;
  });
  afterEach(() => given(opened.library).endStory());
  afterAll(async () => {
    await opened.library?.close();
    await opened.server?.stop();
  });
  return {
    get library() {
      return given(opened.library);
    },
    get server() {
      return given(opened.server);
    },
  };
}
