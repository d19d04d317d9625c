/** What patrons read in. */
export type Language = 'ja' | 'en';

/** Chooses between the two texts of a place. */
export type Say = (ja: string, en: string) => string;

/** `const say = sayIn(language)`: both texts of a place stand side by side, and one is shown. */
export function sayIn(language: Language): Say {
  return (ja, en) => (language === 'en' ? en : ja);
}
