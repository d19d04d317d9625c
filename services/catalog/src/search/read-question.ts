import { partsOfForeignName } from '../words/foreign-name.ts';
import { isKana, normalise } from '../words/normalise.ts';
import { kanaOfRomaji } from './romaji.ts';

/** A sentence as it is said at the desk, read for what it asks. */
export interface Question {
  /** What is left of it without the words that only ask: names, titles, subjects, and the particles between them. */
  text: string;
  /** It asks for what is about something. */
  about: boolean;
  /** It asks for what the author of something has written. */
  byAuthorOf: boolean;
}

const things = `(?:${[
  '本|お?話|(?:短編|短篇|中編|長編|長篇|推理|探偵|歴史|時代|恋愛|怪奇|空想科学)?小説|物語|作品|短編|短篇|長編|長篇|文章|詩|雑誌',
  '童話|昔話|民話|絵本|随筆|エッセイ|エッセー|戯曲|もの|やつ|資料|図書',
].join('|')})`;
/** What is said of a thing and does not tell which: 夏目漱石の有名な小説. */
const praised =
  '(?:いちばん|一番|最も|特に)?(?:有名な|代表的な|おすすめの|お勧めの|面白い|好きな|最後の|晩年の|初期の|ほかの|他の|別の)';
const wishes = `(?:${[
  '(?:今|いま|何か|何が)?(?:ありますか|ありませんか|ありますでしょうか)|(?:(?<=は|って)|(?<=本|話|説|品|集)(?:は|って)?)ある(?:の|か|かな|かしら)?|どこに(?:ありますか|置いてありますか|ある)',
  '(?:どこの|どの)(?:棚|あたり|辺|へん)(?:ですか|にありますか)|どこですか|どれですか|何ですか|なんですか|誰(?:ですか)?|いつ(?:返って|戻って)きますか',
  '(?:置いて|入って|所蔵して|持って)(?:いますか|ありますか|ますか|い?る(?:の|か|かな)?)',
  '(?:探して|捜して|さがして)(?:います|いる|る|ます)',
  '(?:探し|捜し|さがし|調べ|知り|借り|読み|読んでみ|読ませ|見|予約し|取り寄せ)たい',
  '(?:貸し|かし|借り|見せ|取り寄せ|予約し|探し|教え|おしえ|出し|読んで|すすめ|紹介し)て(?:ください|下さい|もらえますか|もらえませんか|いただけますか|いただけませんか|くれますか|欲しい|ほしい)',
  '(?:探し|捜し|さがし|調べ|知り|借り|読み)たく(?:て|なって|なりました)|(?:あった|ある)(?:と思(?:う|います)|はず|ような気がする)',
  '(?:今|いま)?(?:借りられ|借り|読め|見られ|予約でき|貸出でき|貸し出しでき|取り寄せられ)(?:ますか|ませんか|るか)',
  '(?:借りる|予約する|読む|取り寄せる)ことは?できますか',
  '誰の(?:作品|小説|作|本)?(?:ですか)?|教えて|ください|下さい|お願いします|おねがいします|お願いできますか',
].join('|')})(?:です|でしょうか)?(?:(?:の|ん)(?:です|だ))?(?:けれども|けれど|けど|が|な[あぁ]?|よ|わ)?`;
const wish = new RegExp(
  `(?:を子どもに|を子供に|を孫に|って|は|が|を|も|に)?\\s*${wishes}\\s*[。？?!！]*$`,
  'gu',
);
const asking: readonly RegExp[] = [
  /^(?:タイトル|題名|題|書名|名前)[がはに]/gu,
  /(?:子ども|子供|こども|孫|小学生)に(?:読ませ|読んであげ|読んでやり|聞かせ)たい/gu,
  new RegExp(
    `(?:という|っていう)(?:人|作家|作者|詩人|学者|方)[のが](?:書いた)?(?:${things}(?=$|\\s))?`,
    'gu',
  ),
  // 加藤文太郎という登山家: who somebody is.
  /(?:という|っていう)[^、。\s]{0,8}?(?:家|者|人|師|士|博士|教授|先生)(?:さん)?(?=[のがはを\s]|$)/gu,
  new RegExp(
    `[、,]?(?:子ども|子供|こども|大人|初心者|素人|誰|だれ|(?:ふつう|普通|一般)の人)(?:に|で)も(?:わかる|分かる|読める|わかりやすい)(?:${things})?`,
    'gu',
  ),
  new RegExp(`(?:の?か)?を?(?:教えてくれる|教える|知ることができる)${things}$`, 'gu'),
  new RegExp(`の${things}で[、,]?(?=[^すおを])`, 'gu'),
  /を(?:現代語|日本語|英語|原文)で$/gu,
  /(?:の)?(?:最新号|最新刊|新しい号|最初の[巻号本]|一番初めの[巻号本]|はじめの[巻号本]|全巻|全部)/gu,
  new RegExp(
    `(?:(?:という|って(?:いう)?)(?:題名|題|タイトル|名前)の${things}|(?:という|といった|って(?:いう)?|みたいな|のような)${things}?)(?=[はがをのもに]|$|\\s|${wishes})`,
    'gu',
  ),
  new RegExp(`(?:が|の)(?:書いた|かいた|著した|作った|訳した|翻訳した)(?:${things})?`, 'gu'),
  new RegExp(
    `[がの](?:出てくる|でてくる|登場する|活躍する|出る|主人公の|主役の|語り手の|語る)${things}?`,
    'gu',
  ),
  new RegExp(`を(?:書いた|描いた|記した|つづった|綴った)${things}$`, 'gu'),
  new RegExp(`が(?:入って|収録されて|収められて|載って|のって)いる${things}?`, 'gu'),
  new RegExp(`の(?:${praised}${things}|代表作|おすすめ|お勧め|続き|現代語訳)(?=[をがはも\\s]|$)`, 'gu'),
  /(?:子ども|子供|こども|大人|初心者|中学生|高校生)(?:向け|むけ)(?:の|に(?:書(?:いた|かれた)|した))/gu,
  new RegExp(`の${things}(?:で(?:おすすめ|お勧め))?[をがはも]?$`, 'gu'),
  /の巻$/gu,
];
const aboutIt = new RegExp(
  `(?:(?:について|に関する|に関して|に関した|のことを|のことが)(?:(?:書かれた|書いた|書いてある|書かれている|まとめた|説明した|解説した|紹介した|研究した|調べた|話した|語った|述べた|論じた|記した|考えた|わかる|分かる|知る|学ぶ|の)*${things}?)|のこと$|の入門書?$|(?:${[
    'をテーマに(?:した|する)|がテーマの|を舞台に(?:した|する)|が舞台の|を題材に(?:した|する)|を扱った|を取り上げた|を描いた|を集めた|に役立つ|のための|[がの](?:わかる|分かる)',
  ].join('|')})${things}(?=[はがをも]|$|\\s))`,
  'gu',
);
const authorOf = new RegExp(
  `(?:の(?:作者|著者|作家)|を(?:書いた|かいた|著した)(?:人|作者|作家|方|の$)|(?:は|って)誰が(?:書いた|作った)(?:の|ん)?(?:です)?か?$)(?:の(?:ほかの|他の|別の)?${things}?)?`,
  'gu',
);

/** What is asked for without the wish: ロシア文学の小説 of ロシア文学の小説が読みたい. */
export function withoutWish(query: string): string {
  let text = query.normalize('NFKC').trim();
  // Once more for two of them.
  for (let time = 0; time < 2; time += 1) text = text.replace(wish, '').trim();
  return text.replace(/\s*[。?!]+$/u, '');
}

/** Reads a query as a sentence. What asks nothing stays as it is. */
export function readQuestion(query: string): Question {
  // The end of a sentence first, since it hides what is before it.
  let text = withoutWish(query);
  const without = (pattern: RegExp) => {
    const before = text;
    text = text.replace(pattern, ' ').trim();
    return text !== before;
  };
  const byAuthorOf = without(authorOf);
  const about = without(aboutIt);
  for (const pattern of asking) without(pattern);
  return { text, about, byAuthorOf };
}

/** What stands between names and titles, at the beginning or the end of what is left between them: 短編 and 作家 are words themselves, and one kanji with 氏 is a clan (源氏). */
const between =
  /^(?:の|は|が|を|と|に|で|や|も|へ|から|による|さん|先生|(?:著|作|訳|編|氏)(?!\p{Script=Han}))+|(?:の|は|が|を|と|に|で|や|も|へ|による|著|(?<![名傑原新旧])作|(?<![語通翻])訳|(?<![短長中前後続])編|さん|先生|(?<!(?<!\p{Script=Han})\p{Script=Han})氏)+$/gu;

/**
 * A piece of a query without the particles at its ends.
 *
 * @param katakana the words of the query that were typed in katakana, normalised: トヨタ begins with no particle
 */
export function withoutParticles(piece: string, katakana: readonly string[] = []): string {
  const words = katakana.filter((word) => [...word].length > 1 && piece.includes(word));
  if (words.length === 0) return piece.replace(between, '');
  const kept: string[] = [];
  const longestFirst = words.toSorted((a, b) => b.length - a.length).join('|');
  const masked = piece.replace(new RegExp(longestFirst, 'gu'), (word) => {
    kept.push(word);
    return KEPT;
  });
  return masked.replace(between, '').replaceAll(KEPT, () => kept.shift() ?? '');
}

/** Stands for a word that is left alone; no normalised text has it. */
const KEPT = '\u{e000}';

/** The pieces of a query, normalised: parted by spaces, brackets and points of any kind. */
export function piecesOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .split(/[\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}、。,.・:;/!?"]+/u)
    .map(normalise)
    .filter((piece) => piece !== '');
}

/** What is typed in katakana, normalised: ラフカディオ・ハーン are two words. */
export function katakanaWords(text: string): string[] {
  return (text.normalize('NFKC').match(/[\p{Script=Katakana}ー]{2,}/gu) ?? []).map(normalise);
}

/** The parts of foreign names whose surname nobody has, but for a long surname itself: フランツ of フランツ・ワーフェル is no other Franz. */
export function partsOfStrangers(text: string, isKnown: (surname: string) => boolean): Set<string> {
  const names =
    text.normalize('NFKC').match(/[\p{Script=Katakana}ー]+(?:・[\p{Script=Katakana}ー]+)+/gu) ?? [];
  return new Set(
    names.flatMap((name) => {
      const parts = name.split('・').map(normalise);
      const surname = parts.at(-1) ?? '';
      return isKnown(surname) ? [] : parts.filter((part) => part !== surname || !tells(part));
    }),
  );
}

/** Two kana of a longer query, as ー leaves them of ハーン, stand in anything. */
export function tells(word: string): boolean {
  return !isKana(word) || [...word].length > 2;
}

/** What is typed in katakana or Latin letters, which may be a name, and the pieces beside it. */
export interface ForeignWords {
  parts: string[];
  rest: string[];
}

/** What is said of a person and is no part of a name. */
const RESPECT =
  /^(?:夫人|卿|公|伯|翁|博士|教授|先生|女史|氏|様|さん|兄弟|姉妹|文豪|詩人|作家|の?(?:本|作品|小説|詩|童話|著作|全集))$/u;

const foreign = '[\\p{Script=Katakana}\\p{Script=Latin}\\p{M}ー]';
const foreignRun = new RegExp(`${foreign}(?:${foreign}|[・=.,、\\s'’-]+(?=${foreign}))*\\.?`, 'gu');

/** Reads a query for the foreign name in it: カフカ、F. and ポオの黒猫. No parts without one, or with several apart. */
export function readForeignWords(text: string): ForeignWords {
  const plain = text.normalize('NFKC');
  const runs = plain.match(foreignRun) ?? [];
  const [run] = runs;
  const parts = run === undefined || runs.length > 1 ? [] : partsOfForeignName(run);
  // Natsume Sōseki is no foreign name, and soundOf knows him already.
  if (run === undefined || parts.every((part) => kanaOfRomaji(part) !== undefined))
    return { parts: [], rest: [] };
  return { parts, rest: piecesOf(plain.replace(run, ' ')).filter((piece) => !RESPECT.test(piece)) };
}

/** What stands in one script: 江戸じだいの台所 has 江戸 and 台所. */
export function runsOf(text: string): string[] {
  return text.match(/[\p{Script=Han}々]{2,}|[\p{Script=Katakana}ー]{2,}|[a-z0-9]{3,}/giu) ?? [];
}

/** Pieces longer than this are looked at from their ends only. */
const WHOLE_PIECE = 14;
const LONGEST_NAME = 20;

/** All parts of a piece that may be a name or a title. */
export function partsToLookUp(piece: string): string[] {
  const characters = [...piece];
  const parts = new Set<string>();
  for (let from = 0; from < characters.length; from += 1) {
    for (let to = from + 1; to <= Math.min(characters.length, from + LONGEST_NAME); to += 1) {
      const atAnEnd = from === 0 || to === characters.length;
      if (to - from > 1 && (atAnEnd || characters.length <= WHOLE_PIECE))
        parts.add(characters.slice(from, to).join(''));
    }
  }
  return [...parts];
}

/** A piece taken apart: what is known of it, and what is left between. */
export interface TakenApart {
  known: string[];
  rest: string[];
}

/** Kana so short are a name or title only where a word may begin and end: うの in ふつうの人 is no 宇野. */
const SHORT = 3;
const PARTICLE = /^[のはがをとにでやもへ]$/u;

function isPieceOfKana(characters: readonly string[], from: number, to: number): boolean {
  const isOther = (at: number) => {
    const one = characters[at];
    return one !== undefined && isKana(one) && !PARTICLE.test(one);
  };
  return (
    to - from <= SHORT && isKana(characters.slice(from, to).join('')) && (isOther(from - 1) || isOther(to))
  );
}

/**
 * Takes a piece apart so that as much of it as can be is known, in parts as long as can be: 漱石こころ into 漱石 and こころ, 太宰治の人間失格
 * into both names. Particles between them are dropped.
 */
export function takeApart(
  piece: string,
  isKnown: (part: string) => boolean,
  katakana: readonly string[] = [],
): TakenApart {
  const best = new Map<string, { value: number; apart: TakenApart }>();
  const look = (text: string): { value: number; apart: TakenApart } => {
    const before = best.get(text);
    if (before !== undefined) return before;
    const bare = withoutParticles(text, katakana);
    const rest = bare === '' ? [] : [bare];
    let found = { value: 0, apart: { known: [], rest } as TakenApart };
    const characters = [...text];
    for (let from = 0; from < characters.length - 1; from += 1) {
      for (let to = Math.min(characters.length, from + LONGEST_NAME); to > from + 1; to -= 1) {
        const part = characters.slice(from, to).join('');
        if (isPieceOfKana(characters, from, to) || !isKnown(part)) continue;
        const left = withoutParticles(characters.slice(0, from).join(''), katakana);
        const right = look(characters.slice(to).join(''));
        const value = (to - from) ** 2 + right.value - [...left].length;
        const apart = {
          known: [part, ...right.apart.known],
          rest: [...(left === '' ? [] : [left]), ...right.apart.rest],
        };
        if (value > found.value) found = { value, apart };
        break;
      }
    }
    best.set(text, found);
    return found;
  };
  return look(piece).apart;
}
