import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, jest, test } from '@jest/globals';
import { instantFromEpochMs } from '@toshobin/lending-rules';
import { normalise } from '../words/normalise.ts';
import { ClassCounts } from './class-counts.ts';
import { ndcClassName } from './class-names.ts';
import {
  classesNamed,
  classesOfEach,
  classesOfSubject,
  isClassCalled,
  sectionsOf,
  subjectsBeginning,
  termNear,
} from './classes-of-subject.ts';
import { classesUnder } from './classes-under.ts';
import { literatureClass } from './literature-class.ts';

const counts = new Map([
  ['913', 7],
  ['914', 2],
  ['726', 1],
  ['910', 3],
]);

test('the ten main classes are always there, in their order, with what is under each', () => {
  const { above, classes } = classesUnder('', counts);
  expect(above).toEqual([]);
  expect(classes.map(({ ndc }) => ndc).join('')).toBe('0123456789');
  expect(classes[9]).toEqual({ ndc: '9', name: '文学', records: 12 });
  expect(classes[4]).toEqual({ ndc: '4', name: '自然科学', records: 0 });
});

test('a main class has its ten divisions, a division the sections with records', () => {
  expect(classesUnder('9', counts)).toMatchObject({
    above: [{ ndc: '9', name: '文学' }],
    classes: { length: 10, 1: { ndc: '91', name: '日本文学', records: 12 } },
  });
  expect(classesUnder('91', counts)).toEqual({
    above: [
      { ndc: '9', name: '文学' },
      { ndc: '91', name: '日本文学' },
    ],
    classes: [
      { ndc: '910', name: '日本文学', records: 3 },
      { ndc: '913', name: '日本文学／小説・物語', records: 7 },
      { ndc: '914', name: '日本文学／評論・エッセイ・随筆', records: 2 },
    ],
  });
  expect(classesUnder('99', counts).classes).toEqual([]);
});

test('a class is called as the NDC publishes it, one without a name as the class above it', () => {
  expect(ndcClassName('9')).toBe('文学');
  expect(ndcClassName('835')).toBe('英語／文法・語法');
  expect(ndcClassName('726')).toBe('漫画・挿絵・童画');
  expect(ndcClassName('001')).toBe('総記');
});

describe('a subject in words', () => {
  const named = (...words: string[]) => classesOfSubject(words.map(normalise));

  test('stands for the classes of that name, with all below', () => {
    expect(named('園芸')).toContain('62');
    expect(named('日本文学')).toContain('91');
    expect(sectionsOf(['62'])).toEqual(Array.from('0123456789', (digit) => `62${digit}`));
    expect(sectionsOf(['9'])).toHaveLength(100);
    expect(sectionsOf(['913'])).toEqual(['913']);
  });

  test('may be a term of the index, or its reading in kana', () => {
    expect(named('人工知能')).toEqual(['007', '548']);
    expect(named('じんこうちのう')).toEqual(['007']);
    expect(named('ネコ')).toContain('645');
  });

  test('is looked for inside of names only where it is none itself', () => {
    expect(named('万葉集')).toEqual(['911']);
    expect(named('万葉')).toEqual(expect.arrayContaining(['911']));
  });

  test('is no class that the index lists beneath it, nor one of another field where it is a name of its own', () => {
    expect(named('物理学')).toEqual(['42']);
    expect(classesNamed([normalise('天体物理学')])).toEqual(['440']);
    expect(subjectsBeginning([normalise('天体')], 8)).not.toContain('物理学');
    expect(classesNamed([normalise('音楽')])).toEqual(['76']);
    expect(classesNamed([normalise('社会学')])).toEqual(['361']);
    // The term belongs to a field: 江戸時代（日本史）.
    expect(classesNamed([normalise('江戸時代')])).toEqual(['210']);
    expect(classesNamed([normalise('日本の歴史')])).toEqual(classesNamed([normalise('日本史')]));
  });

  test('may be said otherwise than the index writes it', () => {
    const same = [
      ['山登り', '登山'],
      ['アイヌの言葉', 'アイヌ語'],
      ['図書館の法律', '図書館法'],
      ['エジプトの美術', 'エジプト美術'],
      ['お習字', '習字'],
      ['食べ物', '食物'],
      ['天文', '天文学'],
      ['鳥', '鳥類'],
    ] as const;
    for (const [said, written] of same)
      expect([said, classesNamed([normalise(said)])]).toEqual([said, classesNamed([normalise(written)])]);
    expect(classesNamed([normalise('島流し')])).toEqual([]);
  });

  test('of several in one go is what has any, if each is a subject', () => {
    expect(classesOfEach(['星や天文'].map(normalise))).toEqual(['443', '44']);
    expect(classesOfEach(['星や人生観念'].map(normalise))).toEqual([]);
    expect(classesOfEach(['シャーロック'].map(normalise))).toEqual([]);
    expect(classesOfEach(['お習字', '書道'].map(normalise))).toEqual(['728']);
    // The culture of the アイヌ, and no other.
    expect(classesOfEach(['アイヌの言葉と文化'].map(normalise))).toEqual(['829']);
  });

  test('of two words is what has both', () => {
    expect(named('日本', '詩歌')).toContain('911');
    expect(named('園芸', '哲学', '水俣病')).toEqual([]);
    expect(named('ありえない主題')).toEqual([]);
    expect(named()).toEqual([]);
  });
});

test.each<[string, string | undefined]>([
  ['ロシア文学の小説', '983'],
  ['フランスの詩', '951'],
  ['中国 随筆', '924'],
  ['ドイツ戯曲', '942'],
  ['ロシアの短編', '983'],
  ['日本の歌集', '911'],
  ['日本の物語', '913'],
  ['ロシア文学', undefined],
  ['ロシアの小説家', undefined],
  ['小説', undefined],
])('a language with a form is the class of both: %s is %s', (text, ndc) => {
  expect(literatureClass(text)).toBe(ndc);
});

test('a class is called as it, what is above it, and its terms are', () => {
  expect([
    isClassCalled('813', '辞典'),
    isClassCalled('488', '鳥類'),
    isClassCalled('490', '医学'),
    isClassCalled('488', '医学'),
    isClassCalled('786', '山登り'),
  ]).toEqual([true, true, true, false, true]);
});

const quiet = { warn: () => undefined, info: () => undefined };

test('records are counted once for all who ask, and an old count serves while the next is made', async () => {
  let now = 0;
  let records = 1;
  let asked = 0;
  const database = {
    query: async () => {
      asked += 1;
      return { rows: [{ ndc: '913', records }], rowCount: 1, command: '', oid: 0, fields: [] };
    },
  };
  const kept = new ClassCounts(database, () => instantFromEpochMs(now), quiet);
  const first = await Promise.all([kept.read(), kept.read()]);
  expect([asked, first[1].get('913')]).toEqual([1, 1]);
  records = 2;
  now = 10 * 60_000;
  expect((await kept.read()).get('913')).toBe(1);
  await new Promise(setImmediate); // the count in the background ends
  expect((await kept.read()).get('913')).toBe(2);
  expect(asked).toBe(2);
});

test('a first count that fails is told once, seen in the numbers and tried again, and searches go on meanwhile', async () => {
  let now = 0;
  let isAway = true;
  let asked = 0;
  const database = {
    query: async () => {
      asked += 1;
      if (isAway) throw new Error('canceling statement due to statement timeout');
      return { rows: [{ ndc: '913', records: 3 }], rowCount: 1, command: '', oid: 0, fields: [] };
    },
  };
  const told: string[] = [];
  const kept = new ClassCounts(database, () => instantFromEpochMs(now), {
    warn: (_of, said) => told.push(said),
    info: (said) => told.push(said),
  });
  const [age] = kept.measures();
  expect(age?.read()).toEqual([]);
  expect(kept.known()).toBeUndefined();
  await turn();
  expect(told).toEqual(['Records could not be counted by class']);
  expect(() => age?.read()).toThrow('statement timeout');
  // A search does not count again: a count reads the whole table.
  expect(kept.known()).toBeUndefined();
  await turn();
  expect(asked).toBe(1);
  now = 60_000;
  expect(kept.known()).toBeUndefined();
  await turn();
  expect([asked, told.length]).toEqual([2, 1]);
  isAway = false;
  now = 120_000;
  kept.known();
  await turn();
  expect(kept.known()?.get('913')).toBe(3);
  expect(told).toEqual(['Records could not be counted by class', 'Records are counted by class again']);
  now = 150_000;
  expect(age?.read()).toEqual([{ value: 30 }]);
  // An old count serves, however many ask while the next one fails.
  isAway = true;
  now = 900_000;
  for (const _one of [1, 2, 3]) {
    expect((await kept.read()).get('913')).toBe(3);
    await turn();
  }
  expect(asked).toBe(4);
  now = 960_000;
  await kept.read();
  expect(asked).toBe(5);
});

test.each([
  ['江戸時大', '江戸時代'],
  ['江戸時代代', '江戸時代'],
  ['江戸戸時代', '江戸時代'],
  ['えどじだ', 'えどじだい'],
  ['えどじだいい', 'えどじだい'],
  ['関東震災', '関東大震災'],
  // Another word before or behind a term, and texts too short to tell, are no such term.
  ['江戸時代展', undefined],
  ['新江戸時代', undefined],
  ['江戸代', undefined],
  ['ねここ', undefined],
  ['ずかん', undefined],
])('of %s the term %s was meant', (typed, term) => {
  expect(termNear(normalise(typed))).toBe(term);
});

test('a question that comes while the terms are being read is answered from all of them', async () => {
  await jest.isolateModulesAsync(async () => {
    const read = await import('./classes-of-subject.ts');
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    read.readSubjects();
    jest.runAllTimers();
    jest.useRealTimers();
    await turn();
    expect(read.classesOfSubject([normalise('人工知能')])).toEqual(['007', '548']);
  });
});
