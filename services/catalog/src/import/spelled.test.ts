import { expect, test } from '@jest/globals';
import { readGaiji } from './read-gaiji.ts';
import { tellApart } from './spelled.ts';

test('which form of a name is which is told by its script, in whatever order they come', () => {
  const forms = ['ココロ ノ タビ', 'Kokoro no tabi', '心の旅'];
  const told = { written: '心の旅', reading: 'ココロ ノ タビ', latin: 'Kokoro no tabi' };
  expect(tellApart(forms)).toEqual(told);
  expect(tellApart(forms.toReversed())).toEqual(told);
  expect(tellApart(['Kokoro', 'こころ'])).toEqual({ written: 'こころ', reading: '', latin: 'Kokoro' });
  expect(tellApart(['', 'Ulysses'])).toEqual({ written: 'Ulysses', reading: '', latin: '' });
});

test('a character that a title describes in place of it is read as that character', () => {
  expect(readGaiji('八※［＃小書き片仮名ガ］岳登山記')).toBe('八ヶ岳登山記');
  expect(readGaiji('失※［＃「人がしら／二／心」、U+2B779］術講義')).toBe('失\u{2b779}術講義');
  expect(readGaiji('勇士ウ※[#小書き片仮名ヲ]ルター ※ 実話')).toBe('勇士ウヲルター ※ 実話');
});

test('a character that is described by its number in JIS is that one, and what has no number is a gap', () => {
  expect(readGaiji('※［＃「口＋云」、第3水準1-14-87］')).toBe('呍');
  expect(readGaiji('木※［＃「にんべん＋就のつくり」、第３水準１－１４－４０］')).toBe('木僦');
  expect(readGaiji('※［＃「廴＋囘」、第4水準2-12-11］る')).toBe('𢌞る');
  expect(readGaiji('※［＃濁点付き片仮名ヷ、1-7-82］と※［＃半濁点付き平仮名か、1-4-87、45-2］')).toBe(
    'ヷとか゚',
  );
  for (const gap of [
    '「弓＋椁のつくり」',
    '「弓＋椁のつくり」、12-3',
    '、1-95-1',
    '、2-2-1',
    '、1-0-0',
    '、3-1-1',
  ])
    expect(readGaiji(`木※［＃${gap}］`)).toBe('木〓');
});
