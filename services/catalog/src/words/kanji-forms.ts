/**
 * Old and new forms of kanji (旧字体 → 新字体) and the variants that names are written with (髙 → 高), as pairs: a title
 * printed 國語 is found by 国語, and the reverse. What Unicode itself folds (NFKC, the compatibility ideographs) is not in
 * the list. Where one new form took the place of several old ones (弁 of 辨 瓣 辯), all are led to it; a search finds a
 * little more then. A change here is a new NORM_VERSION.
 */
const pairs = [
  '亞亜 惡悪 壓圧 圍囲 醫医 爲為 壹壱 稻稲 飮飲 隱隠 營営 榮栄 衞衛 驛駅 悅悦 閱閲 圓円 緣縁 艷艶 鹽塩',
  '奧奥 應応 橫横 歐欧 毆殴 黃黄 溫温 穩穏 假仮 價価 畫画 會会 壞壊 懷懐 繪絵 槪概 擴拡 殼殻 覺覚 學学',
  '嶽岳 樂楽 勸勧 卷巻 寬寛 歡歓 罐缶 觀観 關関 陷陥 巖巌 顏顔 歸帰 氣気 龜亀 僞偽 戲戯 犧犠 卻却 擧挙',
  '虛虚 峽峡 挾挟 敎教 狹狭 鄕郷 堯尭 曉暁 區区 驅駆 勳勲 薰薫 惠恵 揭掲 攜携 溪渓 經経 繼継 莖茎 螢蛍',
  '輕軽 鷄鶏 藝芸 擊撃 缺欠 儉倹 劍剣 圈圏 檢検 權権 獻献 縣県 險険 顯顕 驗験 嚴厳 效効 廣広 恆恒 鑛鉱',
  '號号 國国 黑黒 濟済 碎砕 齋斎 劑剤 櫻桜 册冊 雜雑 產産 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 絲糸 齒歯 兒児',
  '辭辞 濕湿 實実 舍舎 寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 敍叙 奬奨 將将 牀床 涉渉 燒焼',
  '稱称 證証 乘乗 剩剰 壤壌 孃嬢 條条 淨浄 疊畳 穰穣 讓譲 釀醸 囑嘱 觸触 寢寝 愼慎 晉晋 眞真 盡尽 圖図',
  '粹粋 醉酔 隨随 髓髄 數数 樞枢 瀨瀬 淸清 靑青 聲声 靜静 齊斎 斉斎 攝摂 竊窃 專専 戰戦 淺浅 潛潜 纖繊 踐践',
  '錢銭 禪禅 曾曽 雙双 壯壮 搜捜 插挿 爭争 窗窓 總総 聰聡 莊荘 裝装 騷騒 增増 臟臓 藏蔵 屬属 續続 墮堕',
  '體体 對対 帶帯 滯滞 臺台 瀧滝 擇択 澤沢 單単 擔担 膽胆 團団 彈弾 斷断 癡痴 遲遅 晝昼 蟲虫 鑄鋳 廳庁',
  '聽聴 敕勅 鎭鎮 遞逓 鐵鉄 轉転 點点 傳伝 黨党 盜盗 燈灯 當当 鬪闘 德徳 獨独 讀読 屆届 繩縄 貳弐 惱悩',
  '腦脳 霸覇 廢廃 拜拝 賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘 濱浜 甁瓶 佛仏 拂払 竝並 變変 邊辺 辨弁 瓣弁',
  '辯弁 舖舗 穗穂 寶宝 豐豊 沒没 飜翻 槇槙 萬万 滿満 默黙 彌弥 藥薬 譯訳 豫予 餘余 與与 譽誉 搖揺 樣様',
  '謠謡 遙遥 瑤瑶 來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟 綠緑 壘塁 淚涙 勵励 禮礼 隸隷 靈霊 齡齢 曆暦 歷歴',
  '戀恋 鍊錬 爐炉 勞労 樓楼 祿禄 錄録 灣湾 彥彦 嶋島 嶌島 冨富 邉辺 舊旧 步歩 每毎 渴渇 旣既 卽即 硏研',
  '內内 姬姫 靱靭 倂併 屛屏 戾戻 稅税 說説 脫脱 銳鋭 姸妍 尙尚 吳呉 娛娯 晚晩 鷗鴎 瀆涜 禱祷 蠟蝋 賤賎',
  '摑掴 頰頬 麴麹 簞箪 繡繍 蔣蒋 醬醤 驒騨 瘦痩 籠篭 萊莱 蠣蛎 壺壷 侠俠 儘侭 噓嘘 掻搔 濤涛 灌潅 鹼鹸',
  '囊嚢 攢攅 檜桧 頸頚 礦鉱 渕淵 渊淵 凉涼 况況 决決 减減 凜凛 峯峰 盃杯 聯連 廻回 駈駆 慾欲 劔剣 劒剣',
  '讚讃 埜野 凾函 濵浜 髙高 﨑崎 栁柳 𠮷吉 兔兎 蘆芦 藪薮 舩船 壻婿 麵麺 餠餅 舘館 貓猫 雞鶏 畧略 羣群',
  '穐秋 鑒鑑 眾衆 烟煙 蠅蝿 桒桑 曻昇 礒磯 逹達 竈竃 嵜崎 邨村 穎頴 徧遍 焰焔 恠怪 欝鬱 咏詠 囘回',
  '郞郎 菴庵 葊庵 禰祢 豬猪 强強 鄰隣 薗園 桺柳 栢柏 緖緒 巢巣 絕絶 閒間 煕熙 凞熙 吞呑 畵画 舉挙 鴈雁 邇迩',
  '鬭闘 躰体 軀躯 鼡鼠 戶戸 槗橋 甞嘗 鶯鴬 塡填 顚顛 剝剥 屢屡 繫繋 蟬蝉 諫諌 醱醗 鈎鉤 籔薮',
]
  .join(' ')
  .split(' ');

export const newForms: ReadonlyMap<string, string> = new Map(
  pairs.map((pair): [string, string] => {
    const [old, current, ...rest] = [...pair];
    if (old === undefined || current === undefined || rest.length > 0) {
      throw new Error(`Not a pair of kanji: ${pair}`);
    }
    return [old, current];
  }),
);
