import { normalise } from './normalise.ts';

/** Loanwords and names of places in kanji (当て字), and in today's katakana; none that readers know in kanji (襖, 背広). */
const pairs = [
  '珈琲コーヒー 麦酒ビール 煙草タバコ 莨タバコ 硝子ガラス 瓦斯ガス 洋灯ランプ 釦ボタン 頁ページ 倶楽部クラブ 浪漫ロマン 基督キリスト',
  '燐寸マッチ 麺麭パン 襯衣シャツ 洋袴ズボン 天鵞絨ビロード 羅紗ラシャ 護謨ゴム 混凝土コンクリート 隧道トンネル 手巾ハンカチ 卓子テーブル',
  '洋琴ピアノ 提琴バイオリン 喇叭ラッパ 手風琴アコーディオン 虎列剌コレラ 虎列拉コレラ 窒扶斯チフス 曹達ソーダ 沃度ヨード 加特力カトリック',
  '甘藍キャベツ 馬鈴薯ジャガイモ 洋杯コップ 歌留多カルタ 更紗サラサ 如雨露ジョウロ 天麩羅テンプラ 型録カタログ',
  '亜米利加アメリカ 英吉利イギリス 仏蘭西フランス 独逸ドイツ 独乙ドイツ 露西亜ロシア 伊太利イタリア 伊太利亜イタリア 西班牙スペイン',
  '葡萄牙ポルトガル 和蘭オランダ 阿蘭陀オランダ 白耳義ベルギー 瑞西スイス 瑞典スウェーデン 諾威ノルウェー 丁抹デンマーク 墺太利オーストリア',
  '波蘭ポーランド 希臘ギリシャ 土耳古トルコ 埃及エジプト 波斯ペルシャ 印度インド 布哇ハワイ 比律賓フィリピン 西比利亜シベリア 西伯利亜シベリア',
  '墨西哥メキシコ 加奈陀カナダ 伯剌西爾ブラジル 亜細亜アジア 欧羅巴ヨーロッパ 阿弗利加アフリカ',
  '巴里パリ 倫敦ロンドン 伯林ベルリン 羅馬ローマ 維納ウィーン 紐育ニューヨーク 桑港サンフランシスコ 聖林ハリウッド 莫斯科モスクワ',
]
  .join(' ')
  .split(' ')
  .map((pair): { kanji: string; kana: string } => {
    const [, kanji = '', kana = ''] = /^(\p{Script=Han}+)([\p{Script=Katakana}ー]+)$/u.exec(pair) ?? [];
    return { kanji: normalise(kanji), kana: normalise(kana) };
  });

/** The other spellings of the loanwords in a normalised text: ランプ for 洋灯, and the reverse. */
export function otherLoanwords(text: string, katakana: readonly string[]): { from: string; to: string }[] {
  return pairs.flatMap(({ kanji, kana }) => {
    if (text.includes(kanji)) return [{ from: kanji, to: kana }];
    // Kana stand in other words, too: ぱり in さっぱり.
    return katakana.includes(kana) && text.includes(kana) ? [{ from: kana, to: kanji }] : [];
  });
}
