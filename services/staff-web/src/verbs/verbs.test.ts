import { expect, test } from '@jest/globals';
import { staffWebApi } from '@toshobin/contracts';
import { z } from 'zod';
import { allVerbs } from '../all-verbs.ts';
import { keptActOf } from '../kept-forms/acts.ts';
import { mayDo } from '../roles.ts';
import { wordsOfDeed } from '../words-of-deed.ts';
import { shapeOf } from './form-fields.ts';

const names = allVerbs.map(({ name }) => name);

test('every operation that changes something is a verb, said once and under its own name', () => {
  const changing = Object.entries(staffWebApi).filter(([, { method }]) => method !== 'get');
  const others = new Set(['signIn', 'previewExtensionForCaller']);
  const asked = changing.map(([name]) => name).filter((name) => !others.has(name));
  expect([...names].sort()).toEqual(asked.sort());
  for (const { name, api } of allVerbs) expect([name, staffWebApi[name] === api]).toEqual([name, true]);
});

test('somebody may do each of them, and 操作の記録 has a word for it', () => {
  for (const { name, may, words } of allVerbs) {
    expect([name, Object.values(mayDo).some((actions) => actions.has(may))]).toEqual([name, true]);
    const deeds = typeof words === 'string' ? [name] : Object.keys(words);
    for (const deed of deeds) expect(wordsOfDeed(deed)).not.toBe(deed);
  }
});

test('two verbs have no form in common', () => {
  const paths = allVerbs.flatMap(({ form }) => (form ? [form.path] : []));
  expect(new Set(paths).size).toBe(paths.length);
});

test('a form of an ended session is kept, unless it rests on the person or the scans that the session had in hand', () => {
  const notKept = allVerbs.filter(({ form }) => form && !keptActOf(form.path.replaceAll(/:\w+/g, 'x')));
  expect(notKept.map(({ name }) => name).sort()).toEqual([
    'cancelForCaller',
    'changePickupForCaller',
    'correctPerson',
    'endRegistration',
    'extendForCaller',
    'holdCancellation',
    'issueLetterCode',
    'moveToNextParcel',
    'releaseWithoutCard',
    'renewCard',
    'replaceCard',
    'reserveForCaller',
    'resumeForCaller',
    'suspendCard',
    'suspendForCaller',
    'takeBackArrival',
    'takeBackCancellation',
    'unpack',
  ]);
});

test('blanks alone are no reason, whatever is done', () => {
  const reasons = allVerbs.flatMap(({ name, api }) => {
    const { reason } = shapeOf(api.body);
    return reason instanceof z.ZodType ? [{ name, reason }] : [];
  });
  expect(reasons.length).toBeGreaterThan(20);
  expect(reasons.filter(({ reason }) => reason.safeParse(' \u3000').success).map(({ name }) => name)).toEqual(
    [],
  );
});
