import { characterCount } from '../text/characters.ts';
import { exampleOfType } from './examples.ts';
import type { CellType, CodeValue } from './layout.ts';
import { proposedDate } from './proposed-dates.ts';
import { defineRules, quoted } from './rule.ts';

interface TicketFormat {
  readonly value: string;
  /** The ten digits, where the cell holds a whole OCR line. */
  readonly inOcrLine: string;
  /** The ten digits, where a spreadsheet cut zeros from a ticket that was issued and whose holder fits (`fitsLostZeros`). */
  readonly issued: string;
}

/** Rules for one cell: can it be read, and is it what its column holds. An unreadable cell gets one of these and nothing else. */
export const valueRules = defineRules({
  'value-missing': {
    severity: 'reject',
    title: '必要な項目が空白',
    source: '様式（必須の列）',
    sentence: (about: { column: string; type: CellType }) =>
      `${about.column}が空白です。必ず入力してください。`,
    example: ({ type }: { type: CellType }) => exampleOfType[type],
  },
  'value-too-long': {
    severity: 'reject',
    title: '桁あふれ',
    source: '様式（桁数）。政府CIOポータル「接種記録データの確認方法」',
    sentence: ({ column, value, limit }: { column: string; value: string; limit: number }) =>
      // VRS counts a kanji outside the basic plane and a selector as two: such a value is too long by less than a character.
      `${column}が${Math.max(characterCount(value), limit + 1)}文字あります。${limit}文字以内にしてください。`,
  },
  'value-characters': {
    severity: 'reject',
    title: '使えない文字',
    source: '様式（型）',
    sentence: (about: { column: string; value: string; expected: string; type: CellType }) =>
      `${about.column}${quoted(about.value)}に使えない文字があるか、桁数が違います。${about.expected}にしてください。`,
    example: ({ type }: { type: CellType }) => exampleOfType[type],
  },
  'value-code': {
    severity: 'reject',
    title: 'コード表にない値',
    source: '様式（コード表）',
    sentence: (about: { column: string; value: string; codes: readonly CodeValue[] }) =>
      `${about.column}${quoted(about.value)}はコード表にありません。${about.codes.map(({ given, meaning }) => `${given}（${meaning}）`).join('、')}のいずれかにしてください。`,
    example: ({ codes }: { codes: readonly CodeValue[] }) => codes[0]?.given ?? '',
    // 男 for 1: the meaning of exactly one code.
    proposal: ({ value, codes }: { value: string; codes: readonly CodeValue[] }) => {
      const meant = codes.filter(({ meaning }) => meaning === value.trim());
      return meant.length === 1 ? (meant[0]?.given ?? '') : '';
    },
  },
  'value-normalised': {
    severity: 'note',
    title: '表記をそろえた',
    source: '自治体の開示データに見られた表記の揺れ（全角・半角、大文字・小文字、空白）',
    sentence: (about: { column: string; before: string; after: string }) =>
      `${about.column}${quoted(about.before)}を${about.after === '' ? '空白' : quoted(about.after)}に直して読みました。`,
  },
  'date-invalid': {
    severity: 'reject',
    title: '暦にない日付',
    source: '様式（日付型）。元号を改める政令、太政官布告第337号',
    sentence: (about: { column: string; value: string; isVaccination: boolean }) =>
      `${about.column}${quoted(about.value)}を暦の日付として読めません。例：20210601、2021/6/1、令和3年6月1日、R3.6.1`,
    example: () => '20210601',
    proposal: ({ value, isVaccination }: { value: string; isVaccination: boolean }) =>
      proposedDate(value, isVaccination),
  },
  'municipality-code-check-digit': {
    severity: 'reject',
    title: '市町村コードの検査数字',
    source: '全国地方公共団体コード 検査数字（総務省）',
    sentence: (about: { column: string; value: string }) =>
      `${about.column}${quoted(about.value)}の6桁目（検査数字）が合いません。どの桁が違うかは分かりません。総務省のコード表で確かめてください。`,
    example: () => exampleOfType['municipality-code'],
  },
  'individual-number-check-digit': {
    severity: 'reject',
    title: '個人番号の検査用数字',
    source: '番号法総務省令 第5条',
    sentence: () =>
      '個人番号の12桁目（検査用数字）が合わないか、すべて0です。住民基本台帳から出力し直してください。番号はここには表示しません。',
  },
  'ticket-number-format': {
    severity: 'reject',
    title: '券番号の形',
    source: '手引き 13.1版（OCRライン：券番号10桁）',
    sentence: (about: TicketFormat) =>
      about.inOcrLine === ''
        ? `券番号${quoted(about.value)}が数字10桁ではありません。先頭の0が落ちていないか確かめてください。例：0123456789`
        : `券番号${quoted(about.value)}はOCRラインの18桁です。券番号は終わりの10桁（${about.inOcrLine}）です。`,
    example: () => exampleOfType['ticket-number'],
    proposal: ({ inOcrLine, issued }: TicketFormat) => (inOcrLine === '' ? issued : inOcrLine),
  },
  'dose-number-range': {
    severity: 'reject',
    title: '接種回数の範囲',
    source: '追加（3〜7回目）接種の接種券',
    sentence: (about: { value: string }) =>
      `接種回数${quoted(about.value)}は1から7までの数字ではありません。例：2`,
    example: () => exampleOfType['dose-number'],
  },
  'ocr-line-format': {
    severity: 'reject',
    title: 'OCRラインの形',
    source: '手引き 13.1版（券種1・回数1・市町村コード6・券番号10の18桁）',
    sentence: (about: { value: string; wrong: string }) =>
      `OCRライン${quoted(about.value)}の${about.wrong}が正しくありません。18桁を読み取り直すか、券番号10桁だけを入力してください。`,
    example: () => exampleOfType['ticket-number'],
  },
  'other-municipality': {
    severity: 'should-check',
    title: '他の市区町村のコード',
    source: '市町村コードは接種券の発行元（請求先）。接種自治体コードとは別の項目',
    sentence: (about: { value: string; own: string }) =>
      `市町村コード${quoted(about.value)}は、この市区町村（${about.own}）のものではありません。接種券を発行した市区町村の行か確かめてください。`,
    example: ({ own }: { own: string }) => own,
  },
  'file-unmappable-character': {
    severity: 'should-check',
    title: '外字・置き換えられた文字',
    source: '外字（私用領域）、異体字の選択子だけの文字、変換で失われた文字（U+FFFD）',
    sentence: (about: { column: string; characters: string }) =>
      `${about.column}に、ほかの端末で同じ字に見えるとは限らない文字（${about.characters}）があります。元の字を確かめてください。`,
  },
});
