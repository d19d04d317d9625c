import { expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { reserveOne } from '../journeys.ts';
import type { StoryLibrary } from '../story-library.ts';

export function wrongPerson(story: StoryLibrary): void {
  test.each(['uto', PREFECTURAL_LIBRARY])(
    'at %s a copy given to the wrong person comes back: it is ready again, and never to be packed',
    async (pickup) => {
      const { library } = story;
      const book = await reserveOne(library, { pickup });
      if (pickup === PREFECTURAL_LIBRARY) await book.picked();
      else await book.broughtThere();
      const ready = pickup === PREFECTURAL_LIBRARY ? 'readyAtPrefectural' : 'readyAtMunicipal';
      expect(book.told().at(-1)).toBe(ready);
      const told = book.told().length;
      const takenBack: ((at: Instant) => void)[] = [];
      await library.staff((at) => takenBack.push(library.catalog.giveToWrongPerson(book.copyId, at)));
      expect(library.catalog.standingOf(book.reservationId)?.state.stage).toBe('waiting');
      await library.staff((at) => takenBack[0]?.(at));
      expect(book.told().at(-1)).toBe(ready);
      expect(book.told().slice(told)).not.toContain('heldForLoanLimit');
      const { allocation } = await library.catalog.positionOf({ reservationId: book.reservationId });
      await library.staff((at) => {
        expect(() => library.shipping.pack(allocation?.allocation ?? 0, at)).toThrow();
      });
      await book.handedOut();
      await book.home();
      expect(await book.outcome()).toBe('returned');
    },
  );

  test('a copy that its branch is asked about, given to the wrong person, comes back: the branch’s answer counts', async () => {
    const { library } = story;
    const book = await reserveOne(library);
    await book.broughtThere();
    await library.pass('P21D');
    expect(library.shipping.isAsked(book.reservationId)).toBe(true);
    const takenBack: ((at: Instant) => void)[] = [];
    await library.staff((at) => takenBack.push(library.catalog.giveToWrongPerson(book.copyId, at)));
    expect(library.shipping.isAsked(book.reservationId)).toBe(false);
    await library.staff((at) => takenBack[0]?.(at));
    expect(library.shipping.isAsked(book.reservationId)).toBe(true);
    await book.answerShelfCheck('here');
    expect(book.told()).toContain('expired');
    await book.home();
    expect(await book.outcome()).toBe('expired');
  });

  test('a copy whose branch has not answered, handed out late by mistake: it is asked anew when that loan would have ended', async () => {
    const { library } = story;
    const book = await reserveOne(library);
    await book.broughtThere();
    await library.pass('P21D');
    await book.handedOut();
    await book.voided('handedOut');
    expect(library.shipping.isAsked(book.reservationId)).toBe(false);
    await library.pass('P9D');
    expect(library.shipping.isAsked(book.reservationId)).toBe(true);
    expect(book.tasks()).not.toContain('askBranch');
    await book.answerShelfCheck('here');
    expect(book.told()).toContain('expired');
    await book.home();
    expect(await book.outcome()).toBe('expired');
  });
}
