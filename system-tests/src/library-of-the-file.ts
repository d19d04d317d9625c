import { afterAll, beforeAll } from '@jest/globals';
import { WholeLibrary } from './whole-library.ts';

/** The one library of a test file, opened before its first story and closed after its last. */
export function libraryOfTheFile(): () => WholeLibrary {
  let library: WholeLibrary | undefined;
  beforeAll(async () => {
    library = await WholeLibrary.open();
  }, 300_000);
  afterAll(async () => {
    await library?.close();
  }, 60_000);
  return () => {
    if (!library) throw new Error('The library is not open');
    return library;
  };
}
