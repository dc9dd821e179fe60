import { IsoDate } from '../identifiers.ts';

export type MakerId = 'pfizer' | 'moderna' | 'astrazeneca' | 'novavax' | 'janssen' | 'daiichi-sankyo';

/** From that day on, people of at least so many months of age. The last one that has begun counts. */
export interface LeastAge {
  readonly from: IsoDate;
  readonly months: number;
}

interface InUse {
  /** What stands in a record: 20 characters at most. */
  readonly name: string;
  /** Other ways to write it. Width, case, blanks and signs need no alias. */
  readonly aliases: readonly string[];
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly leastAges: readonly LeastAge[];
}

export interface Maker extends InUse {
  readonly id: MakerId;
}

export interface Product extends InUse {
  readonly maker: MakerId;
  /** For children's products: the age in months from which it is the wrong one. */
  readonly belowMonths?: number;
}

const years = (count: number): number => count * 12;
const day = (text: string): IsoDate => IsoDate.parse(text);
const START = day('2021-02-17');
const END = day('2024-03-31');
const since = (from: string, months: number): LeastAge => ({ from: day(from), months });

/**
 * ワクチンメーカー as VRS preset them: ファイザー, アストラゼネカ, 武田/モデルナ (政府CIOポータル「接種記録データの確認方法」). Later names were never
 * published; they follow the certificate FAQ of the Digital Agency (2023-02-07).
 * First and last days: 厚生労働省Q&A 0033, 0044, 0099. Marked uncertain where no public page was found; every rule that uses these days is
 * a 要確認.
 */
export const makers: readonly Maker[] = [
  {
    id: 'pfizer',
    name: 'ファイザー',
    aliases: ['Pfizer', 'ファイザー株式会社', 'ファイザー・ビオンテック'],
    from: START,
    until: END,
    leastAges: [since('2021-02-17', years(12)), since('2022-02-21', years(5)), since('2022-10-24', 6)],
  },
  {
    id: 'moderna',
    name: '武田/モデルナ',
    aliases: ['モデルナ', 'Moderna', 'モデルナ・ジャパン', '武田薬品工業/モデルナ'],
    from: day('2021-05-21'),
    until: END,
    // 6–11 years from 2023-08-07; XBB.1.5 for six months and more is uncertain, so the least that was ever said is taken.
    leastAges: [since('2021-05-21', years(12)), since('2023-08-07', years(6)), since('2023-09-20', 6)],
  },
  {
    id: 'astrazeneca',
    name: 'アストラゼネカ',
    aliases: ['AstraZeneca', 'アストラゼネカ株式会社', 'AZ'],
    from: day('2021-05-21'),
    // Uncertain: municipal pages tell of the end in September 2022.
    until: day('2022-09-30'),
    // In principle 40 and more, 18 and more where there is need: below 40 is no finding.
    leastAges: [since('2021-05-21', years(18))],
  },
  {
    id: 'novavax',
    name: '武田（ノババックス）',
    aliases: ['ノババックス', 'Novavax', '武田ノババックス'],
    // Uncertain: approved 2022-04-19, in the programme from the end of May.
    from: day('2022-04-19'),
    // 広島県, 徳島県: 令和5年12月25日で終了.
    until: day('2023-12-25'),
    // 18 and more at first, 12 and more by August 2022; the day of the change is uncertain, so 12 all along.
    leastAges: [since('2022-04-19', years(12))],
  },
  {
    id: 'janssen',
    name: 'ヤンセンファーマ',
    aliases: ['ヤンセン', 'Janssen', 'ジョンソン・エンド・ジョンソン'],
    from: day('2022-06-20'),
    until: END,
    leastAges: [since('2022-06-20', years(18))],
  },
  {
    id: 'daiichi-sankyo',
    name: '第一三共',
    aliases: ['第一三共株式会社', 'Daiichi Sankyo'],
    // Uncertain: XBB.1.5, in use by December 2023. The first day of 令和5年秋開始接種 is the earliest that it can be.
    from: day('2023-09-20'),
    until: END,
    leastAges: [since('2023-09-20', years(12))],
  },
];

const ADULT: readonly LeastAge[] = [since('2021-02-17', years(12))];
const XBB: readonly LeastAge[] = [since('2023-09-20', 6)];

const product = (
  maker: MakerId,
  name: string,
  days: readonly [from: string, until: string],
  leastAges: readonly LeastAge[],
  aliases: readonly string[] = [],
): Product => ({ maker, name, aliases, from: day(days[0]), until: day(days[1]), leastAges });

/** Products by the names of the certificate (FAQ 112). A maker cell may hold one instead of the maker. */
export const products: readonly Product[] = [
  product('pfizer', 'コミナティ', ['2021-02-17', '2023-09-19'], ADULT, [
    'Comirnaty',
    'ファイザー（12歳以上用）',
  ]),
  product('pfizer', 'コミナティ（BA.1）', ['2022-09-20', '2023-09-19'], ADULT, ['ファイザー（BA.1）']),
  product('pfizer', 'コミナティ（BA.4-5）', ['2022-10-13', '2023-09-19'], ADULT, ['ファイザー（BA.4-5）']),
  product('pfizer', 'コミナティ（XBB.1.5）', ['2023-09-20', '2024-03-31'], XBB, [
    'ファイザー（XBB.1.5）',
    'ファイザー（XBB）',
  ]),
  {
    // The last day is that of the programme: the children's XBB.1.5 is written the same way.
    ...product(
      'pfizer',
      'コミナティ（5〜11歳用）',
      ['2022-02-21', '2024-03-31'],
      [since('2022-02-21', years(5))],
      ['ファイザー（5〜11歳用）', 'ファイザー（小児用）', 'ファイザー小児', '小児用ファイザー'],
    ),
    belowMonths: years(12),
  },
  {
    ...product(
      'pfizer',
      'コミナティ（6ヵ月〜4歳用）',
      ['2022-10-24', '2024-03-31'],
      [since('2022-10-24', 6)],
      ['ファイザー（6か月〜4歳用）', 'ファイザー（乳幼児用）', 'ファイザー乳幼児', '乳幼児用ファイザー'],
    ),
    belowMonths: years(5),
  },
  // The last day is that of the programme: whether the XBB.1.5 form was written with its addition is not known.
  product(
    'moderna',
    'スパイクバックス',
    ['2021-05-21', '2024-03-31'],
    [since('2021-05-21', years(12)), since('2023-09-20', 6)],
    ['Spikevax', 'COVID-19ワクチンモデルナ'],
  ),
  product('moderna', 'スパイクバックス（BA.1）', ['2022-09-20', '2023-06-14'], ADULT, [
    'モデルナ（BA.1）',
    '武田/モデルナ（BA.1）',
  ]),
  product(
    'moderna',
    'スパイクバックス（BA.4-5）',
    ['2022-10-13', '2023-09-19'],
    [since('2022-10-13', years(12)), since('2023-08-07', years(6))],
    ['モデルナ（BA.4-5）', '武田/モデルナ（BA.4-5）'],
  ),
  product('moderna', 'スパイクバックス（XBB.1.5）', ['2023-09-20', '2024-03-31'], XBB, [
    'モデルナ（XBB.1.5）',
    'モデルナ（XBB）',
  ]),
  product(
    'astrazeneca',
    'バキスゼブリア',
    ['2021-05-21', '2022-09-30'],
    [since('2021-05-21', years(18))],
    ['Vaxzevria'],
  ),
  product(
    'novavax',
    'ヌバキソビッド',
    ['2022-04-19', '2023-12-25'],
    [since('2022-04-19', years(12))],
    ['Nuvaxovid'],
  ),
  product(
    'janssen',
    'ジェコビデン',
    ['2022-06-20', '2024-03-31'],
    [since('2022-06-20', years(18))],
    ['Jcovden'],
  ),
  product(
    'daiichi-sankyo',
    'ダイチロナ',
    ['2023-09-20', '2024-03-31'],
    [since('2023-09-20', years(12))],
    ['ダイチロナ（XBB.1.5）'],
  ),
];
