import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { Prisma } from '../generated/prisma/client.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { findPersons, personsMatching } from './find-persons.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
  const people = [
    ['草間 道子', 'くさま みちこ', '090-1111-2208', 801],
    ['日下 誠', 'クサカ マコト', '096-222-3333', 802],
    ['草間　弘', null, null, 803],
    ['髙橋　𠮷子', 'タカハシ　ヨシコ', null, 805],
    ['高橋 吉男', null, null, 806],
    ['グエン ヴァン アン', null, null, 807],
    ['真琴 明', 'まこと あきら', null, 808],
  ] as const;
  for (const [name, nameReading, phone, serial] of people) {
    await service.deps.db.patron.create({
      data: {
        id: crypto.randomUUID(),
        name,
        nameReading,
        phone,
        birthDate: new Date('1970-01-01'),
        cards: { create: { number: makeBarcode('card', serial) } },
      },
    });
  }
});
afterAll(() => service.close());

const found = async (text: string) =>
  (await findPersons(service.deps, { text })).persons.map(({ name }) => name).sort();

test('a person is found by the beginning of a name, in kanji or in kana of either kind', async () => {
  expect(await found('草間')).toEqual(['草間 道子', '草間　弘']);
  expect(await found('草間道')).toEqual(['草間 道子']);
  expect(await found('くさ')).toEqual(['日下 誠', '草間 道子']);
  expect(await found('クサマ')).toEqual(['草間 道子']);
  // A single kana begins too many given names to find any.
  expect([await found('ヴ'), (await found('グ')).length]).toEqual([[], 1]);
});

test('a person is found by the beginning of the given name, and of each part of a longer one', async () => {
  for (const text of ['道子', 'みちこ', 'ミチ', 'みち', '道'])
    expect([text, await found(text)]).toEqual([text, ['草間 道子']]);
  expect(await found('よし')).toEqual(['髙橋　𠮷子']);
  expect(await found('吉')).toEqual(['髙橋　𠮷子', '高橋 吉男'].sort());
  expect(await found('ヴァン')).toEqual(['グエン ヴァン アン']);
  // A text within a part of a name, or one written to mislead the index, is the beginning of none.
  for (const text of ['ちこ', '間', "'", "花':* | '草", '\\'])
    expect([text, await found(text)]).toEqual([text, []]);
});

test('whose name begins so is told before whose given name does', async () => {
  const { persons } = await findPersons(service.deps, { text: 'まこと' });
  expect(persons.map(({ name }) => name)).toEqual(['真琴 明', '日下 誠']);
});

test.each(['高橋', '髙橋', '髙橋 吉', '高橋　𠮷'])(
  '%s is found in whichever form it is written',
  async (text) => {
    expect(await found(text)).toEqual(['髙橋　𠮷子', '高橋 吉男'].sort());
  },
);

test('by the last digits of a telephone number and by a card, and not by what matches everybody', async () => {
  expect(await found('2208')).toEqual(['草間 道子']);
  expect(await found('０９６-222-3333')).toEqual(['日下 誠']);
  expect(await found(makeBarcode('card', 803))).toEqual(['草間　弘']);
  // A slip, or a found card, may have a number that was replaced.
  const { patronId } = await service.db.card.findUniqueOrThrow({
    where: { number: makeBarcode('card', 803) },
  });
  const old = makeBarcode('card', 804);
  await service.db.card.create({ data: { number: old, patronId, replacedAt: new Date() } });
  expect(await found(old)).toEqual(['草間　弘']);
  for (const text of ['', ' ', '%', '_', '8']) expect([text, await found(text)]).toEqual([text, []]);
});

test('each way to a person is an index: nobody waits while all cards are looked through', async () => {
  const { db } = service.deps;
  await db.$executeRaw`
    WITH many AS (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 3000) n),
    people AS (INSERT INTO patron (id, name, name_reading, phone, birth_date)
      SELECT id, md5(n::text), md5(n::text), lpad(n::text, 10, '0') || '9', '1980-01-01' FROM many)
    INSERT INTO card (number, patron_id) SELECT 'many ' || n, id FROM many`;
  await db.$executeRaw`ANALYZE patron, card`;
  await db.$transaction(async (tx) => {
    // A connection that has looked for many common names plans so.
    await tx.$executeRaw`SET LOCAL plan_cache_mode = force_generic_plan`;
    for (const text of ['草間道', '髙橋', 'くさ', '道子', 'ヴ', '2208', makeBarcode('card', 803)]) {
      const plan = JSON.stringify(await tx.$queryRaw(Prisma.sql`EXPLAIN ${personsMatching(text)}`));
      expect([text, plan.match(/Seq Scan on \w+/)?.[0]]).toEqual([text, undefined]);
    }
  });
});
