import { hepburn, type Library, libraryNameIn } from '@toshobin/contracts';
import type { Language, Refusal } from '@toshobin/lending-rules';
import { type KnownLibraries, sayIn } from '@toshobin/web';
import { Words } from './words.tsx';

type Named = Pick<Library, 'name' | 'reading'>;

/** How a library is called on a page of that language, for whoever has only the code of one. */
export function namesIn(language: Language, libraries: KnownLibraries): Promise<(code: string) => string> {
  return libraries.names((library) => libraryNameIn(language, library));
}

/** The same in a page, what is Japanese of it marked as such. */
export function LibraryName({ library, language }: { library: Named; language: Language }) {
  return (
    <span>
      <Words text={libraryNameIn(language, library)} language={language} />
    </span>
  );
}

/** A refusal as a page of that language says it: the library that it names is called as there. */
export function refusalIn(language: Language, refusal: Refusal, libraries: readonly Named[]): Refusal {
  const library = libraries.find(({ name }) => name === refusal.values?.pickupLibrary);
  if (library === undefined) return refusal;
  return { ...refusal, values: { ...refusal.values, pickupLibrary: libraryNameIn(language, library) } };
}

/** What stands before 立, or where nothing does the first 市, 町 or 村, but not the 町 of 大町市. */
const TOWN = /^.+?[市町村](?=立)|^.+?[市町村](?![市町村])/;

/** The towns that libraries' names begin with, 宇土市, in English 宇土市 (Uto): one's own is found by it. */
export function townsIn(language: Language, libraries: readonly Named[]): string {
  const towns = libraries.map((library) => {
    const town = TOWN.exec(library.name)?.[0] ?? library.name;
    return language === 'en' ? `${town} (${townRead(library)})` : town;
  });
  return [...new Set(towns)].join(sayIn(language)('・', ', '));
}

/** How a region is called: in English by its name, with how the names of its libraries' towns are read. */
export function regionIn(language: Language, name: string, libraries: readonly Named[]): string {
  return language === 'en' ? `${name} (${[...new Set(libraries.map(townRead))].join(', ')})` : name;
}

/** A library's reading begins with that of its town. */
function townRead({ reading }: Named): string {
  return hepburn(reading.split(' ')[0] ?? '');
}
