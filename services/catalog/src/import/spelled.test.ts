import { expect, test } from '@jest/globals';
import { tellApart } from './spelled.ts';

test('which form of a name is which is told by its script, in whatever order they come', () => {
  const forms = ['ココロ ノ タビ', 'Kokoro no tabi', '心の旅'];
  const told = { written: '心の旅', reading: 'ココロ ノ タビ', latin: 'Kokoro no tabi' };
  expect(tellApart(forms)).toEqual(told);
  expect(tellApart(forms.toReversed())).toEqual(told);
  expect(tellApart(['Kokoro', 'こころ'])).toEqual({ written: 'こころ', reading: '', latin: 'Kokoro' });
  expect(tellApart(['', 'Ulysses'])).toEqual({ written: 'Ulysses', reading: '', latin: '' });
});
