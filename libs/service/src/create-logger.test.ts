import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createLogger } from './create-logger.ts';

test('what tells of a person or opens a door is taken out of every line', () => {
  const lines = new PassThrough();
  const log = createLogger('patron', 'info', lines);
  log.info(
    {
      cardNumber: '20012345',
      patron: { email: 'hanako@example.jp', password: 'himitsu-no-kotoba' },
      request: {
        headers: { authorization: 'Bearer abracadabra', cookie: 'session=abc123', 'set-cookie': 'abc123' },
      },
    },
    'signed in',
  );
  const line: string = lines.read().toString();
  expect(line).not.toMatch(/20012345|hanako|himitsu|abracadabra|abc123/);
  expect(JSON.parse(line)).toMatchObject({ name: 'patron', level: 'info', msg: 'signed in' });
});

test('what a database says of the row that it refused is no line of ours', () => {
  const lines = new PassThrough();
  const log = createLogger('catalog', 'info', lines);
  const cause = Object.assign(new Error('null value'), { detail: 'Failing row contains (吾輩は猫である)' });
  log.error(
    { err: Object.assign(new Error('refused', { cause }), { detail: 'Key (title)=(こころ)' }) },
    'failed',
  );
  log.error({ err: cause }, 'failed');
  expect(lines.read().toString()).not.toMatch(/吾輩|こころ/);
});
