import { writeFileSync } from 'node:fs';

import { measures } from '../security-report/measures.ts';

const FILE = new URL('../../docs/security-measures.md', import.meta.url);

const standings = { met: '満たす', partly: '一部', 'not-yet': 'まだ', 'not-applicable': '対象外' } as const;

const inCell = (text: string): string => text.replaceAll('|', String.raw`\|`);

/** docs/security-measures.md: every measure, how it stands, and the tests that hold it. */
export function securityMeasuresDocument(): string {
  const rows = measures.map(({ id, what, standing, why, tests }) => {
    const held = tests.map((named) => `\`${named.replace(' › ', '` ')}`).join('<br>');
    return `| ${id} | ${inCell(what)} | ${standings[standing]}${why === '' ? '' : `。${inCell(why)}`} | ${inCell(held)} |`;
  });
  return `# 対策の一覧 / Measures

\`tools/security-report/measures\` の表から \`npm run documents\` で作られます。手で直さないでください。
コードの \`SECURITY: H19\` のような印が、その行を守っている場所です。場所と試験の結果まで見るには \`npm run security-report\`。

| id | 対策 | 状態 | 確かめる試験（\`tests/\` の下） |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

if (import.meta.main) writeFileSync(FILE, securityMeasuresDocument());
