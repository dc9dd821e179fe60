import { writeFileSync } from 'node:fs';

import { type ProblemCode, problemSentences } from '../../src-shared/contract/problem-sentences.ts';
import { ageInWords } from '../../src-shared/domain/dates/age.ts';
import type { MonthsSince } from '../../src-shared/domain/doses/limits.ts';
import { makers } from '../../src-shared/domain/doses/makers.ts';
import type { Vaccine } from '../../src-shared/domain/doses/vaccines.ts';
import { standardRules } from '../../src-shared/domain/rules/check-rules.ts';
import { dayInWords } from '../../src-shared/domain/rules/rule.ts';
import { fixedRules } from '../../src-shared/domain/rules/rule-settings.ts';
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
    .map((code) =>
      row(
        `\`${code}\``,
        rules[code].title,
        sentences.get(code) ?? '',
        'proposal' in rules[code] ? 'あり' : '',
        fixedRules.has(code) ? '固定' : '',
        rules[code].source,
      ),
    );
  return table(['コード', '内容', '文の例', '修正案', '程度', '出典'], rows);
}

/** What is wrong with a file as a whole: it is told when the file is chosen, and nothing of it is checked. */
const ofTheFile: readonly (readonly [ProblemCode, string])[] = [
  ['file-empty', problemSentences['file-empty']()],
  ['file-not-text', problemSentences['file-not-text']({ kind: 'Excelブック（xlsx）' })],
  ['file-too-large', problemSentences['file-too-large']({ limit: '2GB' })],
  ['file-encoding-undecided', problemSentences['file-encoding-undecided']({ line: 3, bytes: '81 AD' })],
  ['layout-unknown', problemSentences['layout-unknown']({ headers: '「番号」「備考」' })],
  ['column-missing', problemSentences['column-missing']({ column: '接種日', nearest: '接種年月' })],
  ['column-twice', problemSentences['column-twice']({ column: '券番号' })],
];

const monthsInWords = (list: readonly MonthsSince[]): string =>
  list
    .map(({ from, months }, index) => `${index === 0 ? '' : `${dayInWords(from)}から`}${months}か月`)
    .join('、');

const makerName = (id: string): string => makers.find((maker) => maker.id === id)?.name ?? id;

function limitsInWords(): string {
  const { limits } = standardRules;
  const { firstDay, lastDay, secondDoseDays, carriedOver } = limits;
  const seconds = Object.entries(secondDoseDays).map(([id, days]) => `${makerName(id)} ${days}日`);
  return table(
    ['設定', '名前', '出荷時の値'],
    [
      row('接種の期間', '`programme`', `${dayInWords(firstDay)}〜${dayInWords(lastDay)}`),
      row('1回目と2回目の間', '`secondDoseDays`', seconds.join('、')),
      row('乳幼児の2回目と3回目の間', '`infantThirdDays`', `${limits.infantThirdDays}日`),
      row('追加接種の間', '`boosterMonths`', monthsInWords(limits.boosterMonths)),
      row('子どもの追加接種の間', '`childBoosterMonths`', monthsInWords(limits.childBoosterMonths)),
      row('ワクチンの期間と年齢', '`vaccines`', 'ワクチンの表（下）'),
      row(
        '会場で一つだけ違うもの',
        '`carriedOver`',
        `${carriedOver.leastRows}件以上、${carriedOver.sameShare * 100}%以上が同じ、前後${carriedOver.neighbours}件`,
      ),
      row('規則ごとの程度', '`levels`', '表のとおり。`off` で検査しない。「固定」の規則は変えられない'),
    ],
  );
}

function vaccineRow({ name, isProduct, from, until, leastAges, belowMonths }: Vaccine): string {
  const ages = leastAges.map(
    (age, index) => `${index === 0 ? '' : `${dayInWords(age.from)}から`}${ageInWords(age.months)}以上`,
  );
  const below = belowMonths === undefined ? '' : `、${ageInWords(belowMonths)}未満`;
  return row(
    name,
    isProduct ? '製品' : 'メーカー',
    `${dayInWords(from)}〜${dayInWords(until)}`,
    ages.join('、') + below,
  );
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

/** docs/rules.md: every check with a sentence that it says, and the numbered cases that hold the checks to it. */
export function rulesDocument(): string {
  const sentences = examples();
  const severities = Severity.options.map(
    (severity) => `### ${severityNames[severity]}

${severityMeanings[severity]}

${rulesOf(severity, sentences)}`,
  );
  return `# 検査の規則

規則の版：\`${rulesVersion}\`。\`src-shared/domain/rules/\` の表と \`tests/fixtures/rules/\` の例から \`npm run documents\` で作られます。手で直さないでください。

コードの意味は変わりません。もとの誤りだけを示します：読めない値から、ほかの誤りを数えません。

## 規則

${severities.join('\n\n')}

「修正案」が「あり」の規則は、ほかの値が考えられないときに限って、正しい値を示します。程度が「固定」の規則は、VRSが受け付けない行のもので、設定でも緩められません。

### ファイル全体

ファイルを選んだときに示します。行は検査しません。

${table(
  ['コード', '文の例'],
  ofTheFile.map(([code, sentence]) => row(`\`${code}\``, sentence)),
)}

## 設定

端末の設定と様式の設定は、規則の程度と次の値を変えられます。変えた内容は規則の版に含まれます。
日数は、二つの接種の間の日を数えます。18日の間は、19日後から満たします。月は、その月の同じ日（なければ終わりの日）から満たします。上限はありません。

${limitsInWords()}

${table(['ワクチン', '種類', '使われた期間', '年齢'], standardRules.limits.vaccines.map(vaccineRow))}

様式は [layouts.md](layouts.md) にあります。

## 例

今日は2024年5月1日、自分の市区町村コードは131237とします。何も書いていないものは、正しい値です。
矢印の後は修正案、コロンの前は行番号です。

${caseFileNames.map(casesOf).join('\n\n')}
`;
}

if (import.meta.main) writeFileSync(FILE, rulesDocument());
