import { headerKey } from '../rules/header-key.ts';

/** What エラー一覧を出力 adds behind the columns of the file. A list that comes back corrected has them still: they are passed over. */
export const findingsColumns = {
  line: '検査_行番号',
  column: '検査_エラーの列',
  rule: '検査_規則',
  sentence: '検査_内容',
  proposal: '検査_修正案',
} as const;

const keys: ReadonlySet<string> = new Set(Object.values(findingsColumns).map(headerKey));

export function isFindingsColumn(header: string): boolean {
  return keys.has(headerKey(header));
}
