import type { Random } from './random.ts';
import type { Surname } from './surnames.ts';

export interface GivenName {
  readonly written: string;
  readonly kana: string;
}

/** 名 by sex and the year until which children got them; the last has no end. */
const tables: Readonly<Record<'1' | '2', readonly (readonly [number, string])[]>> = {
  '1': [
    [
      1945,
      '清 キヨシ|茂 シゲル|勇 イサム|正雄 マサオ|三郎 サブロウ|義男 ヨシオ|実 ミノル|弘 ヒロシ|昭 アキラ|勝 マサル|進 ススム|武夫 タケオ|喜一 キイチ|留吉 トメキチ|與四郎 ヨシロウ',
    ],
    [
      1965,
      '隆 タカシ|誠 マコト|博 ヒロシ|浩 ヒロシ|修 オサム|豊 ユタカ|和夫 カズオ|幸雄 ユキオ|健一 ケンイチ|哲也 テツヤ|秀樹 ヒデキ|洋一 ヨウイチ|稔 ミノル|敏夫 トシオ|克己 カツミ',
    ],
    [
      1985,
      '大輔 ダイスケ|健太郎 ケンタロウ|直樹 ナオキ|剛 ツヨシ|学 マナブ|智之 トモユキ|雄一 ユウイチ|亮 リョウ|崇 タカシ|一郎 イチロウ|慎也 シンヤ|裕二 ユウジ|淳 ジュン|淳 アツシ|圭介 ケイスケ',
    ],
    [
      2005,
      '翔太 ショウタ|拓也 タクヤ|健太 ケンタ|大樹 ダイキ|翼 ツバサ|海斗 カイト|陸 リク|蓮 レン|悠斗 ユウト|颯太 ソウタ|駿 シュン|隼人 ハヤト|竜也 リュウヤ|凌 リョウ|匠 タクミ',
    ],
    [
      9999,
      '蒼 アオイ|蓮 レン|湊 ミナト|樹 イツキ|大翔 ヒロト|大翔 ハルト|陽翔 ハルト|悠真 ユウマ|朝陽 アサヒ|律 リツ|碧 アオ|暖 ダン|颯真 ソウマ|一颯 イブキ|凪 ナギ',
    ],
  ],
  '2': [
    [
      1945,
      'トメ トメ|キク キク|ハル ハル|ヨシ ヨシ|フミ フミ|千代 チヨ|静江 シズエ|文子 フミコ|八重子 ヤエコ|和子 カズコ|幸子 サチコ|シヅ子 シズコ|キクヱ キクエ|節子 セツコ|ミサヲ ミサオ',
    ],
    [
      1965,
      '洋子 ヨウコ|恵子 ケイコ|京子 キョウコ|幸子 ユキコ|裕子 ユウコ|裕子 ヒロコ|由美子 ユミコ|明美 アケミ|真由美 マユミ|久美子 クミコ|智子 トモコ|悦子 エツコ|純子 ジュンコ|順子 ジュンコ|順子 ヨリコ',
    ],
    [
      1985,
      '陽子 ヨウコ|美香 ミカ|香織 カオリ|恵 メグミ|愛 アイ|麻衣 マイ|絵里 エリ|友美 トモミ|友美 ユミ|久美 クミ|智美 トモミ|さやか サヤカ|真理 マリ|紀子 ノリコ|直美 ナオミ',
    ],
    [
      2005,
      '美咲 ミサキ|葵 アオイ|彩 アヤ|七海 ナナミ|遥 ハルカ|遥 ハルカ|さくら サクラ|萌 モエ|優花 ユウカ|優花 ユカ|菜月 ナツキ|舞 マイ|凜 リン|凛 リン|千夏 チナツ',
    ],
    [
      9999,
      '陽葵 ヒマリ|陽葵 ヒナタ|凛 リン|結菜 ユイナ|結菜 ユナ|芽依 メイ|紬 ツムギ|莉子 リコ|咲良 サクラ|結愛 ユア|心春 コハル|澪 ミオ|詩 ウタ|琴音 コトネ|ひなた ヒナタ',
    ],
  ],
};

const parsed = {
  '1': tables['1'].map(([until, names]) => [until, parse(names)] as const),
  '2': tables['2'].map(([until, names]) => [until, parse(names)] as const),
};

function parse(names: string): readonly GivenName[] {
  return names.split('|').map((entry) => {
    const [written = '', kana = ''] = entry.split(' ');
    return { written, kana };
  });
}

export function givenNameFor(random: Random, sex: '1' | '2', birthYear: number): GivenName {
  const [, names = []] = parsed[sex].find(([until]) => birthYear <= until) ?? [];
  return random.pick(names);
}

/** 外国人住民: as their residence records show them, in Latin letters or kanji, with a reading in katakana. */
export interface ForeignFamily {
  readonly family: Surname;
  readonly given: Readonly<Record<'1' | '2', readonly GivenName[]>>;
}

const foreignNames = (text: string): readonly GivenName[] =>
  text.split('|').map((entry) => {
    const [written = '', kana = ''] = entry.split('/');
    return { written, kana };
  });

const foreign = (family: string, men: string, women: string): ForeignFamily => {
  const [written = '', kana = ''] = family.split(' ');
  return { family: { written, kana }, given: { '1': foreignNames(men), '2': foreignNames(women) } };
};

export const foreignFamilies: readonly ForeignFamily[] = [
  foreign(
    'NGUYEN グエン',
    'VAN ANH/ヴァン　アイン|MINH DUC/ミン　ドゥック',
    'THI LAN/ティ　ラン|THU HA/トゥ　ハー',
  ),
  foreign('TRAN チャン', 'QUOC HUNG/クオック　フン', 'THI MAI/ティ　マイ|NGOC LINH/ゴック　リン'),
  foreign('SHRESTHA シュレスタ', 'BIKASH/ビカス|SURESH/スレス', 'SITA/シタ|ANITA/アニタ'),
  foreign('SANTOS サントス', 'JOSE MARIA/ジョゼ　マリア|PEDRO/ペドロ', 'MARIA CLARA/マリア　クララ|ANA/アナ'),
  foreign('REYES レイエス', 'JUAN/フアン|MIGUEL/ミゲル', 'ANGELICA/アンジェリカ|ROSE ANN/ローズ　アン'),
  foreign(
    'SMITH スミス',
    "JOHN O'BRIEN/ジョン　オブライエン|DAVID/デイヴィッド",
    'EMILY/エミリー|SARAH JANE/サラ　ジェーン',
  ),
  foreign('金 キム', '秀賢/スヒョン|哲洙/チョルス', '美英/ミヨン|恩珠/ウンジュ'),
  foreign('王 オウ', '偉/イ|建國/ケンコク', '芳/ホウ|麗/レイ'),
  foreign('李 リ', '明/メイ|志強/シキョウ', '娜/ナ|静/セイ'),
];
