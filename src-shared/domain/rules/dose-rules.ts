import { defineRules, quoted } from './rule.ts';

const DIGITAL_AGENCY = 'デジタル庁のデータ修正（2021年12月）で要修正とされた誤り';
const AGE_LAW = '年齢計算ニ関スル法律。誕生日の前日に年齢が一つ増える';

/** Rules for what a dose says, by itself and beside the other doses of the person. Dates and ages come in as words. */
export const doseRules = defineRules({
  'date-in-future': {
    severity: 'must-correct',
    title: '今日より後の日付',
    source: DIGITAL_AGENCY,
    sentence: (about: { column: string; date: string; today: string }) =>
      `${about.column} ${about.date} は、今日（${about.today}）より後です。予診票などで日付を確かめてください。`,
  },
  'date-before-programme': {
    severity: 'must-correct',
    title: '接種開始前の日付',
    source: '特例臨時接種の期間（厚生労働省Q&A：2021年2月17日開始）',
    sentence: (about: { date: string; firstDay: string }) =>
      `接種日 ${about.date} は、接種が始まった${about.firstDay}より前です。予診票などで日付を確かめてください。`,
  },
  'date-after-programme': {
    severity: 'must-correct',
    title: '接種終了後の日付',
    source: '特例臨時接種の期間（厚生労働省Q&A：2024年3月31日終了）',
    sentence: (about: { date: string; lastDay: string }) =>
      `接種日 ${about.date} は、特例臨時接種が終わった${about.lastDay}より後です。定期接種の記録でないか確かめてください。`,
  },
  'date-before-birth': {
    severity: 'must-correct',
    title: '生まれる前の日付',
    source: '接種日・異動日は生年月日以後',
    sentence: (about: { column: string; date: string; birthDate: string }) =>
      `${about.column} ${about.date} は、生年月日 ${about.birthDate} より前です。どちらが違うか確かめてください。`,
  },
  'date-after-death': {
    severity: 'must-correct',
    title: '死亡後の接種',
    source: '転出/死亡フラグの異動日',
    sentence: (about: { date: string; on: string }) =>
      `接種日 ${about.date} は、死亡の異動日（${about.on}）より後です。ほかの人の記録でないか確かめてください。`,
  },
  'date-after-move-out': {
    severity: 'should-check',
    title: '転出後の接種',
    source: '接種券は発行した市区町村に住む間だけ使える',
    sentence: (about: { date: string; on: string }) =>
      `接種日 ${about.date} は、転出の異動日（${about.on}）より後ですが、この市区町村の接種券の記録です。転出先の記録でないか確かめてください。`,
  },
  'dose-order-reversed': {
    severity: 'must-correct',
    title: '回数と日付の順が逆',
    source: DIGITAL_AGENCY,
    sentence: (about: { dose: number; date: string; lower: number; lowerDate: string }) =>
      `${about.dose}回目（${about.date}）が${about.lower}回目（${about.lowerDate}）より前になっています。回数か日付のどちらが違うか確かめてください。`,
  },
  'dose-same-day': {
    severity: 'must-correct',
    title: '同じ日に二回',
    source: '一人が一日に二回接種することはない',
    sentence: (about: { dose: number; other: number; date: string }) =>
      about.dose === about.other
        ? `${about.date}の${about.dose}回目の記録が二つあります。一つの接種が二つの接種券で登録されていないか確かめてください。`
        : `${about.other}回目と${about.dose}回目が同じ日（${about.date}）です。一方が二重の登録でないか確かめてください。`,
  },
  'dose-missing-before': {
    severity: 'should-check',
    title: '前の回の記録がない',
    source: '戸田市の突合（2021年10月）：2回目だけの記録',
    sentence: (about: { dose: number; missing: string }) =>
      `${about.dose}回目の記録がありますが、${about.missing}の記録がありません。登録漏れか、転入前の市区町村の記録か確かめてください。`,
  },
  'dose-number-taken': {
    severity: 'must-correct',
    title: '同じ回数の別の記録',
    source: '上書きで正しい記録が失われた例（2021年10月）',
    sentence: (about: { dose: number; standing: string; given: string }) =>
      `${about.dose}回目には別の記録（${about.standing}）があります。こちらは ${about.given} です。どちらが正しいか予診票で確かめてください。`,
  },
  'interval-too-short': {
    severity: 'should-check',
    title: '接種間隔が短い',
    source: '予防接種実施要領の最短間隔。日数は間の日を数える。上限はない',
    sentence: (about: { dose: number; previous: number; between: string; least: string }) =>
      `${about.previous}回目と${about.dose}回目の間が${about.between}です。この時期・このワクチンは${about.least}空けることとされていました。日付を確かめてください。`,
  },
  'age-below': {
    severity: 'should-check',
    title: '対象年齢に達していない',
    source: `ワクチンごとの対象年齢。${AGE_LAW}`,
    sentence: (about: { product: string; age: string; least: string }) =>
      `接種日に${about.age}です。${about.product}の対象は${about.least}以上です。生年月日・接種日・ワクチンを確かめてください。`,
  },
  'age-product-mismatch': {
    severity: 'should-check',
    title: '年齢とワクチンの種類が合わない',
    source: `小児用・乳幼児用は1回目の接種日の年齢で決まる。${AGE_LAW}`,
    sentence: (about: { product: string; age: string; ages: string; when: string }) =>
      `${about.product}は${about.ages}が対象ですが、${about.when}に${about.age}です。ワクチンの種類を確かめてください。`,
  },
  'product-not-in-use': {
    severity: 'should-check',
    title: '使われていない時期のワクチン',
    source: 'ワクチンごとの使用開始日・終了日',
    sentence: (about: { product: string; date: string; from: string; until: string }) =>
      `${about.product}が使われたのは${about.from}から${about.until}までです。接種日 ${about.date} かワクチンを確かめてください。`,
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
    sentence: (about: { value: string; nearest: string }) => {
      if (about.value === '') return 'ワクチンメーカーが空白です。例：ファイザー';
      const hint =
        about.nearest === '' ? '例：ファイザー、武田/モデルナ' : `${quoted(about.nearest)}ではありませんか。`;
      return `ワクチンメーカー${quoted(about.value)}が表にありません。${hint}`;
    },
  },
  'lot-pattern-unusual': {
    severity: 'should-check',
    title: '見慣れないロット番号',
    source: '公表されたロット番号の例。書き方は製品で変わるため、取込不可にはしない',
    sentence: (about: { lot: string; why: string }) =>
      `ロット番号${quoted(about.lot)}は${about.why}。読み間違いか、ワクチンメーカーの選び間違いでないか確かめてください。`,
  },
  'lot-recalled': {
    severity: 'should-check',
    title: '使用を見合わせたロット',
    source: '武田/モデルナの異物混入（2021年8月26日 厚生労働省）',
    sentence: (about: { lot: string }) =>
      `ロット番号${quoted(about.lot)}は、異物混入のため2021年8月26日に使用が見合わされたものです。読み間違いでないか確かめてください。`,
  },
});
