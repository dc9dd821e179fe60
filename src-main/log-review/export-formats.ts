import type { LogEntryView, LogExportFormat } from '../../src-shared/contract/operation-log.ts';

/** How entries stand in a file: what comes before them, and the bytes of one. */
export interface ExportFormat {
  readonly extension: string;
  readonly head: string;
  readonly line: (entry: LogEntryView) => string;
}

const columns = [
  '番号',
  '日時（UTC）',
  '利用者ID',
  '氏名',
  '所属',
  '役割',
  '端末',
  '操作',
  '操作の名',
  '処理事由',
  '対象の人数',
  '対象（宛名番号）',
  '結果',
  '詳細',
] as const;

/** The cells of an entry, in the order of the columns. */
function cellsOf(entry: LogEntryView): readonly string[] {
  return [
    String(entry.sequence),
    entry.time,
    entry.userId,
    entry.name,
    entry.department,
    entry.role,
    entry.workstation,
    entry.action,
    entry.operation,
    entry.reason,
    String(entry.subjectCount),
    subjectsOf(entry),
    entry.result,
    detailOf(entry),
  ];
}

function subjectsOf({ subjects }: LogEntryView): string {
  return subjects === 'sealed' ? '封印' : subjects.join(' ');
}

function detailOf({ detail }: LogEntryView): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/**
 * A cell that a spreadsheet shows and never computes. SECURITY: H75 — what begins like a formula, also in full-width characters, which
 * Japanese spreadsheets take for the same, gets an apostrophe; what was in the log can't start anything where it is read.
 */
function cell(text: string): string {
  const shown = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u.test(text) ? `'${text}` : text;
  return `"${shown.replaceAll('"', '""')}"`;
}

function row(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** Facility 13 (log audit); 6 is informational, 4 a warning. */
const DONE_PRIORITY = 13 * 8 + 6;
const REFUSED_PRIORITY = 13 * 8 + 4;
/** The number that RFC 5612 keeps for documents: this product has none of its own. */
const STRUCTURE = 'entry@32473';
const APP = 'vaccination-record-workstation';
const BOM = '\ufeff';

/** A line of RFC 5424, section 6. SECURITY: H75 — no value can end its field, or the line. */
function syslogLine(entry: LogEntryView): string {
  const went = entry.result === 'done' || entry.result === 'begun';
  const fields = {
    sequence: String(entry.sequence),
    userId: entry.userId,
    name: entry.name,
    department: entry.department,
    role: entry.role,
    reason: entry.reason,
    subjectCount: String(entry.subjectCount),
    subjects: subjectsOf(entry),
    result: entry.result,
    detail: detailOf(entry),
  };
  const structure = Object.entries(fields).map(([name, value]) => ` ${name}="${fieldText(value)}"`);
  const header = [
    `<${went ? DONE_PRIORITY : REFUSED_PRIORITY}>1`,
    entry.time,
    token(entry.workstation, 255),
    APP,
    '-',
    token(entry.operation, 32),
  ].join(' ');
  return `${header} [${STRUCTURE}${structure.join('')}] ${BOM}${oneLine(entry.action)}\n`;
}

/** Printable ASCII of so many characters; a hyphen where nothing is left. */
function token(text: string, most: number): string {
  return text.replaceAll(/[^!-~]/g, '').slice(0, most) || '-';
}

function fieldText(text: string): string {
  return oneLine(text).replaceAll(/["\\\]]/g, String.raw`\$&`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}|[\u2028\u2029]/gu, ' ');
}

export const exportFormats: Readonly<Record<LogExportFormat, ExportFormat>> = {
  csv: { extension: 'csv', head: BOM + row(columns), line: (entry) => row(cellsOf(entry)) },
  'json-lines': { extension: 'jsonl', head: '', line: (entry) => `${JSON.stringify(entry)}\n` },
  'rfc-5424': { extension: 'log', head: '', line: syslogLine },
};
