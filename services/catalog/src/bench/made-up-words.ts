type WithReading = readonly [word: string, reading: string];

/** Places that titles name, the most frequent first: a library of Kumamoto has many books on Kumamoto. */
export const places: readonly WithReading[] = pairs(
  '熊本 くまもと、日本 にほん、阿蘇 あそ、東京 とうきょう、九州 きゅうしゅう、京都 きょうと、天草 あまくさ、江戸 えど、中国 ちゅうごく、' +
    '八代 やつしろ、肥後 ひご、福岡 ふくおか、大阪 おおさか、人吉 ひとよし、長崎 ながさき、沖縄 おきなわ、水俣 みなまた、鹿児島 かごしま、' +
    '山鹿 やまが、北海道 ほっかいどう、宇土 うと、奈良 なら、玉名 たまな、フランス ふらんす、菊池 きくち、イギリス いぎりす、荒尾 あらお、' +
    'アメリカ あめりか、宮崎 みやざき、大分 おおいた',
);

/** What a title on a subject may end with. */
export const suffixes: readonly WithReading[] = [
  ['', ''],
  ...pairs(
    '入門 にゅうもん、の歴史 のれきし、概論 がいろん、の基礎知識 のきそちしき、辞典 じてん、ハンドブック はんどぶっく、の世界 のせかい、' +
      'を学ぶ人のために をまなぶひとのために、研究 けんきゅう、の現在 のげんざい、講義 こうぎ、の話 のはなし、全集 ぜんしゅう、資料集 しりょうしゅう、' +
      'の方法 のほうほう、紀行 きこう、史 し、論 ろん、の旅 のたび',
  ),
];

/** Titles of magazines with reading and class, all made up. */
export const examplesOfMagazines: readonly (readonly [title: string, reading: string, ndc: string])[] = [
  ['週刊ひのくにタイムズ', 'しゅうかんひのくにたいむず', '051'],
  ['週刊くらしの手ざわり', 'しゅうかんくらしのてざわり', '590'],
  ['週刊あおば経済', 'しゅうかんあおばけいざい', '330'],
  ['週刊スポーツ広場', 'しゅうかんすぽーつひろば', '780'],
  ['週刊こども科学便', 'しゅうかんこどもかがくびん', '405'],
  ['隔週刊まちの写真', 'かくしゅうかんまちのしゃしん', '740'],
  ['隔週刊きょうの台所', 'かくしゅうかんきょうのだいどころ', '596'],
  ['月刊みなみの園芸', 'げっかんみなみのえんげい', '620'],
  ['月刊やさしい法律', 'げっかんやさしいほうりつ', '320'],
  ['月刊絵本の森', 'げっかんえほんのもり', '909'],
  ['月刊山と渓流', 'げっかんやまとけいりゅう', '786'],
  ['月刊星空案内', 'げっかんほしぞらあんない', '440'],
  ['季刊郷土史', 'きかんきょうどし', '219'],
  ['季刊俳句と短歌', 'きかんはいくとたんか', '911'],
];

function pairs(list: string): WithReading[] {
  return list.split('、').map((pair): WithReading => {
    const [word = '', reading = ''] = pair.split(' ');
    return [word, reading];
  });
}
