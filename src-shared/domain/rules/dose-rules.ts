import { ageInWords } from '../dates/age.ts';
import { firstDayAfter, intervalInWords, type MinimumInterval } from '../doses/intervals.ts';
import { certainMaker, nearestMaker } from '../doses/maker-text.ts';
import type { MakerId } from '../doses/makers.ts';
import { exampleLots } from './examples.ts';
import { dayInBothCalendars, dayInCell, dayInWords, defineRules, quoted } from './rule.ts';

const DIGITAL_AGENCY = 'デジタル庁のデータ修正（2021年12月）で要修正とされた誤り';
const AGE_LAW = '年齢計算ニ関スル法律。誕生日の前日に年齢が一つ増える';

/** Rules for what a dose says, by itself and beside the other doses of the person. Days come as numbers, ages in months. */
export const doseRules = defineRules({
  'date-in-future': {
    severity: 'must-correct',
    title: '今日より後の日付',
    source: DIGITAL_AGENCY,
    sentence: (about: { column: string; day: number; today: number }) =>
      `${about.column} ${dayInWords(about.day)} は、今日（${dayInWords(about.today)}）より後です。予診票などで日付を確かめてください。`,
  },
  'date-before-programme': {
    severity: 'must-correct',
    title: '接種開始前の日付',
    source: '特例臨時接種の期間（厚生労働省Q&A：2021年2月17日開始）',
    sentence: (about: { day: number; firstDay: number }) =>
      `接種日 ${dayInWords(about.day)} は、接種が始まった${dayInWords(about.firstDay)}より前です。予診票などで日付を確かめてください。`,
  },
  'date-after-programme': {
    severity: 'must-correct',
    title: '接種終了後の日付',
    source: '特例臨時接種の期間（厚生労働省Q&A：2024年3月31日終了）',
    sentence: (about: { day: number; lastDay: number }) =>
      `接種日 ${dayInWords(about.day)} は、特例臨時接種が終わった${dayInWords(about.lastDay)}より後です。定期接種の記録でないか確かめてください。`,
  },
  'date-before-birth': {
    severity: 'must-correct',
    title: '生まれる前の日付',
    source: '接種日・異動日は生年月日以後',
    sentence: (about: { column: string; day: number; birthDay: number }) =>
      `${about.column} ${dayInWords(about.day)} は、生年月日 ${dayInBothCalendars(about.birthDay)} より前です。どちらが違うか確かめてください。`,
  },
  'date-after-death': {
    severity: 'must-correct',
    title: '死亡後の接種',
    source: '転出/死亡フラグの異動日',
    sentence: (about: { day: number; flagDay: number }) =>
      `接種日 ${dayInWords(about.day)} は、死亡の異動日（${dayInWords(about.flagDay)}）より後です。ほかの人の記録でないか確かめてください。`,
  },
  'date-after-move-out': {
    severity: 'should-check',
    title: '転出後の接種',
    source: '接種券は発行した市区町村に住む間だけ使える',
    sentence: (about: { day: number; flagDay: number }) =>
      `接種日 ${dayInWords(about.day)} は、転出の異動日（${dayInWords(about.flagDay)}）より後ですが、この市区町村の接種券の記録です。転出先の記録でないか確かめてください。`,
  },
  'dose-order-reversed': {
    severity: 'must-correct',
    title: '回数と日付の順が逆',
    source: DIGITAL_AGENCY,
    sentence: (about: { dose: number; day: number; lower: number; lowerDay: number }) =>
      `${about.dose}回目（${dayInWords(about.day)}）が${about.lower}回目（${dayInWords(about.lowerDay)}）より前になっています。回数か日付のどちらが違うか確かめてください。`,
  },
  'dose-same-day': {
    severity: 'must-correct',
    title: '同じ日に二回',
    source: '一人が一日に二回接種することはない',
    sentence: (about: { dose: number; other: number; day: number }) =>
      about.dose === about.other
        ? `${dayInWords(about.day)}の${about.dose}回目の記録が二つあります。一つの接種が二つの接種券で登録されていないか確かめてください。`
        : `${about.other}回目と${about.dose}回目が同じ日（${dayInWords(about.day)}）です。一方が二重の登録でないか確かめてください。`,
  },
  'dose-missing-before': {
    severity: 'should-check',
    title: '前の回の記録がない',
    source: '戸田市の突合（2021年10月）：2回目だけの記録',
    sentence: (about: { dose: number; before: number }) =>
      `${about.dose}回目の記録がありますが、${missingInWords(about.before, about.dose)}の記録がありません。登録漏れか、転入前の市区町村の記録か確かめてください。`,
  },
  'dose-number-taken': {
    severity: 'must-correct',
    title: '同じ回数の別の記録',
    source: '上書きで正しい記録が失われた例（2021年10月）',
    sentence: (about: Taken) =>
      `${about.dose}回目には別の記録（${standingInWords(about)}）があります。こちらは ${givenInWords(about)} です。どちらが正しいか予診票で確かめてください。`,
    example: ({ differs, standingDay, standingLot }: Taken) =>
      differs === 'day' ? dayInCell(standingDay) : standingLot,
  },
  'interval-too-short': {
    severity: 'should-check',
    title: '接種間隔が短い',
    source:
      '予防接種実施要領の最短間隔。日数は間の日を数える。上限はない。6か月〜4歳用のほかの最短間隔は、原典を見ていない値を含む',
    sentence: (about: TooShort) =>
      `${about.previous}回目と${about.dose}回目の間が${about.day - about.previousDay - 1}日です。この時期・このワクチンは${intervalInWords(about.least)}空けることとされていました。日付を確かめてください。`,
    example: ({ previousDay, least }: TooShort) => dayInCell(firstDayAfter(previousDay, least)),
  },
  'age-below': {
    severity: 'should-check',
    title: '対象年齢に達していない',
    source: `ワクチンごとの対象年齢。${AGE_LAW}`,
    sentence: (about: { product: string; age: number; least: number }) =>
      `接種日に${ageInWords(about.age)}です。${about.product}の対象は${ageInWords(about.least)}以上です。生年月日・接種日・ワクチンを確かめてください。`,
  },
  'age-product-mismatch': {
    severity: 'should-check',
    title: '年齢とワクチンの種類が合わない',
    source: `小児用・乳幼児用は1回目の接種日の年齢で決まる。${AGE_LAW}`,
    sentence: (about: { product: string; age: number; least: number; below: number; atDose: number }) =>
      `${about.product}は${agesInWords(about.least, about.below)}が対象ですが、${about.atDose === 0 ? '接種日' : `${about.atDose}回目の接種日`}に${ageInWords(about.age)}です。ワクチンの種類を確かめてください。`,
  },
  'product-not-in-use': {
    severity: 'should-check',
    title: '使われていない時期のワクチン',
    source:
      'ワクチンごとの使用開始日・終了日（厚生労働省Q&A）。アストラゼネカの終了、ノババックス・ヤンセンファーマ・第一三共の開始は公表の月による',
    sentence: (about: { product: string; day: number; from: number; until: number }) =>
      `${about.product}が使われたのは${dayInWords(about.from)}から${dayInWords(about.until)}までです。接種日 ${dayInWords(about.day)} かワクチンを確かめてください。`,
  },
  'series-mixed-makers': {
    severity: 'should-check',
    title: '1回目と2回目のメーカーが違う',
    source: '初回接種は同じワクチンで行う。医師の判断による交互接種は認められる',
    sentence: (about: { first: string; second: string }) =>
      `1回目が${about.first}、2回目が${about.second}です。交互接種か、入力の誤りか確かめてください。`,
  },
  'maker-unknown': {
    severity: 'should-check',
    title: '知らないメーカー名',
    source: 'ワクチンメーカーの表',
    sentence: ({ value }: { value: string }) => {
      if (value === '') return 'ワクチンメーカーが空白です。例：ファイザー';
      const nearest = nearestMaker(value);
      const hint =
        nearest === undefined ? '例：ファイザー、武田/モデルナ' : `${quoted(nearest)}ではありませんか。`;
      return `ワクチンメーカー${quoted(value)}が表にありません。${hint}`;
    },
    example: ({ value }: { value: string }) => nearestMaker(value) ?? 'ファイザー',
    proposal: ({ value }: { value: string }) => certainMaker(value) ?? '',
  },
  'lot-pattern-unusual': {
    severity: 'should-check',
    title: '見慣れないロット番号',
    source: '公表されたロット番号の例。書き方は製品で変わるため、取込不可にはしない',
    sentence: (about: UnusualLot) =>
      `ロット番号${quoted(about.lot)}は${about.why}。読み間違いか、ワクチンメーカーの選び間違いでないか確かめてください。`,
    example: ({ maker }: UnusualLot) => (maker === undefined ? '' : (exampleLots[maker] ?? '')),
  },
  'lot-recalled': {
    severity: 'should-check',
    title: '使用を見合わせたロット',
    source: '武田/モデルナの異物混入（2021年8月26日 厚生労働省）',
    sentence: (about: { lot: string }) =>
      `ロット番号${quoted(about.lot)}は、異物混入のため2021年8月26日に使用が見合わされたものです。読み間違いでないか確かめてください。`,
  },
  'lot-carried-over': {
    severity: 'should-check',
    title: '会場で一つだけ違うロット・日付',
    source: '前の日の設定のまま登録された誤り（千葉日報 2021年11月）',
    sentence: (about: CarriedOver) =>
      about.otherDay === undefined
        ? `この会場の同じ日のほかの${about.others}件はロット番号${quoted(about.likeCell)}で、この行だけ${quoted(about.cell)}です。別の日の設定が残っていないか確かめてください。`
        : `この会場の前後${about.others}件は接種日が${dayInWords(about.otherDay)}で、この行だけ${dayInWords(about.day)}です。別の日の設定が残っていないか確かめてください。`,
    example: carriedFrom,
    proposal: carriedFrom,
  },
});

interface Taken {
  readonly dose: number;
  readonly standingDay: number;
  readonly standingLot: string;
  readonly day: number;
  /** The first thing in which the two records differ. */
  readonly differs: 'day' | 'lot';
  /** The cell of the row that differs. */
  readonly cell: string;
}

interface TooShort {
  readonly dose: number;
  readonly day: number;
  readonly previous: number;
  readonly previousDay: number;
  readonly least: MinimumInterval;
}

interface UnusualLot {
  readonly lot: string;
  readonly why: string;
  readonly maker: MakerId | undefined;
}

interface CarriedOver {
  /** Rows that have what this one does not have. */
  readonly others: number;
  readonly day: number;
  /** The day of the rows before and after, where it is the day that differs. */
  readonly otherDay: number | undefined;
  readonly cell: string;
  /** The same cell of one of the others. */
  readonly likeCell: string;
}

/** A lot is written over by the others' lot, a day by the others' day. */
function carriedFrom({ otherDay, likeCell }: CarriedOver): string {
  return otherDay === undefined ? likeCell : dayInCell(otherDay);
}

function standingInWords({ standingDay, standingLot }: Taken): string {
  return standingLot === '' ? dayInWords(standingDay) : `${dayInWords(standingDay)} ロット${standingLot}`;
}

function givenInWords({ day, differs, cell }: Taken): string {
  return differs === 'day' ? dayInWords(day) : `${dayInWords(day)} ロット${cell}`;
}

/** 2回目・3回目, for what is missing between doses 1 and 4. */
function missingInWords(before: number, dose: number): string {
  return Array.from({ length: dose - before - 1 }, (_, gap) => `${before + gap + 1}回目`).join('・');
}

/** 5歳〜11歳, 生後6か月〜4歳, 12歳以上. */
function agesInWords(least: number, below: number): string {
  return below === Number.POSITIVE_INFINITY
    ? `${ageInWords(least)}以上`
    : `${ageInWords(least)}〜${ageInWords(below - 12)}`;
}
