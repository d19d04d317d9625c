import { consonantsOf, spokenLetters } from './name-sound.ts';

/** A foreign name as it is spoken (spokenLetters), in the ways in which the person is called by it. */
interface ForeignName {
  /** The surname, its parts, and all of it as one: サン＝テグジュペリ, テグジュペリ. */
  surnames: string[];
  givenNames: string[];
  /** Given name and surname as one, in both orders. */
  whole: string[];
}

const particles =
  'ファン フォン ヴァン バン ド ドゥ デ ダ ディ デル ラ ル レ サー ミス ミスター ミセス マダム von van de du da di del der la le sir';
const isParticle = (part: string) => spokenParticles.has(spokenLetters(part));
const spokenParticles = new Set(particles.split(' ').map(spokenLetters));

/** The parts of a foreign name, whatever stands between them, without those that belong to no one name (ファン, ド). */
export function partsOfForeignName(name: string): string[] {
  const parts = name
    .normalize('NFKC')
    .split(/[^\p{Script=Katakana}\p{Script=Latin}\p{M}ー]+/u)
    .flatMap((part) => part.match(/[\p{Script=Katakana}ー]+|[\p{Script=Latin}\p{M}]+/gu) ?? []);
  const telling = parts.filter((part) => !isParticle(part));
  return telling.length > 0 ? telling : parts;
}

/** Whether a name is written in katakana or Latin letters alone. */
export function isForeignName(name: string): boolean {
  return /^[\p{Script=Katakana}\p{Script=Latin}\p{M}ー\s\p{P}=]+$/u.test(name.normalize('NFKC'));
}

/** A foreign name as the catalogue has it, surname first, or without an order that could be told. */
export function readForeignName(name: string): ForeignName {
  const words = name.trim().split(/\s+/u);
  // Van Gogh Vincent: a particle belongs to the surname after it.
  const end = words.findIndex((word) => !isParticle(word)) + 1;
  const [first, others] = [
    words.slice(0, Math.max(1, end)).join(' '),
    words.slice(Math.max(1, end)).join(' '),
  ];
  const [surname, given] = [partsOfForeignName(first), partsOfForeignName(others)];
  const spoken = (parts: readonly string[]) => spokenLetters(parts.join(''));
  const distinct = (some: readonly string[]) => [...new Set(some)].filter((one) => one !== '');
  return {
    surnames: distinct([
      ...surname.map(spokenLetters),
      spoken(surname),
      spokenLetters(first.replaceAll(/[^\p{L}]/gu, '')),
    ]),
    givenNames: distinct(given.map(spokenLetters)),
    whole:
      given.length === 0 ? [] : distinct([spoken([...given, ...surname]), spoken([...surname, ...given])]),
  };
}

/** The consonants of all ways in which somebody of this name is called. */
export function soundsOfForeignName(name: string): string[] {
  if (!isForeignName(name)) return [];
  const { surnames, whole } = readForeignName(name);
  return [...new Set([...surnames, ...whole].map(consonantsOf))].filter((sound) => sound !== '');
}
