import { defineRules, quoted } from './rule.ts';

/** Rules for the file and the line as such, before any cell is looked at. */
export const fileRules = defineRules({
  'file-undecodable-bytes': {
    severity: 'reject',
    title: '文字にならないバイト',
    source: '文字コード（UTF-8、CP932）にない並び。黙って置き換えない',
    sentence: (about: { bytes: string; encoding: string }) =>
      `${about.encoding}の文字にならないバイト（${about.bytes}）があります。元のシステムで出力し直すか、文字コードを選び直してください。`,
  },
  'file-seen-before': {
    severity: 'should-check',
    title: '前にも使ったファイル',
    source: '同じ内容（SHA-256）のファイルの申請がある',
    sentence: (about: { on: string; result: string }) =>
      `同じ内容のファイルが${about.on}に申請され、結果は「${about.result}」でした。二重の申請でないか確かめてください。`,
  },
  'column-unknown': {
    severity: 'note',
    title: '様式にない列',
    source: '様式（列の一覧）',
    sentence: (about: { header: string }) =>
      `列${quoted(about.header)}は様式にないため、読みません。必要な列の書き間違いでないか確かめてください。`,
  },
  'row-cell-count': {
    severity: 'reject',
    title: '列の数が違う行',
    source: 'RFC 4180（行ごとの列の数は同じ）',
    sentence: (about: { found: number; expected: number }) =>
      `この行には列が${about.found}あります。見出しと同じ${about.expected}にしてください。値の中のコンマは「"」で囲みます。`,
  },
  'row-quote': {
    severity: 'reject',
    title: '閉じていない引用符',
    source: 'RFC 4180（引用符）',
    sentence: (about: { openedOn: number }) =>
      `${about.openedOn}行目で始まった引用符「"」の使い方が正しくありません。値の前後を「"」で囲み、値の中の「"」は二つ続けてください。`,
  },
});
