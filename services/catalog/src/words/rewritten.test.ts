import { expect, test } from '@jest/globals';
import { normalise } from './normalise.ts';
import { rewritten } from './rewritten.ts';

test.each([
  ['陰影礼賛', ['陰翳礼讃']],
  ['陰翳礼讃', ['陰影礼賛']],
  ['陰影礼讃', ['陰影礼賛', '陰翳礼讃']],
  ['処世の智慧', ['処世の知恵', '処世の智恵']],
  ['短編集', ['短篇集']],
  ['人間失格', []],
])('%s was, or is today, written otherwise', (text, ways) => {
  expect(rewritten(normalise(text))).toEqual(ways.map(normalise));
});
