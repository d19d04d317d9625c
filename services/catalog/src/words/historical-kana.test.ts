import { expect, test } from '@jest/globals';
import { readHistoricalKana } from './historical-kana.ts';
import { soundOf } from './normalise.ts';

test.each([
  ['なつめさうせき', 'なつめそうせき'],
  ['あくたがはりゆうのすけ', 'あくたがわりゅうのすけ'],
  ['もりおうぐわい', 'もりおうがい'],
  ['いづみきやうくわ', 'いずみきょうか'],
  ['むろふさいせい', 'むろうさいせい'],
  ['てふてふ', 'ちょうちょう'],
  ['けふ', 'きょう'],
  ['せうせつ', 'しょうせつ'],
  ['きうり', 'きゅうり'],
])('%s is read %s', (written, read) => {
  expect(soundOf(readHistoricalKana(written) ?? written)).toBe(soundOf(read));
});

test('what is read as it is written, or is not kana alone, is left alone', () => {
  for (const text of ['こころ', '夏目さうせき', '', 'kokoro'])
    expect(readHistoricalKana(text)).toBeUndefined();
});
