import { dayInWords, defineRules, quoted } from './rule.ts';

/** Rules for a row beside the other rows of the file and beside what stands in VRS. */
export const standingRules = defineRules({
  'row-duplicate': {
    severity: 'note',
    title: 'まったく同じ行',
    source: '読取端末に前の人が表示された誤り、二重の出力',
    sentence: (about: { line: number }) => `${about.line}行目とまったく同じ行です。この行は読み飛ばします。`,
  },
  'row-key-conflict': {
    severity: 'reject',
    title: '同じ記録に違う内容',
    source: '様式（キーの列）',
    sentence: (about: { line: number; key: string }) =>
      `${about.line}行目と${about.key}が同じで、ほかの内容が違います。どちらか一方だけにしてください。`,
  },
  'ticket-not-issued': {
    severity: 'must-correct',
    title: '発行していない券番号',
    source: '戸田市の突合（2021年10月）：発行していない券番号の記録',
    sentence: (about: { ticketNumber: string }) =>
      `券番号${quoted(about.ticketNumber)}は、この市区町村が発行した接種券にありません。OCRの読み間違いでないか、予診票で確かめてください。`,
  },
  'ticket-stopped': {
    severity: 'should-check',
    title: '再発行前の券番号',
    source: '接種券の再発行で止めた券番号',
    sentence: (about: { ticketNumber: string; stoppedDay: number; newer: string }) =>
      `券番号${quoted(about.ticketNumber)}は${dayInWords(about.stoppedDay)}に止められています。${about.newer === '' ? '' : `新しい券番号は${quoted(about.newer)}です。`}どちらの接種券が使われたか確かめてください。`,
    example: ({ newer }: { newer: string }) => newer,
  },
  'ticket-person-mismatch': {
    severity: 'must-correct',
    title: '券番号の人と合わない',
    source: '埼玉県の予約システム：券番号と生年月日の組で誤りを防いだ',
    sentence: (about: { differing: string }) =>
      `この券番号が発行された人と${about.differing}が違います。券番号の読み間違いでないか、予診票で確かめてください。`,
  },
  'person-unknown': {
    severity: 'must-correct',
    title: '登録のない宛名番号',
    source: '転出・死亡フラグは、接種対象者として登録された人に付ける',
    sentence: (about: { addresseeNumber: string }) =>
      `宛名番号${quoted(about.addresseeNumber)}の人は、接種対象者として登録されていません。番号を確かめるか、先に接種対象者を登録してください。`,
  },
  'ticket-look-alike': {
    severity: 'should-check',
    title: '読み間違いらしい券番号',
    source: 'OCRの読み間違い（1と4と7、3と8、0と6、5と6、隣の数字の入れ替わり）',
    sentence: (about: { ticketNumber: string; issued: string }) =>
      `券番号${quoted(about.ticketNumber)}は発行していませんが、一字違いの${quoted(about.issued)}を持つ人に合います。読み間違いか、予診票で確かめてください。`,
    example: ({ issued }: { issued: string }) => issued,
    proposal: ({ issued }: { issued: string }) => issued,
  },
  'ticket-repeated-in-sequence': {
    severity: 'should-check',
    title: '続く行の同じ券番号',
    source: '読取端末に前の人が表示されたまま登録された誤り',
    sentence: (about: { line: number }) =>
      `すぐ前の${about.line}行目と、券番号・会場・接種日が同じです。前の人の券番号が残っていないか確かめてください。`,
  },
  'record-confirmed': {
    severity: 'reject',
    title: '確認済みの記録',
    source: 'VRSの確認済みチェック（2021年11月16日）',
    sentence: (about: { dose: number }) =>
      `${about.dose}回目の記録は確認済みのため、上書きできません。変えるときは、運用責任者が確認済みを外してください。`,
  },
  'record-changed-since': {
    severity: 'reject',
    title: '見た後に変わった記録',
    source: '差分を示した後に、ほかの人が同じ記録を変えた',
    sentence: (about: { dose: number }) =>
      `${about.dose === 0 ? 'この人' : `${about.dose}回目の記録`}は、差分を示した後にほかで変えられました。今の内容をもう一度見てから、登録するか決めてください。`,
  },
  'record-unchanged': {
    severity: 'note',
    title: '登録済みと同じ',
    source: '登録内容との差分',
    sentence: (about: { dose: number }) =>
      `${about.dose}回目は、接種日・メーカー・ロット番号が同じ記録がすでに登録されています。`,
  },
});
