import { expect, test } from '@jest/globals';
import { chooseDismissals, chooseReplays } from './choose-replays.ts';
import { deadLetterMessage, type LetterMessage, lettersIn } from './dead-letter.ts';

const at = new Date('2026-12-07T05:00:00Z');
const scan = JSON.stringify({
  id: '00000000-0000-4000-8000-000000000001',
  type: 'shipping.copy.moved',
  time: '2026-12-07T04:00:00Z',
  data: { title: 'こころ' },
});

function putAway(position: string, offset: string, group: string, value = scan): LetterMessage {
  const letter = {
    topic: 'shipping.facts',
    partition: 0,
    offset,
    key: 'copy-1',
    reason: 'no such copy',
    value,
  };
  const { headers } = deadLetterMessage(letter, group);
  return { position, at, key: 'copy-1', value, headers };
}
function putBack(position: string, of: string): LetterMessage {
  return {
    position,
    at: new Date('2026-12-08T00:00:00Z'),
    key: 'copy-1',
    value: '',
    headers: { replayed: of },
  };
}
const positionsOf = (chosen: ReturnType<typeof chooseReplays>) =>
  'replays' in chosen ? chosen.replays.map(({ letters }) => letters.map(({ position }) => position)) : chosen;
function settled(position: string, as: 'heard' | 'dismissed', of: string): LetterMessage {
  return { ...putBack(position, of), headers: { [as]: of } };
}

test('a letter says where it came from, who put it away and why, and what it is as far as that can be read', () => {
  const [letter, nonsense] = lettersIn([
    putAway('0/0', '7', 'catalog'),
    putAway('0/1', '8', 'catalog', '{"type":"県立図書館の本","id":"1","time":"yesterday"}'),
  ]);
  expect(letter).toMatchObject({
    position: '0/0',
    origin: { topic: 'shipping.facts', place: 'shipping.facts/0/7' },
    group: 'catalog',
    reason: 'no such copy',
    type: 'shipping.copy.moved',
    id: '00000000-0000-4000-8000-000000000001',
    time: '2026-12-07T04:00:00Z',
  });
  expect(nonsense).toMatchObject({ type: undefined, id: undefined, time: undefined });
});

test('what was put back is known by its note, and "all" leaves it alone', () => {
  const letters = lettersIn([
    putAway('0/0', '7', 'catalog'),
    putAway('0/1', '9', 'catalog'),
    putBack('0/2', '0/0'),
  ]);
  expect(letters.map(({ position, replayedAt }) => [position, replayedAt !== undefined])).toEqual([
    ['0/0', true],
    ['0/1', false],
  ]);
  expect(positionsOf(chooseReplays(letters, 'all'))).toEqual([['0/1']]);
  expect(positionsOf(chooseReplays(letters, ['0/0']))).toEqual([['0/0']]);
});

test('an event that two services could not understand goes back once and settles both letters', () => {
  const letters = lettersIn([putAway('0/0', '7', 'catalog'), putAway('0/1', '7', 'patron')]);
  expect(positionsOf(chooseReplays(letters, 'all'))).toEqual([['0/0', '0/1']]);
  expect(positionsOf(chooseReplays(letters, ['0/1']))).toEqual([['0/0', '0/1']]);
});

test('events go back in the order in which they were read, 9 before 10', () => {
  const letters = lettersIn([putAway('0/0', '10', 'catalog'), putAway('0/1', '9', 'catalog')]);
  expect(positionsOf(chooseReplays(letters, 'all'))).toEqual([['0/1'], ['0/0']]);
});

test('a letter that is not there, or that a stranger wrote, is put back nowhere', () => {
  const stranger = { position: '0/1', at, key: '', value: 'もしもし', headers: {} };
  const elsewhere = putAway('0/2', '7', 'catalog');
  const letters = lettersIn([
    putAway('0/0', '7', 'catalog'),
    stranger,
    { ...elsewhere, headers: { ...elsewhere.headers, from: 'dead-letters/0/1' } },
  ]);
  expect(chooseReplays(letters, ['0/0', '0/1', '0/2', '0/9'])).toEqual({ impossible: ['0/1', '0/2', '0/9'] });
  expect(positionsOf(chooseReplays(letters, 'all'))).toEqual([['0/0']]);
});

test('what is settled is neither put back nor dismissed, however it was settled', () => {
  const parked = putAway('0/2', '9', 'catalog');
  const letters = lettersIn([
    putAway('0/0', '7', 'catalog'),
    { ...parked, headers: { ...parked.headers, parked: 'failed' } },
    putAway('0/3', '10', 'catalog'),
    settled('0/4', 'dismissed', '0/0'),
    settled('0/5', 'heard', '0/2'),
  ]);
  expect(chooseReplays(letters, ['0/0', '0/2', '0/3'])).toEqual({ settled: ['0/0', '0/2'] });
  expect(chooseDismissals(letters, ['0/0', '0/2', '0/3'])).toEqual({ settled: ['0/0', '0/2'] });
  expect(positionsOf(chooseReplays(letters, 'all'))).toEqual([['0/3']]);
});

test('an event that one reader has settled goes back, or is dismissed, for the other reader’s letter alone', () => {
  const parked = putAway('0/0', '7', 'catalog');
  const letters = lettersIn([
    { ...parked, headers: { ...parked.headers, parked: 'failed' } },
    putAway('0/1', '7', 'patron'),
    settled('0/2', 'heard', '0/0'),
  ]);
  expect(positionsOf(chooseReplays(letters, ['0/1']))).toEqual([['0/1']]);
  const chosen = chooseDismissals(letters, ['0/1']);
  expect(chosen).toMatchObject({ dismissals: [{ letters: [{ position: '0/1' }] }] });
});
