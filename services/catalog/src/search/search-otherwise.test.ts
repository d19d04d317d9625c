import { beforeAll, expect, jest, test } from '@jest/globals';
import { type BookTold, searchInTest } from '../testing/search-in-test.ts';
import { searchRecords } from './search-records.ts';
import type { SearchRequest } from './search-request.ts';
import { suggest } from './suggest.ts';

const catalogue = searchInTest();
const soseki = { author: '夏目 漱石', authorReading: 'なつめ そうせき', authorLatin: 'Natsume Soseki' };
const kafka = { author: 'カフカ フランツ', authorReading: 'カフカ フランツ', authorLatin: 'Kafka Franz' };
const dazai = { author: '太宰 治', authorReading: 'だざい おさむ', authorLatin: 'Dazai Osamu' };
const terada = { author: '寺田 寅彦', authorReading: 'てらだ とらひこ' };
const strangeTales = {
  ...{ author: '蒲 松齢', authorReading: 'ほ しょうれい', bookTitle: '聊斎志異' },
  ...{ translator: '田中 貢太郎', translatorReading: 'たなか こうたろう' },
};
/** Books that questions and long terms are about, beside those that only have one of their words. */
const told: BookTold[] = [
  { title: '武田麟太郎追悼', titleReading: 'たけだりんたろうついとう', author: '織田 作之助', year: 1960 },
  { title: '聴雨', titleReading: 'ちょうう', author: '織田 作之助', ndc: '796', year: 1943 },
  { ...terada, title: '柿の種', titleReading: 'かきのたね', bookTitle: '柿の種', year: 1933 },
  { ...terada, title: '津浪と人間', titleReading: 'つなみとにんげん', ndc: '453' },
  { ...terada, title: '地震雑感', titleReading: 'じしんざっかん', ndc: '453' },
  { title: '地震なまず', titleReading: 'じしんなまず', author: '武者 金吉', ndc: '453' },
  {
    title: '人間椅子',
    titleReading: 'にんげんいす',
    author: '江戸川 乱歩',
    year: 1925,
    bookTitle: '人間椅子',
  },
  { title: '椅子と電車', titleReading: 'いすとでんしゃ', author: '原 民喜', year: 1950 },
  { title: '雪を作る話', titleReading: 'ゆきをつくるはなし', author: '中谷 宇吉郎', ndc: '451' },
  { title: '細雪', titleReading: 'ささめゆき', author: '谷崎 潤一郎', bookTitle: '細雪', year: 1948 },
  { title: '万葉集研究', titleReading: 'まんようしゅうけんきゅう', author: '折口 信夫', ndc: '911.12' },
  { title: '民芸とは何か', titleReading: 'みんげいとはなにか', author: '柳 宗悦', ndc: '750' },
  { title: '遊びとは何か', titleReading: 'あそびとはなにか', author: '沢 三郎', ndc: '384' },
  { title: '遊び', titleReading: 'あそび', author: '谷 花子' },
  { title: 'ドグラ・マグラ', titleReading: 'ドグラ・マグラ', author: '夢野 久作', year: 1935 },
  { title: '独楽園', titleReading: 'どくらくえん', author: '薄田 泣菫', year: 1934 },
  { title: '文芸運動の跡', titleReading: 'ぶんげいうんどうのあと', author: '平林 初之輔' },
  { title: 'アイヌの炉辺', titleReading: 'アイヌのろへん', author: '宮本 百合子', ndc: '382' },
  { title: '文化の諸相', titleReading: 'ぶんかのしょそう', author: '新渡戸 稲造', ndc: '361' },
  { title: '文章体験', titleReading: 'ぶんしょうたいけん', author: '北大路 魯山人', ndc: '596' },
  { title: '震災日記', titleReading: 'しんさいにっき', author: '喜田 貞吉', ndc: '916' },
  { title: '鉱毒飛沫', titleReading: 'こうどくひまつ', author: '木下 尚江', ndc: '312' },
  { title: '牛痘の研究', titleReading: 'ぎゅうとうのけんきゅう', author: 'ジェンナー', ndc: '493' },
  {
    title: 'コレラの話',
    titleReading: 'コレラのはなし',
    author: 'スノウ',
    ndc: '493',
    bookTitle: 'コレラの話',
  },
  { title: 'おくのほそ道', titleReading: 'おくのほそみち', author: '松尾 芭蕉', ndc: '915' },
  { title: '芭蕉雑記', titleReading: 'ばしょうざっき', author: '芥川 竜之介', ndc: '911', year: 1923 },
  {
    title: '俳諧大要',
    titleReading: 'はいかいたいよう',
    author: '正岡 子規',
    ndc: '911',
    bookTitle: '俳諧大要',
  },
  { title: '俳句の初歩', titleReading: 'はいくのしょほ', author: '正岡 子規', ndc: '911' },
  { title: '俳句', titleReading: 'はいく', author: '荻原 井泉水', ndc: '911' },
  { title: '俳句への道', titleReading: 'はいくへのみち', author: '高浜 虚子', ndc: '911' },
  { ...strangeTales, title: '阿英', titleReading: 'あえい' },
  { title: '涼亭', titleReading: 'りょうてい', author: '田中 貢太郎', bookTitle: '聊斎志異', year: 1999 },
  { ...strangeTales, title: '魚腹の妖怪', titleReading: 'ぎょふくのようかい', bookTitle: '怪談全集' },
];
const kenji = { author: '宮沢 賢治', authorReading: 'みやざわ けんじ' };
const carol = { author: 'キャロル ルイス', authorReading: 'キャロル ルイス' };
/** Books that are written otherwise than people type them, and authors with works of several forms. */
const writtenOtherwise: BookTold[] = [
  {
    ...kenji,
    title: '注文の多い料理店',
    titleReading: 'ちゅうもんのおおいりょうりてん',
    bookTitle: '注文の多い料理店',
  },
  { ...kenji, title: '春と修羅', titleReading: 'はるとしゅら', ndc: '911' },
  { ...kenji, title: '冬のスケッチ', titleReading: 'ふゆのスケッチ', ndc: '911', bookTitle: '冬のスケッチ' },
  { title: '陰翳礼讃', titleReading: 'いんえいらいさん', author: '谷崎 潤一郎' },
  { title: '下司味礼賛', titleReading: 'げすあじらいさん', author: '古川 緑波' },
  { title: '編輯室より', titleReading: 'へんしゅうしつより', subtitle: '（一九一四年一月号）' },
  { title: '編輯室より', titleReading: 'へんしゅうしつより', subtitle: '（一九一五年五月号）' },
  { title: '断腸亭日乗', titleReading: 'だんちょうていにちじょう', subtitle: '02 大正六年丁巳', volume: 2 },
  { title: '断腸亭日乗', titleReading: 'だんちょうていにちじょう', subtitle: '03 大正七戊午年', volume: 3 },
  { title: '赤い蝋燭と人魚', titleReading: 'あかいろうそくとにんぎょ', author: '小川 未明' },
  { title: '人魚の死', titleReading: 'にんぎょのし', bookTitle: '人魚の死', year: 1999 },
  { title: '道案内', titleReading: 'みちあんない', author: '佐藤 春夫' },
  { ...carol, title: '鏡の国', titleReading: 'かがみのくに' },
  { title: 'クリスマス・カロル', titleReading: 'クリスマス・カロル', author: 'ディケンズ チャールズ' },
  { title: 'クリスマス・イーヴ', titleReading: 'クリスマス・イーヴ', author: 'アーヴィング ワシントン' },
];
const volume = (number: number, subtitle: string): BookTold => ({
  ...{
    title: '大菩薩峠',
    titleReading: 'だいぼさつとうげ',
    author: '中里 介山',
    authorReading: 'なかざと かいざん',
  },
  ...{ volume: number, subtitle: `0${number} ${subtitle}`, year: 1990 + number },
});
/** Parts whose numbers are not those of the volumes, and of which the first are the translator's. */
const parts: BookTold[] = [
  { subtitle: '01 改訳のこと', author: '豊島 与志雄' },
  { subtitle: '02 第一巻　曙', author: 'ロラン ロマン' },
  { subtitle: '03 第二巻　朝', author: 'ロラン ロマン' },
  { subtitle: '04 第三巻　青年', author: 'ロラン ロマン' },
].map((part, place) => ({
  ...{ ...part, title: 'ジャン・クリストフ', titleReading: 'ジャン・クリストフ' },
  ...{ volume: place + 1, year: 1986 },
}));
const books: BookTold[] = [
  ...parts,
  { title: 'Jazz', titleReading: 'ジャズ' },
  { ...soseki, title: 'こころ', titleReading: 'こころ', year: 1914, bookTitle: 'こころ' },
  {
    ...soseki,
    title: '『こころ』広告文',
    titleReading: '『こころ』こうこくぶん',
    year: 1995,
    bookTitle: '漱石全集',
  },
  { ...soseki, title: '『心』予告', titleReading: '『こころ』よこく', year: 1995, bookTitle: '漱石全集' },
  { title: '心', titleReading: 'こころ', author: '漢那 浪笛', authorReading: 'かんな ろうてき' },
  { ...soseki, title: '坊っちゃん', titleReading: 'ぼっちゃん', year: 1906, bookTitle: '坊っちゃん・草枕' },
  {
    title: '夏目漱石',
    titleReading: 'なつめそうせき',
    author: '小宮 豊隆',
    authorReading: 'こみや とよたか',
    year: 2020,
  },
  { ...dazai, title: '人間失格', titleReading: 'にんげんしっかく', year: 1948, bookTitle: '人間失格' },
  { ...dazai, title: '走れメロス', titleReading: 'はしれメロス', year: 1940 },
  {
    ...kafka,
    title: '変身',
    titleReading: 'へんしん',
    translator: '原田 義人',
    translatorReading: 'はらだ よしと',
  },
  {
    ...{ title: '元素の話', titleReading: 'げんそのはなし', author: '清水 卯三郎' },
    ...{ authorReading: 'しみず うさぶろう', ndc: '431' },
  },
  {
    title: '登山の朝',
    titleReading: 'とざんのあさ',
    author: '辻村 伊助',
    authorReading: 'つじむら いすけ',
    ndc: '915',
  },
  {
    title: '岩と雪',
    titleReading: 'いわとゆき',
    author: '木暮 理太郎',
    authorReading: 'こぐれ りたろう',
    ndc: '786',
  },
  { title: '八ヶ岳登山記', titleReading: 'やつがたけとざんき', author: '亀井 勝一郎', ndc: '291' },
  {
    title: '手袋を買いに',
    titleReading: 'てぶくろをかいに',
    author: '新美 南吉',
    authorReading: 'にいみ なんきち',
  },
  { title: '手ぶくろ', titleReading: 'てぶくろ', author: '山村 暮鳥', authorReading: 'やまむら ぼちょう' },
  { title: '江戸の台所', titleReading: 'えどのだいどころ', ndc: '383' },
  { title: '近世の村', titleReading: 'きんせいのむら', ndc: '210' },
  { title: '探偵の話', titleReading: 'たんていのはなし', author: '江戸川 乱歩', ndc: '210' },
  { title: '徳川の世', titleReading: 'とくがわのよ', ndc: '210' },
  { title: '江戸から東京へ', titleReading: 'えどからとうきょうへ', year: 1900, ndc: '210' },
  { title: '古事記', titleReading: 'こじき', author: '太 安万侶', bookTitle: '古事記', ndc: '210' },
  { title: '後漢書倭伝', titleReading: 'ごかんじょわでん', author: '范 曄', authorReading: 'はん よう' },
  { title: '天地有情', titleReading: 'てんちうじょう', author: '土井 晩翠', authorReading: 'どい ばんすい' },
  { title: '裸婦', titleReading: 'らふ', author: '小熊 秀雄', authorReading: 'おぐま ひでお' },
  { title: '罪と罰', titleReading: 'つみとばつ', author: 'ドストエフスキー フョードル', ndc: '983.6' },
  { title: '外国の小説', titleReading: 'がいこくのしょうせつ', author: '石川 啄木', ndc: '901' },
  { title: '源氏物語', titleReading: 'げんじものがたり', author: '紫式部', authorReading: 'むらさきしきぶ' },
  { title: '画家の午後', titleReading: 'がかのごご', author: '富永 太郎' },
  {
    title: '画家の手紙',
    titleReading: 'がかのてがみ',
    author: '富永 太郎',
    bookTitle: '画家の手紙',
    year: 1925,
  },
  { title: '画家入門', titleReading: 'がかにゅうもん', author: '岸田 劉生', ndc: '720' },
  { title: '絵画の見方', titleReading: 'かいがのみかた', author: '木村 荘八', ndc: '720' },
  { title: '塚の話（上）', titleReading: 'つかのはなし（じょう）', author: '鳥居 竜蔵', ndc: '202' },
  { title: '塚の話（下）', titleReading: 'つかのはなし（げ）', author: '鳥居 竜蔵', ndc: '202' },
  { title: '月刊海の友 2026年10月号', titleReading: 'げっかんうみのとも', ndc: '450' },
  { title: '月刊海の友 2026年4月号', titleReading: 'げっかんうみのとも', ndc: '450' },
  { title: 'コーヒーの話', titleReading: 'コーヒーのはなし', author: '奥山 儀八郎', ndc: '619' },
  { title: 'あかつき', titleReading: 'あかつき', subtitle: '01 第一部上' },
  { title: 'あかつき', titleReading: 'あかつき', subtitle: '02 第一部下' },
  { title: 'あかつきかなた', titleReading: 'あかつきかなた', subtitle: '01 ふたり' },
  { title: 'あかつきかなた', titleReading: 'あかつきかなた', subtitle: '02 三人目' },
  { title: '三人', titleReading: 'さんにん' },
  { title: '亜米利加の思出', titleReading: 'あめりかのおもいで', author: '永井 荷風' },
  { title: '熊本城', titleReading: 'くまもとじょう', ndc: '219' },
  { title: '日本の歴史', titleReading: 'にほんのれきし', ndc: '201' },
  { title: '浮雲', titleReading: 'うきぐも', author: '二葉亭 四迷' },
  { title: '茶の本', titleReading: 'ちゃのほん', author: '岡倉 覚三', translator: '中谷 宇吉郎' },
  ...told,
  ...writtenOtherwise,
  volume(1, '甲源一刀流の巻'),
  volume(2, '鈴鹿山の巻'),
  volume(3, '壬生と島原の巻'),
];

beforeAll(async () => {
  await catalogue.insert(books);
  await catalogue.place([3, 6, 9]);
});

async function first(text: string): Promise<[title: string | undefined, as: string | undefined]> {
  const { records, understood } = await searchRecords(catalogue.searchPool, { text });
  const [record] = records;
  return [record === undefined ? undefined : `${record.title}${record.subtitle}`, understood?.as];
}

test.each<[string, string, string | undefined]>([
  ['こころ 夏目', 'こころ', undefined],
  ['夏目漱石', 'こころ', undefined],
  ['なつめそうせき', 'こころ', undefined],
  ['Soseki Natsume', 'こころ', undefined],
  ['soseki', 'こころ', undefined],
  ['kokoro', 'こころ', undefined],
  ['Franz Kafka', '変身', undefined],
  ['フランツ・カフカ', '変身', undefined],
  ['はらだよしと', '変身', undefined],
  ['大菩薩峠', '大菩薩峠01 甲源一刀流の巻', undefined],
  ['大菩薩峠 2', '大菩薩峠02 鈴鹿山の巻', undefined],
  ['大菩薩峠 第三巻', '大菩薩峠03 壬生と島原の巻', 'parts'],
  ['大菩薩の第3巻', '大菩薩峠03 壬生と島原の巻', 'parts'],
  ['菩薩峠の二番目', '大菩薩峠02 鈴鹿山の巻', 'parts'],
  ['ジャン・クリストフ', 'ジャン・クリストフ02 第一巻　曙', undefined],
  ['ジャン・クリストフ 第3巻', 'ジャン・クリストフ04 第三巻　青年', 'parts'],
  ['ジャンクリストフ第3巻', 'ジャン・クリストフ04 第三巻　青年', 'parts'],
  ['八ガ岳', '八ヶ岳登山記', undefined],
  ['坊ちゃん', '坊っちゃん', undefined],
  ['bocchan', '坊っちゃん', undefined],
  ['太宰治の人間失格', '人間失格', 'parts'],
  ['漱石こころ', 'こころ', 'parts'],
  ['太宰治『人間失格』はありますか', '人間失格', 'parts'],
  ['走れメロスを書いた人の本', '人間失格', 'parts'],
  ['走れメロスの作者は誰ですか', '走れメロス', 'parts'],
  ['走れメロスは誰が書いた本ですか', '走れメロス', 'parts'],
  ['すみません、昔教科書で読んだ走れメロスはこの図書館にありますか', '走れメロス', 'parts'],
  ['遊びとは何かを借りたいのですが', '遊びとは何か', 'parts'],
  ['遊びとは何ですか', '遊び', 'parts'],
  ['走れネロス', '走れメロス', 'corrected'],
  ['手ぶくろを買いに', '手袋を買いに', 'sound'],
  ['新美なんきち 手袋', '手袋を買いに', 'parts'],
  ['人間失挌', '人間失格', 'corrected'],
  ['陰影礼賛', '陰翳礼讃', 'sound'],
  ['谷崎潤一郎の陰影礼賛', '陰翳礼讃', 'sound'],
  ['編集室より', '編輯室より（一九一五年五月号）', 'sound'],
  ['編輯室より 1915年5月号', '編輯室より（一九一五年五月号）', 'parts'],
  ['断腸亭日乗 大正七年', '断腸亭日乗03 大正七戊午年', 'parts'],
  ['断腸亭日乗 大正7年', '断腸亭日乗03 大正七戊午年', 'parts'],
  ['クリスマス・キャロル', 'クリスマス・カロル', 'sound'],
  ['クリスマスキャロル ディケンズ', 'クリスマス・カロル', 'sound'],
  ['ディケンズのクリスマス・キャロル', 'クリスマス・カロル', 'sound'],
  ['ドクラ・マグラ', 'ドグラ・マグラ', 'corrected'],
  ['夏日漱石', 'こころ', 'corrected'],
  ['江戸時代', '江戸から東京へ', 'subject'],
  ['化学者', '元素の話', 'subject'],
  ['江戸時大', '江戸から東京へ', 'corrected'],
  ['江戸時代代', '江戸から東京へ', 'corrected'],
  ['えどじだいい', '江戸から東京へ', 'corrected'],
  ['江戸じだいの台所', '江戸の台所', 'fewerWords'],
  ['786', '岩と雪', 'class'],
  ['786 登山', '岩と雪', 'class'],
  ['登山786.1', '岩と雪', 'class'],
  ['寺田寅彦が地震や津波について書いた随筆', '地震雑感', 'fewerWords'],
  ['織田作之助が将棋のことを書いたもの', '聴雨', 'fewerWords'],
  ['椅子の中に人が隠れている小説', '人間椅子', 'fewerWords'],
  ['雪の結晶を人工的に作る研究について書いた随筆', '雪を作る話', 'fewerWords'],
  ['ろうそくを作る人魚の娘が売られる話', '赤い蝋燭と人魚', 'fewerWords'],
  ['民藝運動', '民芸とは何か', 'fewerWords'],
  ['関東大震災', '震災日記', 'subject'],
  ['関東大震災の体験', '震災日記', 'fewerWords'],
  ['アイヌの言葉と文化', 'アイヌの炉辺', 'subject'],
  ['足尾鉱毒事件', '鉱毒飛沫', 'subject'],
  ['種痘', '牛痘の研究', 'subject'],
  ['田中貢太郎訳 聊斎志異', '阿英', 'fewerWords'],
  ['ロシア文学の小説', '罪と罰', 'class'],
  ['ロシアの小説が読みたいのですが', '罪と罰', 'class'],
  ['786.1', '岩と雪', 'class'],
  ['なつめさうせき', 'こころ', 'sound'],
  ['F・M・ドストイェフスキイ', '罪と罰', 'sound'],
  ['Fyodor Dostoyevsky', '罪と罰', 'sound'],
  ['ドストイエフスキイの罪と罰', '罪と罰', 'sound'],
  ['紫の式部', '源氏物語', 'parts'],
  ['塚の話 下巻', '塚の話（下）', 'parts'],
  ['あかつき 第一部 下巻', 'あかつき02 第一部下', 'parts'],
  ['あかつきかなたの三人目', 'あかつきかなた02 三人目', 'parts'],
  ['海の友の4月号', '月刊海の友 2026年4月号', 'parts'],
  ['月刊海の友 四月号', '月刊海の友 2026年4月号', 'parts'],
  ['海の友っていう雑誌の今年の4月のを借りたいです', '月刊海の友 2026年4月号', 'parts'],
  ['大菩薩峠 2帖 鈴鹿山麓', '大菩薩峠02 鈴鹿山の巻', 'fewerWords'],
  ['アメリカの思い出', '亜米利加の思出', 'sound'],
  ['うきくも', '浮雲', 'corrected'],
  ['中谷宇吉郎', '雪を作る話', undefined],
  ['中谷宇吉郎 訳', '茶の本', undefined],
  ['中谷宇吉郎が訳した本', '茶の本', 'parts'],
  ['珈琲の話', 'コーヒーの話', 'sound'],
  ['山登り', '岩と雪', 'subject'],
  ['983 ロシア小説', '罪と罰', 'class'],
  ['寺田寅彦が津浪のことを書いた文章', '津浪と人間', 'parts'],
])('「%s」 is %s', async (text, title, as) => {
  expect(await first(text)).toEqual([title, as]);
});

test.each([
  ['心 夏目漱石', 'こころ 夏目漱石'],
  ['夏目漱石 心', '夏目漱石 こころ'],
  ['心 漱石', 'こころ 漱石'],
  ['夏目漱石の心', '夏目漱石 こころ'],
  ['夏目漱石の「心」はありますか', '夏目漱石 こころ'],
])('「%s」 finds what is called as that title is read, beside what has the words', async (text, words) => {
  const { records, understood } = await searchRecords(catalogue.searchPool, { text });
  expect(records.map(({ title }) => title)).toEqual(['こころ', '『心』予告']);
  expect(understood).toEqual({
    as: 'sound',
    words,
    read: [{ word: '心', reading: 'こころ' }],
  });
});

test('whose poems are asked for has those first, then all else', async () => {
  const titles = async (text: string) =>
    (await searchRecords(catalogue.searchPool, { text })).records.map(({ title }) => title);
  const poems = ['冬のスケッチ', '春と修羅', '注文の多い料理店'];
  expect(await titles('宮沢賢治の詩集')).toEqual(poems);
  expect(await titles('宮沢賢治の詩を読みたいのですが')).toEqual(poems);
  expect((await titles('宮沢賢治の童話'))[0]).toBe('注文の多い料理店');
});

test('words that are there are no misspelling of a title', async () => {
  const asOf = async (text: string) => (await searchRecords(catalogue.searchPool, { text })).understood?.as;
  expect([await asOf('熊本の歴史'), await asOf('日木の歴史')]).toEqual(['fewerWords', 'corrected']);
});

test('a word in kanji is read only where nothing is called as it is written, and nobody is', async () => {
  for (const text of ['心 漢那浪笛', '心', '手袋 南吉', '夏目漱石 坊っちゃん', '夏目漱石 三人'])
    expect([text, (await searchRecords(catalogue.searchPool, { text })).understood?.read]).toEqual([
      text,
      undefined,
    ]);
});

test('what is about something stands before what only has the word, and is found without it', async () => {
  const { records } = await searchRecords(catalogue.searchPool, { text: '登山' });
  expect(records.map(({ title }) => title).toSorted()).toEqual(['八ヶ岳登山記', '岩と雪', '登山の朝']);
});

test('of a class what has the term comes first, then what has another name of that part of it, then what is best known', async () => {
  const { records } = await searchRecords(catalogue.searchPool, { text: '江戸時代' });
  expect(records.map(({ title }) => title)).toEqual([
    '江戸から東京へ',
    '近世の村',
    '古事記',
    '徳川の世',
    '探偵の話',
  ]);
});

test('a little known story that has the word stands after what is about it, a known one before', async () => {
  const { records } = await searchRecords(catalogue.searchPool, { text: '画家' });
  expect(records.map(({ title }) => title)).toEqual(['画家入門', '画家の手紙', '絵画の見方', '画家の午後']);
});

test('whose whole name is typed has the works first, then what is about the person, then the rest of that subject', async () => {
  const { records } = await searchRecords(catalogue.searchPool, { text: '松尾芭蕉' });
  expect(records.map(({ title }) => title).slice(0, 3)).toEqual(['おくのほそ道', '芭蕉雑記', '俳諧大要']);
});

test('what asks for books of a subject that is also a title is no such title alone', async () => {
  const titles = (await searchRecords(catalogue.searchPool, { text: '俳句の本' })).records.map(
    ({ title }) => title,
  );
  expect(titles).toEqual(expect.arrayContaining(['俳句', '俳句の初歩', '俳句への道', '俳諧大要']));
  expect(titles[0]).toBe('俳句');
});

test("beside an author a subject widens to the author's books of its class, and to nobody else's", async () => {
  const titles = async (request: SearchRequest) =>
    (await searchRecords(catalogue.searchPool, request)).records.map(({ title }) => title);
  expect(await titles({ text: '正岡子規の俳句' })).toEqual(['俳句の初歩', '俳諧大要']);
  expect(await titles({ text: '俳句', author: '子規' })).toEqual(['俳句の初歩', '俳諧大要']);
});

test('who types is offered authors, titles and subjects, in kanji, kana and Latin letters', async () => {
  const offered = async (text: string) =>
    (await suggest(catalogue.searchPool, text)).map(({ kind, text }) => `${kind} ${text}`);
  expect(await offered('ここ')).toContain('title こころ');
  expect(await offered('夏目')).toEqual(['author 夏目 漱石', 'title 夏目漱石']);
  for (const text of ['なつめそ', 'natsume', 'ナツメ'])
    expect(await offered(text)).toContain('author 夏目 漱石');
  expect(await offered('江戸時')).toEqual(['subject 江戸時代', 'subject 江戸時代美術']);
  expect(await offered('えどじ')).toContain('subject 江戸時代');
  expect(await offered('kokor')).toContain('title こころ');
  for (const text of ['', 'あ', "'\\:*", 'zzqqx']) expect(await offered(text)).toEqual([]);
});

test('a word in katakana, or a piece of one, is no short surname or title that is only read so', async () => {
  for (const text of [
    'ラフカディオ・ハーン',
    'フランツ・ワーフェル',
    'ハルキナツメ',
    'ドイツ人が踊る',
    // The kana of アンナ stand in 道案内.
    'アンナ・ブラウン',
  ])
    expect(await searchRecords(catalogue.searchPool, { text })).toMatchObject({ total: 0 });
  // A title that writes the name so means it.
  expect(await first('カフカの変身はありますか')).toEqual(['変身', 'parts']);
});

test('foreign names are compared where what else was typed is in some record', async () => {
  const asked = jest.spyOn(catalogue.searchPool, 'rowOfWordIndexes');
  const comparesNames = async (text: string) => {
    asked.mockClear();
    await searchRecords(catalogue.searchPool, { text });
    return asked.mock.calls.some(([{ sql }]) => sql.includes('author_latin'));
  };
  expect(await comparesNames('ドストイエフスキイの罪と罰')).toBe(true);
  expect(await comparesNames('ドストイエフスキイの罪と〆')).toBe(false);
});

test('what is found in a field by its sound says the words of that field', async () => {
  const titled = { title: 'クリスマス・カロール', author: 'ディケインズ' };
  const asked: [SearchRequest, words: string][] = [
    [{ text: '', author: 'ディケインズ' }, 'ディケインズ'],
    [titled, 'クリスマス・カロール ディケインズ'],
  ];
  for (const [request, words] of asked)
    expect(await searchRecords(catalogue.searchPool, request)).toMatchObject({
      records: [{ title: 'クリスマス・カロル' }],
      understood: { as: 'sound', words },
    });
});

test('filters that leave nothing are no reason to understand the words otherwise', async () => {
  const none = await searchRecords(catalogue.searchPool, { text: 'こころ', kind: 'magazineIssue' });
  expect([none.total, none.understood]).toEqual([0, undefined]);
  const typo = await searchRecords(catalogue.searchPool, { text: '走れネロス', kind: 'book' });
  expect(typo.records.map(({ title }) => title)).toEqual(['走れメロス']);
});

test.each([
  'zzqqx',
  // Two letters of this stand in Jazz.
  'zzzz',
])('what nothing is like finds nothing: %s', async (text) => {
  expect(await searchRecords(catalogue.searchPool, { text })).toMatchObject({ total: 0, records: [] });
});
