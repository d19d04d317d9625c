-- A person is found by the beginning of each part of the name and of its reading (src/names.ts): 見本 花子 by 花子 and by はな.
CREATE INDEX "patron_parts_of_names" ON "patron" USING gin (array_to_tsvector(array_remove(string_to_array(
  left(translate(normalize("name" || ' ' || coalesce("name_reading", ''), NFKC), '髙𠮷﨑嵜碕濵濱齋齊斉邉邊嶋嶌冨廣國澤櫻眞瀨德惠榮圓關黑龍曾會縣栁桺槇籔藪舘條靜淸渕渊彥增內賴敎瀧萬與壽兒實禮豐藏莊將應學凛舩桒曻穗槗埜柗枩緖郞寬溫步戶吳檜礒峯鄕尙滿亞㐂恆彌戀祿綠薰勳晉', '高吉崎崎崎浜浜斎斎斎辺辺島島富広国沢桜真瀬徳恵栄円関黒竜曽会県柳柳槙薮薮館条静清淵淵彦増内頼教滝万与寿児実礼豊蔵荘将応学凜船桑昇穂橋野松松緒郎寛温歩戸呉桧磯峰郷尚満亜喜恒弥恋禄緑薫勲晋'), 400), ' '), '')));
