import { expect, test } from '@jest/globals';
import { startedAgain } from './src/started-again.ts';
import { WholeLibrary } from './src/whole-library.ts';

// This file runs last, when nothing runs beside it.

test('a second start takes less than 20 seconds', async () => {
  const library = await WholeLibrary.open();
  try {
    expect(await startedAgain(library)).toBeLessThan(20);
  } finally {
    await library.close();
  }
}, 240_000);
