import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ToneSchema } from '../sessions/desk-state.ts';
import { toneIcons } from './answer.tsx';

const script = readFileSync(new URL('../browser/sounds.js', import.meta.url), 'utf8');
const [, sounds = ''] = /const SOUNDS = \{(.*?)\n\};/s.exec(script) ?? [];

test.each(ToneSchema.options)('an answer whose tone is %s has a face and a sound', (tone) => {
  expect(toneIcons[tone]).toMatch(/./);
  expect(sounds).toMatch(new RegExp(`^ {2}${tone}: \\[\\s*\\[\\d+`, 'm'));
});
