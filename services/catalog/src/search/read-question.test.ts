import { expect, test } from '@jest/globals';
import {
  dateInKanji,
  issueInDigits,
  partOfTitle,
  readVolume,
  readVolumeNumber,
  volumeInKanji,
  yearOfEra,
} from '../words/read-volume.ts';
import {
  partsToLookUp,
  piecesOf,
  readIssue,
  readQuestion,
  takeApart,
  withoutParticles,
} from './read-question.ts';

test.each([
  ['太宰治の人間失格はありますか', '太宰治の人間失格'],
  ['銀河鉄道の夜という本を探しています', '銀河鉄道の夜'],
  ['芥川龍之介の書いた蜘蛛の糸という話', '芥川龍之介 蜘蛛の糸'],
  ['カフカの変身はどこにありますか？', 'カフカの変身'],
  ['登山の本が読みたい', '登山'],
  ['夏目漱石の「三四郎」を貸してください', '夏目漱石の「三四郎」'],
  ['山月記は置いてありますか？', '山月記'],
  ['斜陽を取り寄せていただけますか', '斜陽'],
  ['春琴抄を借りることはできますか', '春琴抄'],
  ['坊っちゃんはどこの棚ですか', '坊っちゃん'],
  ['坊っちゃんは今借りられますか', '坊っちゃん'],
  ['坊っちゃんというタイトルの本を探してるんですけど', '坊っちゃん'],
  ['羅生門が収録されている本', '羅生門'],
  ['夏目漱石の有名な小説', '夏目漱石'],
  ['宮沢賢治の童話でおすすめは？', '宮沢賢治'],
  ['太宰治の小説が読みたいんですが何がありますか', '太宰治'],
  ['源氏物語の現代語訳を読みたい', '源氏物語'],
  ['太宰治の人間失格って置いてる？', '太宰治の人間失格'],
  ['夏目漱石のこころって本ある？', '夏目漱石のこころ'],
  ['智恵子抄が読みたいなあ', '智恵子抄'],
  ['走れメロスという短編小説は誰の作品ですか', '走れメロス'],
  ['タイトルが「檸檬」の小説', '「檸檬」'],
  ['チェーホフの戯曲で桜の園', 'チェーホフ 桜の園'],
  ['子どもに読ませたいグリム童話', 'グリム童話'],
  ['源氏物語を現代語で読みたい', '源氏物語'],
  ['宮沢賢治という人の童話', '宮沢賢治'],
  ['関東大震災の体験を書いたもの', '関東大震災の体験'],
  ['猫が語り手の小説', '猫'],
  ['右門捕物帖の毒を抱く女の巻', '右門捕物帖の毒を抱く女'],
  ['植村直己という登山家が書いた本', '植村直己'],
  ['電気の歴史について、ふつうの人にもわかる本', '電気の歴史'],
  ['電気はどこから来るのか教えてくれる本', '電気はどこから来る'],
  ['子ども向けに書いた電気の本があったと思うのですが', '電気'],
  ['すみません、昔教科書で読んだ山椒魚という話はこの図書館にありますか', '山椒魚'],
  ['たしか「檸檬」という題名だったと思うのですが', '「檸檬」'],
  ['地獄変とかいう小説、ありますか？', '地獄変'],
  ['地獄変ってない?', '地獄変'],
  ['城の崎にてを借りたいのですが、貸出中ですか', '城の崎にて'],
  ['ファウストは全部で何冊ありますか', 'ファウスト'],
  ['島崎藤村にはどんな作品がありますか', '島崎藤村'],
  ['島崎藤村の作品で一番有名なものは何ですか', '島崎藤村'],
  ['島崎藤村が書いた短い話を全部読みたい', '島崎藤村'],
  ['方丈記を現代語に訳した本', '方丈記'],
  ['小学生でもわかる方丈記の本', '方丈記'],
  ['徒然草が読める本はどれを借りればいいですか', '徒然草'],
  ['平清盛を主人公にした小説', '平清盛'],
  ['吾輩は猫である', '吾輩は猫である'],
  ['西洋にはない', '西洋にはない'],
  ['確かな手ざわり', '確かな手ざわり'],
  ['確かさを求めてはありますか', '確かさを求めて'],
  ['ふるさとはありますか', 'ふるさと'],
  ['ふるさととは何ですか', 'ふるさと'],
  ['何かを待つ人の歌', '何かを待つ人の歌'],
  ['何か山の本', '山'],
  ['人間関係の本', '人間関係'],
  ['注文の多い料理店', '注文の多い料理店'],
])('of 「%s」 is asked 「%s」', (sentence, asked) => {
  expect(readQuestion(sentence).text).toBe(asked);
});

test('a sentence may ask what is about something, or by the author of something', () => {
  expect(readQuestion('植物についての本')).toMatchObject({
    text: '植物',
    about: true,
    byAuthorOf: undefined,
  });
  for (const text of [
    '植物をテーマにした小説',
    '植物を扱った本',
    '植物のことが書いてある本',
    '植物の入門書',
    '植物が舞台の話',
    '植物について調べています',
    '植物について詳しく書かれた文献',
    '植物に関連する資料を見つけたいのですが',
    '植物のことをもっとくわしく知りたい',
    '植物をわかりやすく説明した本はございますか',
    '植物に詳しい本',
    '植物にまつわる話',
    '植物について、どんな本がありますか',
  ])
    expect(readQuestion(text)).toMatchObject({ text: '植物', about: true, byAuthorOf: undefined });
  for (const text of [
    'ごん狐の作者は誰ですか',
    'ごん狐って誰が書いたの',
    'ごん狐を書いたのは誰ですか',
    'ごん狐は誰が書いたんですか',
    'ごん狐の作者は',
    'ごん狐の作者を教えて',
    'ごん狐は何という人が書いたのですか',
    'ごん狐を書いたのは？',
  ])
    expect(readQuestion(text)).toMatchObject({ text: 'ごん狐', about: false, byAuthorOf: 'name' });
  for (const text of ['ごん狐を書いた人のほかの作品', 'ごん狐と同じ作者の本はありますか'])
    expect(readQuestion(text)).toMatchObject({ text: 'ごん狐', byAuthorOf: 'works' });
});

const known = new Set(['さん', '太宰治', '人間失格', '漱石', 'こころ', '芥川竜之介', '羅生門']);
test.each([
  ['太宰治の人間失格', ['太宰治', '人間失格'], []],
  ['漱石こころ', ['漱石', 'こころ'], []],
  ['こころ漱石', ['こころ', '漱石'], []],
  ['羅生門殺人', ['羅生門'], ['殺人']],
  ['太宰治さん', ['太宰治'], []],
  ['しらない', [], ['しらない']],
])('%s is taken apart', (piece, names, rest) => {
  expect(takeApart(piece, (part) => known.has(part))).toEqual({ known: names, rest });
  for (const name of names) expect(partsToLookUp(piece)).toContain(name);
});

test('of particles and roles at the ends of a piece nothing is left, but words that end like them stay', () => {
  expect(
    ['の夏目漱石著', '森鴎外訳', '森鴎外氏', '源氏', 'の平氏', '名作', '短編', '作家', '訳'].map((piece) =>
      withoutParticles(piece),
    ),
  ).toEqual([...['夏目漱石', '森鴎外', '森鴎外', '源氏', '平氏', '名作', '短編', '作家', '']]);
});

test('a word in katakana is left whole that begins or ends like a particle', () => {
  const katakana = ['とよた', 'かんと'];
  expect(['とよたの', 'とかんと'].map((piece) => withoutParticles(piece, katakana))).toEqual([
    'とよた',
    'かんと',
  ]);
});

test('kana so short are a name only where a word begins and ends', () => {
  const known = new Set(['うの', '漱石', 'こころ']);
  const knownOf = (piece: string) => takeApart(piece, (part) => known.has(part)).known;
  expect([knownOf('ふつうの人'), knownOf('うのの小説'), knownOf('漱石こころ')]).toEqual([
    [],
    ['うの'],
    ['漱石', 'こころ'],
  ]);
});

test('brackets and points part the pieces', () => {
  expect(piecesOf('芥川龍之介『羅生門』（岩波）・下')).toEqual(['芥川竜之介', '羅生門', '岩波', '下']);
});

test.each<[string, number | undefined]>([
  ['第3巻', 3],
  ['第三巻', 3],
  ['その四', 4],
  ['十二', 12],
  ['二十', 20],
  ['上', 1],
  ['下巻', 2],
  ['中', 2],
  ['第二部', 2],
  ['三四郎', undefined],
  ['上海', undefined],
])('%s as a volume is %s', (word, volume) => {
  expect(readVolume(word)).toBe(volume);
});

test('a number alone is a volume only beside other words, and not everything of digits is one', () => {
  expect([
    readVolumeNumber('5'),
    readVolumeNumber('05'),
    readVolumeNumber('2026'),
    readVolumeNumber('0'),
  ]).toEqual([5, 5, undefined, undefined]);
});

test('the number of a volume is written in kanji as most titles have it', () => {
  expect(['第3巻', '第10部', '21', '第三巻', '3人', '第0巻'].map(volumeInKanji)).toEqual([
    ...['第三巻', '第十部', '二十一', '第三巻', '3人', '第0巻'],
  ]);
});

test('the month of an issue is written in digits, and a volume at the end of a title without 巻', () => {
  expect(['四月号', '十二月号', '四月の魚'].map(issueInDigits)).toEqual(['4月号', '12月号', '4月の魚']);
  expect(['下巻', '上', '下町'].map(partOfTitle)).toEqual(['下', '上', undefined]);
});

test('dates and years are written in kanji as many titles have them, and a year of an era without 年', () => {
  expect(['1915年5月号', '大正7年', '12月25日', '第3号', '5月の話'].map(dateInKanji)).toEqual([
    ...['一九一五年五月号', '大正七年', '十二月二十五日', '第三号', '五月の話'],
  ]);
  expect(['大正七年', '明治元年', '十年', '少年'].map(yearOfEra)).toEqual([
    '大正七',
    '明治元',
    '十年',
    '少年',
  ]);
});

test.each([
  ['宮沢賢治の詩集', ['911', '951']],
  ['夏目漱石の有名な小説を読みたい', ['913', '953']],
  ['太宰治 短編', ['913', '953']],
  ['シェイクスピアが書いた戯曲', ['912', '932']],
  ['山本周五郎の時代小説', ['913', '933']],
  ['太宰治の本', []],
  ['小説の神様', []],
])('%s asks for works of a form', (text, classes) => {
  const { form } = readQuestion(text);
  expect(form).toEqual(classes.length === 0 ? [] : expect.arrayContaining(classes));
});

test.each([
  ['園芸の雑誌の五月号をお願いします', '園芸', '5月号'],
  ['暮らしの窓っていう雑誌の今年の4月のを借りたいです', '暮らしの窓', '4月号'],
  ['週刊まちの経済 10/1号', '週刊まちの経済', '10月1日号'],
  ['月刊みどりの2025年十二月号', '月刊みどり', '2025年12月号'],
])('%s asks for an issue by its date', (sentence, magazine, issue) => {
  expect(readIssue(sentence)).toEqual({ magazine, issue });
});

test.each(['五月の話', '四月の魔女の部屋', '円の2/3', '暮らしの窓という本'])(
  '%s asks for no issue',
  (sentence) => {
    expect(readIssue(sentence)).toBeUndefined();
  },
);
