import type { Say } from '@toshobin/web';

const mainClasses = [
  ['総記', 'General works'],
  ['哲学・宗教', 'Philosophy and religion'],
  ['歴史・地理', 'History and geography'],
  ['社会科学', 'Social sciences'],
  ['自然科学', 'Natural sciences'],
  ['技術・家庭', 'Technology and home'],
  ['産業', 'Industry'],
  ['芸術・スポーツ', 'Arts and sports'],
  ['言語', 'Language'],
  ['文学', 'Literature'],
] as const;

export const mainClassDigits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** The main class (類) of a class, by its first digit, as a reader looks for it. */
export function mainClassName(ndc: string, say: Say): string {
  const name = mainClasses[Number(ndc.slice(0, 1))];
  return name === undefined ? ndc : say(name[0], name[1]);
}
