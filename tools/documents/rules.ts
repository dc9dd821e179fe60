import { writeFileSync } from 'node:fs';

import type { Column } from '../../src-shared/domain/rules/layout.ts';
import { layouts } from '../../src-shared/domain/rules/layouts.ts';
import { Severity, severityNames } from '../../src-shared/domain/rules/severity.ts';
import {
  type RuleCode,
  ruleCodes,
  rules,
  rulesVersion,
  sentenceOf,
} from '../../src-shared/domain/rules/table.ts';
import { type CaseFile, caseFileNames, caseFiles, readCases } from './rule-cases.ts';

const FILE = new URL('../../docs/rules.md', import.meta.url);

const severityMeanings: Readonly<Record<Severity, string>> = {
  reject: '登録できません。直すか、除いて申請します。',
  'must-correct': '明らかな誤りです。残して申請するときは理由が要り、承認する人に示されます。',
  'should-check': '誤りとは限りません。確かめてください。',
  note: '自動でそろえたことなどのお知らせです。',
};

/** A row of a table; what would end a cell is written as the entity for it. */
const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '&#124;')).join(' | ')} |`;

const table = (headers: readonly string[], rows: readonly string[]): string =>
  [row(...headers), row(...headers.map(() => '---')), ...rows].join('\n');

/** What the reader of files says: it has no cases here. */
const ofTheReader: readonly (readonly [RuleCode, string])[] = [
  [
    'file-undecodable-bytes',
    sentenceOf('file-undecodable-bytes', { bytes: '81 AD', encoding: 'Shift_JIS（CP932）' }),
  ],
  ['file-seen-before', sentenceOf('file-seen-before', { on: '2024年4月1日', result: '反映済み' })],
  ['column-unknown', sentenceOf('column-unknown', { header: '備考' })],
  ['row-cell-count', sentenceOf('row-cell-count', { found: 9, expected: 10 })],
  ['row-quote', sentenceOf('row-quote', { openedOn: 12 })],
];

/** The first sentence that each rule says in the cases. */
function examples(): ReadonlyMap<RuleCode, string> {
  const first = new Map<RuleCode, string>(ofTheReader);
  for (const file of caseFileNames) {
    for (const { given } of readCases(file)) {
      for (const { code, sentence } of caseFiles[file].run(given).sentences) {
        if (!first.has(code)) first.set(code, sentence);
      }
    }
  }
  return first;
}

function rulesOf(severity: Severity, sentences: ReadonlyMap<RuleCode, string>): string {
  const rows = ruleCodes
    .filter((code) => rules[code].severity === severity)
    .map((code) => row(`\`${code}\``, rules[code].title, sentences.get(code) ?? '', rules[code].source));
  return table(['コード', '内容', '文の例', '出典'], rows);
}

function columnRow({ name, aliases, required, key, width, codes, type }: Column): string {
  const list = codes?.map(({ given, meaning }) => `${given} ${meaning}`).join('、') ?? '';
  const marks = [required ? '必須' : '', key ? 'キー' : ''].filter((mark) => mark !== '').join('・');
  return row(name, aliases.join('、'), marks, type === 'date' ? '日付' : String(width), list);
}

function casesOf(file: CaseFile): string {
  const { title, givens } = caseFiles[file];
  const rows = readCases(file).map(({ number, given, expected, explanation }) => {
    const codes = expected
      .split(' ')
      .filter((code) => code !== '')
      .map((code) => `\`${code}\``)
      .join(' ');
    return row(number, ...given, codes, explanation);
  });
  return `### ${title}（\`tests/fixtures/rules/${file}\`）

${table(['番号', ...givens, '見つかるもの', '説明'], rows)}`;
}

/** docs/rules.md: every check with a sentence that it says, the layouts, and the numbered cases that hold the checks to it. */
export function rulesDocument(): string {
  const sentences = examples();
  const severities = Severity.options.map(
    (severity) => `### ${severityNames[severity]}

${severityMeanings[severity]}

${rulesOf(severity, sentences)}`,
  );
  const layoutTables = layouts.map(
    ({ id, name, columns }) => `### ${name}（\`${id}\`）

${table(['列', '別の見出し', '必須', '桁数', 'コード'], columns.map(columnRow))}`,
  );
  return `# 検査の規則

規則の版：\`${rulesVersion}\`。\`src-shared/domain/rules/\` の表と \`tests/fixtures/rules/\` の例から \`npm run documents\` で作られます。手で直さないでください。

コードの意味は変わりません。もとの誤りだけを示します：読めない値から、ほかの誤りを数えません。

## 規則

${severities.join('\n\n')}

## 様式

見出しは、全角・半角、空白、大文字・小文字の違いを問わずに読みます。列の順は自由です。
日付は 20210601、2021-06-01、2021/6/1、2021年6月1日、令和3年6月1日、R3.6.1 のように書けます。

${layoutTables.join('\n\n')}

## 例

今日は2024年5月1日、自分の市区町村コードは131237とします。何も書いていないものは、正しい値です。

${caseFileNames.map(casesOf).join('\n\n')}
`;
}

if (import.meta.main) writeFileSync(FILE, rulesDocument());
