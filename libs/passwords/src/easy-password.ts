import common from '@zxcvbn-ts/language-common';

/** Some 49,000 passwords that many people have had, from leaks; read once. */
const COMMON = new Set(common.dictionary['passwords-common']);
/** What may stand before or after one of them without making it another. */
const ENDS = /^[^\p{L}]{0,6}(.*?)[^\p{L}]{0,6}$/u;

/** The library stands in one of them. */
const PREFECTURES =
  'hokkaido aomori iwate miyagi akita yamagata fukushima ibaraki tochigi gunma saitama chiba tokyo kanagawa niigata toyama ishikawa ' +
  'fukui yamanashi nagano gifu shizuoka aichi mie shiga kyoto osaka hyogo nara wakayama tottori shimane okayama hiroshima yamaguchi ' +
  'tokushima kagawa ehime kochi fukuoka saga nagasaki kumamoto oita miyazaki kagoshima okinawa';

/** Words that are in everybody's list, and those of the place. */
const WORDS = [
  'password', 'passw0rd', 'pasuwado', 'qwertyuiop', 'qwerty', 'asdfghjkl', 'asdfgh', 'zxcvbnm', 'abcdefghij', 'abcdef',
  '1234567890', '0123456789', '9876543210', '123456789', '12345678', '1234567', '123456', '12345', '1234',
  ...PREFECTURES.split(' '), 'kumamon', 'toshokan', 'toshobin', 'library', 'iloveyou', 'sakura', 'letmein', 'welcome', 'admin',
]; // biome-ignore format: a list

/**
 * Whether a password is made of what others know of its owner (`known`, in any writing), words of everybody's list, or
 * hardly any different characters; what is left when those are taken out counts. Or whether it is a password that many
 * people have had, also with a few digits around it or written twice.
 */
export function isMadeOfKnown(password: string, known: readonly string[]): boolean {
  const folded = foldedOf(password);
  if (new Set(folded).size < 4) return true;
  if (isCommon(folded)) return true;
  const parts = [...known.map(foldedOf), ...WORDS].sort((a, b) => b.length - a.length);
  const rest = parts.reduce((left, part) => (part === '' ? left : left.replaceAll(part, '')), folded);
  return rest.length < 4;
}

function isCommon(folded: string): boolean {
  const once = /^(.+?)\1+$/u.exec(folded)?.[1] ?? folded;
  return [folded, once, ENDS.exec(folded)?.[1] ?? ''].some((text) => text.length > 3 && COMMON.has(text));
}

function foldedOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d)[ー‐‑–—―−]+(?=\d)/gu, '')
    .replace(/[\s\-_.,/年月日()（）]/gu, '');
}
