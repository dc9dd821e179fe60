import { codePoints } from './characters.ts';

/**
 * Kanji that a search takes for each other, as groups: the first is what the others are folded to.
 *
 * These are search equivalents, not corrections: 斉 斎 齊 齋 are different characters and stay as they are in every stored name.
 * A caller who says 「サイトウ」 can't say which one, and the person at the counter types the one that the keyboard offers.
 *
 * Compatibility kanji (神 U+FA19, 都 U+FA26 …) are not here: NFKC folds them. Selected shapes (葛󠄀, 辻󠄁) are not here: their
 * selectors are dropped.
 */

/** 常用漢字表 (平成22年内閣告示第2号): the forms in brackets, いわゆる康熙字典体, and the same pairs as other systems write them. */
const joyo = `
  亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 欧歐 殴毆 桜櫻 奥奧 横橫 温溫 穏穩
  仮假 価價 画畫 会會 絵繪 壊壞 懐懷 概槪 拡擴 殻殼 覚覺 学學 岳嶽 楽樂 渇渴 巻卷 陥陷 勧勸 寛寬 関關 歓歡 観觀
  気氣 既旣 帰歸 亀龜 偽僞 戯戲 犠犧 旧舊 拠據 挙擧舉 虚虛 峡峽 挟挾 狭狹 郷鄕鄉 暁曉 区區 駆驅 勲勳 薫薰 径徑 茎莖
  恵惠 掲揭 渓溪谿 経經 蛍螢 軽輕 継繼 鶏鷄雞 芸藝 撃擊 欠缺 研硏 県縣 倹儉 剣劍劒剱劔 険險 圏圈 検檢 献獻 権權 顕顯
  験驗 厳嚴 広廣 効效 恒恆 黄黃 鉱鑛礦 号號 国國圀 黒黑 砕碎 済濟 剤劑 冊册 雑雜 参參 桟棧 蚕蠶 惨慘 賛贊 残殘 糸絲
  歯齒 児兒 辞辭 湿濕 実實 舎舍 写寫 釈釋 寿壽 収收 従從 渋澁澀 獣獸 縦縱 粛肅 処處 緒緖 叙敍敘 将將 称稱 渉涉 焼燒
  証證 奨奬獎 条條 状狀 乗乘 浄淨 剰剩 畳疊 縄繩 壌壤 嬢孃 譲讓 醸釀 触觸 嘱囑 真眞 寝寢 慎愼 尽盡 図圖 粋粹 酔醉
  穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲 静靜 摂攝 窃竊 専專 浅淺 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 双雙 壮壯 争爭 荘莊
  捜搜 挿插 巣巢 曽曾 痩瘦 装裝 総總 騒騷 増增 蔵藏 臓臟 即卽 属屬 続續 堕墮 対對 体體 帯帶 滞滯 台臺 滝瀧 択擇 沢澤
  担擔 単單 胆膽 団團 断斷 弾彈 遅遲 痴癡 虫蟲 昼晝 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 逓遞 鉄鐵鐡銕 点點 転轉 伝傳 灯燈
  当當 党黨 盗盜 稲稻 闘鬪 徳德 独獨 読讀 届屆 弐貳 悩惱 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮 抜拔 晩晚 蛮蠻 秘祕
  瓶甁 払拂 仏佛 併倂 並竝 餅餠 変變 弁辨瓣辯 歩步 宝寶寳 豊豐 褒襃 翻飜 毎每 万萬 満滿 麺麵 黙默 弥彌 訳譯 薬藥
  与與 予豫 余餘 誉譽 揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠 涙淚 塁壘 礼禮 励勵 戻戾 霊靈 齢齡 暦曆
  歴歷 恋戀 錬鍊 炉爐 労勞 郎郞 楼樓 録錄 湾灣
`;

/** Pairs that Unicode keeps apart though Japanese print made one of them: JIS X 0208 on the left. */
const sameInPrint = `
  鋭銳 悦悅 閲閱 税稅 脱脫 説說 強强 教敎 彦彥 戸戶 呉吳 娯娛 清淸 青靑 産產 歳歲 絶絕 尚尙 内內 姫姬 顔顏 没沒 告吿
  剥剝 填塡 頬頰 叱𠮟 鴎鷗 鴬鶯 侠俠 倶俱 唖啞 噛嚙 掴摑 繋繫 繍繡 麹麴 焔焰 騨驒 箪簞 顛顚 莱萊 蒋蔣 蝉蟬 蝋蠟 醤醬
  祷禱 祢禰 涛濤 潅灌 諌諫 籠篭 舗舖 虎乕 毀毁 頚頸 賎賤 靭靱 芦蘆 藪薮籔 桝枡
`;

/** 人名用漢字 (戸籍法施行規則 別表第二) that stand in pairs, and their fellows in family registers. */
const givenNames = `
  凛凜 亘亙 巌巖 晃晄 萌萠 尭堯 槙槇 桧檜 遥遙 瑶瑤 聡聰 穣穰 禄祿 皐皋 煕熙熈凞 昂昻 穎頴 讃讚 迩邇 喜㐂 昇曻 涼凉
  沖冲 宜冝 肇肈 裏裡 珍珎 群羣 峰峯 野埜 村邨 雁鴈 兎兔 菟莵 淵渕渊 船舩 猫貓
`;

/** Family names: what counters know by heart (髙橋, 﨑山, 𠮷田, 渡邉, 齋藤, 濵田), with the shapes that registers print. */
const familyNames = `
  高髙 崎﨑嵜碕㟢 吉𠮷 辺邊邉 斉齊斎齋亝 浜濱濵 島嶋嶌 富冨 館舘 土圡𡈽 橋槗𣘺 原𠩤 柳栁桺 桑桒 釜釡 松枩柗 杉杦
  柏栢 栃杤 梅楳 園薗 鶴靏靍 秋穐龝 隣鄰 角⻆ 欅﨔 磯礒 間閒
`;

/** Every group, the standard form first. */
export const nameVariantGroups: readonly (readonly string[])[] = [joyo, sameInPrint, givenNames, familyNames]
  .flatMap((table) => table.trim().split(/\s+/u))
  .map(codePoints);

const folding: ReadonlyMap<string, string> = new Map(
  nameVariantGroups.flatMap(([standard = '', ...variants]) =>
    variants.map((variant): [string, string] => [variant, standard]),
  ),
);

/** Every kanji as the first of its group. */
export function foldNameVariants(text: string): string {
  let folded = '';
  for (const character of text) folded += folding.get(character) ?? character;
  return folded;
}
