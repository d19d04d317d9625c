import type { RecordDetail } from '@toshobin/contracts';

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/**
 * The language of a record as the web names it (BCP 47): en for eng, de for ger. Undefined where it is not known: what we load
 * ourselves is Japanese, what the desk enters where its title is written so.
 */
export function languageOf({ description, source, title }: RecordDetail): string | undefined {
  if (description.language !== '') return tagOf(description.language);
  if (source === 'aozora' || source === 'example') return 'ja';
  return source === 'desk' && /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(title)
    ? 'ja'
    : undefined;
}

/** MARC's codes are those of ISO 639-2/B, and some that it has given up: those are in no registry, and no tags. */
function tagOf(code: string): string | undefined {
  const [tag] = Intl.getCanonicalLocales(code);
  return tag === undefined || tag === 'und' || names.of(tag) === undefined ? undefined : tag;
}
