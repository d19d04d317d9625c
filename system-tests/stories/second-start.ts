import { test } from '@jest/globals';
import { startedAgain } from '../src/started-again.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** After every other story, for it ends the stack. How long a start takes is measured where nothing runs beside it. */
export function secondStart(library: () => WholeLibrary): void {
  test('a second start keeps everything; a killed launcher leaves nothing behind', async () => {
    await startedAgain(library());
  }, 240_000);
}
