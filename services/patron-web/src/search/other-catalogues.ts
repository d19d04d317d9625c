import type { PatronWebDeps } from '../deps.ts';
import { type Asked, readAsked } from './asked.ts';

/** The catalogues of other libraries, asked for the same: addresses that are opened by whoever reads the page, and by nobody else. */
export interface OtherCatalogues {
  /** The search over the libraries of the prefecture; left out where no setting names one that can be asked so. */
  prefecture?: string | undefined;
  /** The search of the national library, and of libraries all over Japan. */
  japan: string;
}

const NDL_SEARCH = 'https://ndlsearch.ndl.go.jp/search?cs=bib&keyword=';

/** Where else to look for what was typed; undefined where no words were, only conditions of ours. */
export function otherCatalogues(
  setting: Pick<PatronWebDeps['setting'], 'unionSearchUrl' | 'unionWordsUrl'>,
  asked: Asked,
): OtherCatalogues | undefined {
  const { q, title, author, publisher, about, subject } = asked;
  const words = [q, title, author, publisher, about, subject].filter(
    (text) => text !== undefined && text !== '',
  );
  const isbn = words.length === 0 ? asked.isbn : readAsked({ isbn: words.join(' ') }).isbn;
  const typed = isbn ?? words.join(' ');
  if (typed === '') return undefined;
  const written = encodeURIComponent(typed);
  return {
    prefecture:
      isbn === undefined
        ? setting.unionWordsUrl?.replace('{words}', () => written)
        : setting.unionSearchUrl?.replace('{isbn}', () => written),
    japan: `${NDL_SEARCH}${written}`,
  };
}
