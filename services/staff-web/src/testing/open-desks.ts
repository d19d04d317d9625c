import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Got, Visitor } from '@toshobin/web/testing';
import { signedInAt } from './signed-in.ts';
import { startStaffWeb, type TestStaffWeb } from './start-staff-web.ts';

/** The staff's web for the stories of a file, as usual before each of them, and who has signed in there. */
export function openDesks() {
  const opened: { web?: TestStaffWeb; desk?: Visitor; uto?: Visitor; kikuyo?: Visitor } = {};
  const given = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('The desks are not open');
    return part;
  };
  beforeAll(async () => {
    opened.web = await startStaffWeb();
  });
  afterAll(() => given(opened.web).stop());
  beforeEach(async () => {
    const { world, heard, service } = given(opened.web);
    heard.length = 0;
    world.refused.clear();
    Object.assign(world, {
      ...{ atLoanLimit: false, handOutRefused: false, claimedBefore: false, shelfAnswered: false },
      ...{ away: [], place: 'onHoldShelf' },
    });
    for (const account of ['desk', 'uto', 'kikuyo'] as const)
      opened[account] ??= await signedInAt(service.url, account);
  });
  return {
    get web() {
      return given(opened.web);
    },
    get desk() {
      return given(opened.desk);
    },
    get uto() {
      return given(opened.uto);
    },
    get kikuyo() {
      return given(opened.kikuyo);
    },
    /** The last that was written down of what was done. */
    async lastDeed() {
      return (await given(opened.web).database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 }))[0];
    },
  };
}

/** What a device sends of a scan, now. */
export const scanned = (more: object = {}) => ({
  factId: randomUUID(),
  occurredAt: new Date().toISOString(),
  ...more,
});
export const bodyOf = (got: Got) => JSON.parse(got.text);
export const codeOf = (got: Got) => bodyOf(got).code;
