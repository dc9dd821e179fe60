import type { CheckSummary, FileEncoding, FileKind } from '../../src-shared/contract/batches.ts';
import { fileEncodingNames, fileKindNames } from '../../src-shared/contract/batches.ts';
import { severityNames } from '../../src-shared/domain/rules/severity.ts';
import type { Severity } from '../../src-shared/domain/rules/severity.ts';

/** One finding as it may be printed. Value and sentence hold personal data: only where they are asked for. */
export interface ReportedFinding {
  readonly row: number;
  readonly column: string | null;
  readonly code: string;
  readonly severity: Severity;
  readonly value?: string;
  readonly sentence?: string;
}

/** Lines one after another, both ends included. */
export interface LineRange {
  readonly from: number;
  readonly until: number;
}

export interface CheckReport {
  readonly fileName: string;
  readonly encoding: FileEncoding;
  readonly layout: string;
  readonly kind: FileKind;
  readonly sha256: string;
  readonly municipalityCode: string;
  /** What the rows were held against, in words; null for the file by itself. */
  readonly against: string | null;
  readonly summary: CheckSummary;
  readonly findings: readonly ReportedFinding[];
  /** By code, the first ranges of lines; an empty one is about the header alone. */
  readonly ranges: ReadonlyMap<string, readonly LineRange[]>;
}

/** What makes a file clean: お知らせ need nobody's attention. */
export function isClean({ summary }: CheckReport): boolean {
  return summary.rules.every(({ severity }) => severity === 'note');
}

/** The one object that `--json` prints. */
export function jsonOf({ summary, encoding, layout, kind, sha256, findings }: CheckReport): string {
  const { rows, rejected, rules } = summary;
  const findingsByCode = Object.fromEntries(rules.map(({ code, count }) => [code, count]));
  const accepted = rows - rejected;
  return JSON.stringify({
    rows,
    accepted,
    rejected,
    findingsByCode,
    encoding,
    layout,
    kind,
    sha256,
    findings,
  });
}

/** The same object for a file that can't be checked at all: no rows, and why. */
export function jsonOfUnusable(code: string): string {
  return JSON.stringify({
    rows: 0,
    accepted: 0,
    rejected: 0,
    findingsByCode: { [code]: 1 },
    encoding: null,
    layout: null,
    kind: null,
    sha256: null,
    findings: [],
  });
}

const figure = new Intl.NumberFormat('ja-JP');

/** For a person: what was read, how it went, and which rule found what where. */
export function reportOf(report: CheckReport): string {
  const { summary, against } = report;
  const { rows, good, rejected, mustCorrect, shouldCheck, repeated, rules } = summary;
  return [
    `ファイル      ${report.fileName}`,
    `種類          ${fileKindNames[report.kind]}（${report.layout}）`,
    `文字コード    ${fileEncodingNames[report.encoding]}`,
    `SHA-256       ${report.sha256}`,
    `市町村コード  ${report.municipalityCode}`,
    `突き合わせ    ${against ?? 'なし（ファイルの中だけを検査しました）'}`,
    '',
    `行            ${figure.format(rows)}`,
    `  問題なし    ${figure.format(good)}`,
    `  取込不可    ${figure.format(rejected)}`,
    `  要修正      ${figure.format(mustCorrect)}`,
    `  要確認      ${figure.format(shouldCheck)}`,
    `  重複        ${figure.format(repeated)}（読み飛ばします）`,
    '',
    ...rules.map((rule) => {
      const { severity, code, title, count } = rule;
      const where = rangesInWords(report.ranges.get(code) ?? [], count);
      return `${severityNames[severity]}  ${figure.format(count)}件  ${title}（${code}）  ${where}`;
    }),
    ...findingLines(report),
    isClean(report) ? '結果： 取り込めます。' : '結果： 確かめることがあります。',
  ].join('\n');
}

/** 行 5–4,210、4,300 ほか. */
function rangesInWords(ranges: readonly LineRange[], count: number): string {
  if (ranges.length === 0) return '見出し行';
  const words = ranges.map(({ from, until }) =>
    from === until ? figure.format(from) : `${figure.format(from)}–${figure.format(until)}`,
  );
  const shown = ranges.reduce((sum, { from, until }) => sum + until - from + 1, 0);
  return `行 ${words.join('、')}${shown < count ? ' ほか' : ''}`;
}

/** Each finding by itself, only where values are asked for: without them the table above says as much. */
function findingLines({ findings }: CheckReport): readonly string[] {
  const [first] = findings;
  if (first?.sentence === undefined) return [''];
  return [
    '',
    ...findings.map(({ row, column, code, sentence = '' }) => {
      const place = column === null ? '' : ` ${column}`;
      return `${figure.format(row)}行目${place}（${code}）： ${sentence}`;
    }),
    '',
  ];
}
