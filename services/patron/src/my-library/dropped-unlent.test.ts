import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { tellAgain } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, takingBack } from '../testing/reserve.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(() => {
  service.setClock('2026-11-24T01:00:00Z');
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));

async function rowOf(reservationId: string) {
  return service.db.application.findUniqueOrThrow({
    where: { reservationId },
    include: { loanSlot: true, reservationSlot: true },
  });
}

describe('a held copy in the book drop, read as a loan that came back', () => {
  /** A copy handed in and home by one scan, which is taken back; the process ended in between, or not. */
  async function droppedAndUndone(reservationId: string, processEnds: boolean): Promise<void> {
    const handedIn = factOf(service, reservationId, 'handedIn');
    const home = factOf(service, reservationId, 'home');
    await hear(service, handedIn);
    await hear(service, home);
    if (processEnds) {
      await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
    }
    expect(await rowOf(reservationId)).toMatchObject({ state: 'returned', loanSlot: null });
    service.passMinutes(1);
    await hear(service, takingBack(service, handedIn));
    await hear(service, takingBack(service, home));
    await tellAgain(service, reservationId);
  }

  test.each([true, false])('at the prefectural desk it is ready again (process ended: %s)', async (ends) => {
    const { reservationId } = await reserve(service, ends ? 109 : 110, { pickupLibrary: 'pref' });
    await hear(service, factOf(service, reservationId, 'picked'));
    await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
    await service.sendMails();
    service.mailbox.mails.length = 0;
    await droppedAndUndone(reservationId, ends);
    expect(await rowOf(reservationId)).toMatchObject({
      state: 'ready',
      holdUntil: new Date('2026-12-02T00:00:00Z'),
      dueAt: null,
      endedAt: null,
      closedAt: null,
      loanSlot: null,
      reservationSlot: { slot: 1 },
    });
    await service.sendMails();
    expect(service.mailbox.mails).toEqual([]);
  });

  test.each([true, false])(
    'at a pickup library it is the loan that it was (process ended: %s)',
    async (ends) => {
      const { reservationId } = await reserve(service, ends ? 111 : 112);
      await hear(service, factOf(service, reservationId, 'shipped'));
      await record(service, reservationId, {
        milestone: 'readyAtMunicipal',
        allocation: 1,
        due,
        parcelNumber: '900000000019',
      });
      await droppedAndUndone(reservationId, ends);
      expect(await rowOf(reservationId)).toMatchObject({
        state: 'ready',
        dueAt: new Date(due.at),
        holdUntil: new Date('2026-12-15T00:00:00Z'),
        endedAt: null,
        loanSlot: { kind: 'loan' },
        reservationSlot: null,
      });
    },
  );
});
