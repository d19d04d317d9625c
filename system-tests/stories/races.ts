import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { people, twentyPeople } from '../src/demo-people.ts';
import { eventually } from '../src/eventually.ts';
import type { PatronBrowser, Reserved } from '../src/patron-browser.ts';
import type { Heard } from '../src/web-session.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** What happens when several want the same at the same moment. */
export function races(library: () => WholeLibrary): void {
  let twenty: PatronBrowser[];
  beforeAll(async () => {
    twenty = await Promise.all(twentyPeople.map((person) => library().signIn(person)));
  }, 60_000);

  test('twenty people reserve the one copy of a title at once: one gets it, nineteen have places of their own', async () => {
    const [first] = twenty;
    if (!first) throw new Error('Nobody is there');
    const record = await library().freeTitle(first, ({ copies }) => copies === 1);
    const wishes = twenty.map((patron) => ({ patron, reservationId: randomUUID() }));
    const answers = await Promise.all(
      wishes.map(({ patron, reservationId }) =>
        patron.reserve({ recordId: record.recordId, pickupLibrary: 'uto', reservationId }),
      ),
    );
    expect(answers.filter((answer) => !answer.ok)).toEqual([]);

    const rows = await eventually('an answer for all twenty in My Library', async () => {
      const all = await Promise.all(wishes.map(({ patron, reservationId }) => patron.row(reservationId)));
      const settled = all.filter((row) => row?.state === 'allocated' || row?.position);
      return settled.length === twenty.length ? settled : undefined;
    });
    expect(rows.filter((row) => row?.state === 'allocated')).toHaveLength(1);
    const places = rows.flatMap((row) => row?.position ?? []);
    expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, n) => n + 1));
    const onPickList = await library().desks.prefectural.pickList();
    expect(
      onPickList.filter((row) => wishes.some((wish) => wish.reservationId === row.reservationId)),
    ).toHaveLength(1);
  });

  test('of twenty reservations that one person sends at once, ten are accepted and ten are beyond the limit', async () => {
    const patron = await library().signIn(people.jiro);
    const records = await library().freeTitles(patron, 20);
    const answers = await Promise.all(
      records.map(({ recordId }) => patron.reserve({ recordId, pickupLibrary: 'kikuyo' })),
    );
    expect(codesOf(answers)).toEqual(counted({ accepted: 10, RESERVATION_LIMIT: 10 }));
    expect((await patron.myLibrary()).filter((row) => row.open)).toHaveLength(10);
  });

  test('a form that is sent twice at once is one reservation, and both hear the same', async () => {
    const patron = await library().signIn(people.mother);
    const { recordId } = await library().freeTitle(patron);
    const wish = { recordId, pickupLibrary: 'uto', reservationId: randomUUID() };
    const [one, other] = await Promise.all([patron.reserve(wish), patron.reserve(wish)]);
    expect(one.ok).toBe(true);
    expect(other).toEqual(one);
    expect((await patron.myLibrary()).filter((row) => row.recordId === recordId)).toHaveLength(1);
    expect(await patron.reserve(wish)).toEqual(one);
  });

  test('one person who reserves a title in two browsers at once has it reserved once', async () => {
    const browsers = await Promise.all([
      library().signIn(people.sakurako),
      library().signIn(people.sakurako),
    ]);
    const { recordId } = await library().freeTitle(browsers[0]);
    const answers = await Promise.all(
      browsers.map((browser) => browser.reserve({ recordId, pickupLibrary: 'uto' })),
    );
    expect(codesOf(answers)).toEqual(counted({ accepted: 1, ALREADY_RESERVED: 1 }));
  });
}

function codesOf(answers: readonly Heard<Reserved>[]): string[] {
  return answers.map((answer) => (answer.ok ? 'accepted' : answer.code)).sort();
}

function counted(counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts)
    .flatMap(([code, count]) => Array<string>(count).fill(code))
    .sort();
}
