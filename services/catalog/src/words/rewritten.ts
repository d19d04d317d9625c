import { normalise } from './normalise.ts';

/**
 * Words as they were written before 1956, and as they are since, after the list of kanji that were to be replaced by
 * others of the same sound (同音の漢字による書きかえ) of the Council on the National Language; none that a form of the kanji
 * (kanji-forms.ts) says.
 */
const pairs = [
  // These come before 編輯: 短編集 is of 短編.
  '短篇短編 長篇長編 愛慾愛欲 安佚安逸 暗翳暗影 暗誦暗唱 按分案分 闇夜暗夜 意嚮意向 慰藉慰謝 衣裳衣装 遺蹟遺跡 陰翳陰影 叡智英知 穎才英才 苑地園地 臆説憶説 臆測憶測 恩誼恩義',
  '廻廊回廊 恢復回復 誡告戒告 潰滅壊滅 潰乱壊乱 火焔火炎 劃期画期 区劃区画 計劃計画 企劃企画 挌闘格闘 活潑活発 旱害干害 間歇間欠 管絃管弦 肝腎肝心 乾溜乾留',
  '稀薄希薄 稀少希少 稀代希代 古稀古希 畸形奇形 畸型奇型 気魄気迫 兇器凶器 兇行凶行 兇悪凶悪 元兇元凶 教誨教戒 技倆技量 吃水喫水 漁撈漁労 馭者御者 訣別決別 決潰決壊',
  '月蝕月食 日蝕日食 蹶起決起 険岨険阻 眩惑幻惑 絃歌弦歌 交叉交差 昂奮興奮 亢奮興奮 弘報広報 昂騰高騰 曠野広野 香奠香典 宏壮広壮 宏大広大 広汎広範 涸渇枯渇 骨骼骨格',
  '雇傭雇用 混淆混交 昏迷混迷 根柢根底 坐視座視 坐礁座礁 坐像座像 坐席座席 醋酸酢酸 讃美賛美 讃歌賛歌 讃辞賛辞 讃嘆賛嘆 礼讃礼賛 称讃称賛 賞讃賞賛 自讃自賛 撒水散水 撒布散布',
  '刺戟刺激 屍体死体 質樸質朴 射倖射幸 車輛車両 車輌車両 蒐集収集 編輯編集 特輯特集 終熄終息 聚落集落 駿才俊才 書翰書簡 抒情叙情 試煉試練 浸蝕浸食 侵蝕侵食 腐蝕腐食',
  '伸暢伸長 滲透浸透 蕃殖繁殖 訊問尋問 尖端先端 尖鋭先鋭 洗滌洗浄 煽動扇動 煽情扇情 銓衡選考 全潰全壊 倒潰倒壊 沮止阻止 沮喪阻喪 疏水疎水 疏通疎通 疏開疎開 綜合総合',
  '装釘装丁 装幀装丁 叢書双書 褪色退色 頽勢退勢 頽廃退廃 颱風台風 歎願嘆願 歎息嘆息 詠歎詠嘆 感歎感嘆 悲歎悲嘆 煖房暖房 煖炉暖炉 智恵知恵 智慧知恵 智識知識',
  '智能知能 智力知力 機智機知 註釈注釈 註解注解 註文注文 沈澱沈殿 牴触抵触 觝触抵触 碇泊停泊 鄭重丁重 手帖手帳 顛倒転倒 顛覆転覆 蹈襲踏襲 杜絶途絶 悖徳背徳 曝露暴露',
  '破毀破棄 醱酵発酵 薄倖薄幸 叛旗反旗 叛逆反逆 叛乱反乱 謀叛謀反 離叛離反 反撥反発 蕃族蛮族 蕃人蛮人 蜚語飛語 筆蹟筆跡 史蹟史跡 古蹟古跡 奇蹟奇跡 行蹟行跡 諷刺風刺',
  '符牒符丁 腐爛腐乱 辺疆辺境 輔佐補佐 輔導補導 妨碍妨害 障碍障害 抛棄放棄 抛物放物 防禦防御 繃帯包帯 厖大膨大 庖丁包丁 磨滅摩滅 摸索模索 摸倣模倣 盲動妄動 野鄙野卑',
  '熔岩溶岩 熔接溶接 鎔鉱溶鉱 掠奪略奪 諒解了解 諒承了承 理窟理屈 輪廓輪郭 彎曲湾曲 落磐落盤 雑沓雑踏 屍骸死骸',
]
  .join(' ')
  .split(' ')
  .map((pair): [old: string, current: string] => {
    const half = pair.length / 2;
    return [normalise(pair.slice(0, half)), normalise(pair.slice(half))];
  });

/** The old spellings of each word of today, mostly one: 智恵 and 智慧 were both. */
const oldOf = new Map<string, string[]>();
for (const [old, current] of pairs) oldOf.set(current, [...(oldOf.get(current) ?? []), old]);

/** A normalised text with rewritten words as they are written today, then as they were: 陰影礼賛, 陰翳礼讃. Else none. */
export function rewritten(text: string): string[] {
  const today = pairs.reduce((one, [old, current]) => one.replaceAll(old, current), text);
  const before = [0, 1].map((nth) =>
    [...oldOf].reduce(
      (one, [current, ways]) => one.replaceAll(current, ways[nth] ?? ways[0] ?? current),
      today,
    ),
  );
  return [...new Set([today, ...before])].filter((way) => way !== text);
}
