import { classesOfForm } from '../classification/literature-class.ts';
import { partsOfForeignName } from '../words/foreign-name.ts';
import { isKana, normalise } from '../words/normalise.ts';
import { issueInDigits } from '../words/read-volume.ts';
import { kanaOfRomaji } from './romaji.ts';

/** A sentence as it is said at the desk, read for the question in it. */
export interface Question {
  /** The sentence without the words that only ask: names, titles, subjects, and the particles between them. */
  text: string;
  /** Whether it asks for books about something. */
  about: boolean;
  /** What of the author of something is asked for: works, or the name, which the record itself tells. */
  byAuthorOf: 'works' | 'name' | undefined;
  /** The classes of the form of literature that somebody's works are asked for in: 宮沢賢治の詩集. */
  form: readonly string[];
}

const anyOf = (...ways: readonly string[]) => `(?:${ways.join('|')})`;
const things = anyOf(
  '本|お?話|(?:短編|短篇|中編|長編|長篇|推理|探偵|歴史|時代|恋愛|怪奇|空想科学)?小説|物語|作品|短編|短篇|長編|長篇|文章|詩集|歌集|句集|詩|雑誌',
  '童話|昔話|民話|絵本|随筆|エッセイ|エッセー|戯曲|もの|やつ|資料|図書|文献|書籍|書物|読み物',
);
/** Praise of a thing, which does not tell which one it is: 夏目漱石の有名な小説. */
const praised = `(?:いちばん|一番|最も|特に)?${anyOf(
  '有名な|代表的な|おすすめの|お勧めの|人気の|面白い|おもしろい|好きな|読みやすい|短い|長い|新しい|古い',
  '最近の|最後の|晩年の|初期の|ほかの|他の|別の',
)}`;
/** The words that ask for an author, of a title or of any book. */
const who = '(?:誰|だれ|どなた|(?:何|なん)(?:という|て)(?:人|作家|方))';
const what = '(?:どんな|どのような|どういう|どういった|何か|なにか)(?:いい|良い|よい)?';
const isIt = '(?:(?:です|でしょう|なんです|なのでしょう)?か(?:な|しら)?|なの|です|だっけ|でしたっけ)?';
const clearly = '(?:もっと|詳しく|くわしく|わかりやすく|分かりやすく|やさしく|簡単に)*';
const readers =
  '(?:子ども|子供|こども|幼児|小学生|中学生|高校生|大人|初心者|素人|誰|だれ|(?:ふつう|普通|一般)の人)';
/** The words that say where: 図書館に, こちらに. */
const here = '(?:(?:(?:この|こちらの|そちらの)?図書館|こちら|そちら|館内)に(?:は|も)?)?';
const wishes = `${clearly}${anyOf(
  `(?:今|いま|何か|なにか|何が)?${here}(?:ありますか|ありませんか|ありますでしょうか|あるでしょうか|ございますか|ございますでしょうか|ないですか|ないでしょうか)`,
  '(?:(?<=は|って)|(?<=本|話|説|品|集)(?:は|って)?)(?:ある|(?<!では)ない(?=の|か))(?:の|か|かな|かしら)?|(?<!で|では)(?:ある|ない)(?=\\s*\\?)|どこに(?:ありますか|置いてありますか|ある)',
  'お持ち(?:です|でしょう)か|(?:全部で)?何[巻冊号](?:まで|くらい)?(?:ありますか|出て(?:い)?ますか|あるの|ですか)',
  '(?:どこの|どの)(?:棚|あたり|辺|へん)(?:(?:です|でしょう)か|にありますか)|どこ(?:です|でしょう)か|どれ(?:です|でしょう)か|(?:何|なん)(?:です|でしょう)か|誰(?:ですか)?',
  'いつ(?:返って|戻って)きますか|いつ(?:ごろ|頃)?(?:出|書かれ|出版され|発行され|発表され)(?:まし)?た(?:の|ん|本|作品|もの)?(?:です|でしょう)?か|貸し?出し?中(?:です|でしょう)か',
  '(?:置いて|入って|所蔵して|持って)(?:いますか|ありますか|ますか|い?る(?:の|か|かな)?)',
  '(?:探して|捜して|さがして|調べて)(?:います|いる|る|ます)|見つかりません(?:でした)?|見つからない|見当たりません',
  '(?:探し|捜し|さがし|調べ|知り|学び|勉強し|借り|読み|読んでみ|読ませ|見|見つけ|予約し|検索し|閲覧し|取り寄せ)たい|知りたいことが(?:あります|ある)',
  '(?:貸し|かし|借り|見せ|取り寄せ|予約し|探し|教え|おしえ|出し|読んで|すすめ|紹介し)て(?:ください|下さい|もらえますか|もらえませんか|いただけますか|いただけませんか|くれますか|欲しい|ほしい)',
  '(?:探し|捜し|さがし|調べ|知り|借り|読み)たく(?:て|なって|なりました)|(?:だった|あった|ある)(?:と思(?:う|います)|はず|ような気がする)',
  '(?:今|いま)?(?:借りられ|借り|読め|見られ|予約でき|貸出でき|貸し出しでき|取り寄せられ)(?:ますか|ませんか|るか)',
  '(?:借りる|予約する|読む|取り寄せる)ことは?できますか|(?:興味|関心)が(?:あります|あるの?|あって)|(?<=が)好き(?:です|なの)',
  '(?:(?:読む|調べる|知る|学ぶ|探す|借りる)に(?:は)?)?(?:(?:どの|どんな)本|どれ|何)を(?:読め|借りれ|見れ|調べれ)ば(?:いい|よい|良い)(?:です|でしょう)?か?|(?:読む|調べる|知る|学ぶ|探す|借りる)には',
  '誰の(?:作品|小説|作|本)?(?:ですか)?|教えて|ください|下さい|お願いします|おねがいします|お願いできますか',
)}(?:です|でしょうか)?(?:(?:の|ん)(?:です|だ))?(?:けれども|けれど|けど|が|な[あぁ]?|よ|わ)?`;
const wish = new RegExp(
  `(?:を子どもに|を子供に|を孫に|とは(?=何|なん)|って|は|が|を|も|に)?[、,]?\\s*${wishes}\\s*[。、,？?!！]*$`,
  'gu',
);
/** The words before a question: すみません、昔教科書で読んだ. */
const opening: readonly RegExp[] = [
  /^(?:(?:すみません|すいません)(?:が|けど)?[、,。\s]*|(?:恐れ入りますが|お尋ねしますが|あの[うー]?|え[えー]*っ?と|ちょっと)[、,。\s]+)+(?=.)/gu,
  /^(?:確か|たしか)(?![なにめらさ])[、,]?(?=.)/gu,
  /^(?:題名?|タイトル|書名)(?:は|が|も)(?:忘れ(?:た|ました)|わか(?:らない|りません)|うろ覚え)(?:の|なの|です)?(?:です)?(?:が|けど)?[、,]/gu,
  /^(?:昔|むかし|以前|前に|(?:子ども|子供|こども|小さい|小学生|中学生|高校生|学生)の?(?:ころ|頃|とき|時)に?|(?:学校|授業)で)[、,]?(?:(?:国語の?)?教科書[でに])?(?:読んだ|聞いた|習った|見た)[、,]?(?=.)/gu,
  /^(?:国語の?)?教科書(?:[でに])?(?:読んだ|習った|(?:載って|のって|出て)い?た|出てきた|ある)[、,]?(?=.)/gu,
  /^(?:何か|なにか)(?![をがはもにの])(?:いい|良い|よい)?[、,]?(?=.+の)/gu,
  new RegExp(
    `^(?:やさしい|易しい|わかりやすい|分かりやすい|簡単な|くわしい|詳しい|おすすめの|お勧めの)(?=.+の${things}$)`,
    'gu',
  ),
];
const asking: readonly RegExp[] = [
  /^(?:タイトル|題名|題|書名|名前)[がはに]/gu,
  /(?:子ども|子供|こども|孫|小学生)に(?:読ませ|読んであげ|読んでやり|聞かせ)たい/gu,
  new RegExp(`(?:とは|って|というのは)(?:何|なん|どういう(?:もの|意味|こと)|どんなもの)${isIt}$`, 'gu'),
  new RegExp(
    `(?:という|っていう)(?:人|作家|作者|詩人|学者|方)[のが](?:書いた)?(?:${things}(?=$|\\s))?`,
    'gu',
  ),
  // 加藤文太郎という登山家: who somebody is.
  /(?:という|っていう)[^、。\s]{0,8}?(?:家|者|人|師|士|博士|教授|先生)(?:さん)?(?=[のがはを\s]|$)/gu,
  new RegExp(`[、,]?${readers}(?:に|で)も(?:わかる|分かる|読める|わかりやすい|楽しめる)(?:${things})?`, 'gu'),
  new RegExp(`${readers}(?:向け|むけ|用)(?:の|に(?:書(?:いた|かれた)|した))`, 'gu'),
  new RegExp(`(?:の?か)?を?(?:教えてくれる|教える|知ることができる)${things}$`, 'gu'),
  /を?(?:何冊か|いくつか|全部)$|を(?:すべて|まとめて)$/gu,
  new RegExp(`(?:の${things})?で(?:${praised}(?:の|${things})|おすすめ|お勧め)$`, 'gu'),
  new RegExp(
    `(?:の(?:書いた)?${things})?(?:には|は|に|が)(?:どんな|どのような|どういう|どういった)${things}(?:[がを](?:書いて|残して)い(?:る|ます)(?:の|か)?|が)?$`,
    'gu',
  ),
  new RegExp(`の${things}で[、,]?(?=[^すおを])`, 'gu'),
  new RegExp(
    `を(?:(?:現代語|日本語|英語|原文)で$|(?:現代語|口語|日本語|英語|今の(?:言葉|ことば))に(?:訳した|直した|した)(?:${things})?$)`,
    'gu',
  ),
  /(?:の)?(?:最新号|最新刊|新しい号|最初の[巻号本]|一番初めの[巻号本]|はじめの[巻号本]|全巻|全部)/gu,
  new RegExp(
    `(?:とかいう|という|といった|っていう|って|ていう|みたいな|のような)(?:(?:題名|題|タイトル|書名|名前)(?:の${things})?|${things})?(?=[はがをのもに]|$|\\s|${wishes})`,
    'gu',
  ),
  new RegExp(
    `(?:が|の)(?:書いた|かいた|著した|作った|訳した|翻訳した)(?:(?:${praised})?(?:${things}))?`,
    'gu',
  ),
  new RegExp(
    `[がの](?:出てくる|でてくる|登場する|活躍する|出る|主人公の|主役の|モデルの|語り手の|語る)${things}?|を(?:主人公|主役|モデル|もと)に(?:した|する)${things}`,
    'gu',
  ),
  new RegExp(`を(?:書いた|描いた|記した|つづった|綴った)${things}$`, 'gu'),
  new RegExp(
    `が(?:(?:入って|収録されて|収められて|載って|のって)い?る|入った|載った|収められた|読める)(?:${things}|全集)?`,
    'gu',
  ),
  new RegExp(
    `の(?:${praised}(?:の|${things})|代表作|おすすめ|お勧め|続き|(?:現代語|日本語|口語)訳|訳者|翻訳者)(?=[をがはも\\s]|$)`,
    'gu',
  ),
  new RegExp(`の${things}(?:で(?:おすすめ|お勧め))?[をがはも]?$`, 'gu'),
  /の巻$/gu,
];
/** What a book does with what it is about. */
const told = `${clearly}${anyOf(
  '書かれた|書いた|書いてある|書かれている|まとめた|説明した|解説した|紹介した|研究した|調べた|話した|語った|述べた|論じた|記した|考えた|考察した',
  '記録した|わかる|分かる|知る|学ぶ|学べる',
)}`;
const aboutIt = new RegExp(
  `${anyOf(
    `(?:について|に(?:関|かん)する|に関して|に関した|に(?:関連|関係)(?:する|した)|にまつわる|にちなんだ|をめぐる(?=${told}|${what}|${things})|のことを|のことが)[、,]?(?:${told}|の|${what})*(?:(?:詳しい|くわしい)?${things})?`,
    `に(?:詳しい|くわしい)${things}|関連の${things}|のこと$|の(?:入門書?|解説書|概説書|参考書)$`,
    `(?:を(?:テーマ|主題|題材|素材|舞台|背景|中心)[にと](?:した|する)|[がの](?:テーマ|主題|題材|舞台)の|を扱った|を取り上げた|を描いた|を集めた|に役立つ|のための|[がの](?:わかる|分かる))${things}(?=[はがをも]|$|\\s)`,
    `を${clearly}(?:論じた|解説した|説明した|紹介した|研究した|考察した|まとめた|調べた)${things}(?=[はがをも]|$|\\s)`,
  )}`,
  'gu',
);
const itsAuthor = anyOf(
  'の(?:作者|著者|作家|筆者|原作者)|を(?:書いた|かいた|著した)(?:人|作者|作家|方)',
  'と同じ(?:作者|著者|作家|人|方)(?=の|が書いた|による)',
);
const worksOf = new RegExp(`${itsAuthor}(?:の|が書いた|による)(?:ほかの|他の|別の)?${things}?`, 'gu');
const whoWrote = new RegExp(
  anyOf(
    `${itsAuthor}(?:(?:は|って|が|を)?(?:${who}${isIt})?$)?`,
    `を(?:書いた|かいた|著した)のは?(?:${who}${isIt})?$`,
    `(?:は|って)${who}が(?:書いた|かいた|作った)(?:の|ん|${things})?${isIt}$`,
  ),
  'gu',
);

/** The kind of somebody's works that is asked for, at the end of a sentence. */
const ofSomebody = new RegExp(`(?:の|が書いた|\\s)(?:${praised})?(${things})(?:の本)?$`, 'u');

/** A question without the wish at its end: ロシア文学の小説 of ロシア文学の小説が読みたい. */
export function withoutWish(query: string): string {
  let text = query.normalize('NFKC').trim();
  // Of several each: 読みたいのですが、ありますか.
  for (let time = 0; time < 3; time += 1) text = text.replace(wish, '').trim();
  return text.replace(/\s*[。?!]+$/u, '');
}

/** A month, a day or both at the end of a sentence, as an issue of a magazine has them: 今年の4月の, 五月号, 10/1号. */
const dated =
  /^(.+?)の?(?:(?:今年|本年|去年|昨年)の?|(\d{4})年の?)?(?:(\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(\d{1,2})日)?|(\d{1,2})\/(\d{1,2}))(の?号)?の?(?:やつ|もの|分)?$/u;

/** An issue asked for by its date (園芸の雑誌の五月号): the words for the magazine, and the issue as titles have it. */
export function readIssue(query: string): { magazine: string; issue: string } | undefined {
  const [, magazine = '', year, monthSaid = '', daySaid, month = monthSaid, day = daySaid, isIssue] =
    dated.exec(withoutWish(query)) ?? [];
  if (magazine === '' || (isIssue === undefined && !/雑誌|[月週季]刊/u.test(magazine))) return undefined;
  const date = `${year === undefined ? '' : `${year}年`}${month}月${day === undefined ? '' : `${day}日`}`;
  return { magazine: readQuestion(magazine).text, issue: issueInDigits(`${date}号`) };
}

/** Reads a query as a sentence; one that asks nothing stays as it is. */
export function readQuestion(query: string): Question {
  // The end of a sentence first, since it hides what is before it.
  let text = withoutWish(query);
  const without = (pattern: RegExp) => {
    const before = text;
    text = text.replace(pattern, ' ').trim();
    return text !== before;
  };
  for (const pattern of opening) without(pattern);
  const byAuthorOf = without(worksOf) ? 'works' : without(whoWrote) ? 'name' : undefined;
  const about = without(aboutIt);
  const form = classesOfForm(ofSomebody.exec(text)?.[1] ?? '');
  for (const pattern of asking) without(pattern);
  return { text, about, byAuthorOf, form };
}

/** The words between names and titles; 短編 and 作家 are words themselves, and one kanji with 氏 is a clan (源氏). */
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

/** The words typed in katakana, normalised: ラフカディオ・ハーン are two. */
export function katakanaWords(text: string): string[] {
  return (text.normalize('NFKC').match(/[\p{Script=Katakana}ー]{2,}/gu) ?? []).map(normalise);
}

/** The parts of a foreign name whose surname nobody has, except a long surname itself: フランツ・ワーフェル is no other Franz. */
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

/** Whether a word of a longer query tells something: three kana, as two of ハーン without ー, stand in anything. */
export function tells(word: string): boolean {
  return !isKana(word) || [...word].length > 3;
}

/** The words in katakana or Latin letters, which may be a name, and the pieces beside them. */
export interface ForeignWords {
  parts: string[];
  rest: string[];
}

/** The words of respect behind a name, which are no part of it. */
const RESPECT =
  /^(?:夫人|卿|公|伯|翁|博士|教授|先生|女史|氏|様|さん|兄弟|姉妹|文豪|詩人|作家|の?(?:本|作品|小説|詩|童話|著作|全集))$/u;

const foreign = '[\\p{Script=Katakana}\\p{Script=Latin}\\p{M}ー]';
const foreignRun = new RegExp(`${foreign}(?:${foreign}|[・=.,、\\s'’-]+(?=${foreign}))*\\.?`, 'gu');

/** Words in katakana in one go, as they were typed, with the points between them: クリスマス・キャロル. */
export function foreignRuns(text: string): string[] {
  return text.normalize('NFKC').match(/[\p{Script=Katakana}ー]+(?:[・=][\p{Script=Katakana}ー]+)*/gu) ?? [];
}

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

/** The runs of one script: 江戸じだいの台所 has 江戸 and 台所. */
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

/** A piece taken apart: its known parts, and the rest between them. */
interface TakenApart {
  known: string[];
  rest: string[];
}

/** So few kana are a name or title only where a word may begin and end: うの in ふつうの人 is no 宇野. */
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
 * Takes a piece apart so that as much of it as can be is known, in parts as long as can be: 漱石こころ into 漱石 and こころ,
 * 太宰治の人間失格 into both names. Particles between them are dropped.
 */
export function takeApart(
  piece: string,
  isKnown: (part: string) => boolean,
  katakana: readonly string[] = [],
): TakenApart {
  const best = new Map<string, { value: number; apart: TakenApart }>();
  const nothing = { value: 0, apart: { known: [], rest: [] } };
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
        const after = characters.slice(to).join('');
        // A word of respect is no name itself: さん beside a name is no サン.
        const right = withoutParticles(after, katakana) === '' ? nothing : look(after);
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
