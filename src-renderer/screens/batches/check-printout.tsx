import type { ReactNode } from 'react';

import type { CheckSummary, Draft } from '../../../src-shared/contract/batches.ts';
import { fileEncodingNames, fileKindNames } from '../../../src-shared/contract/batches.ts';
import type { Problem } from '../../../src-shared/contract/problem.ts';
import { IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';
import { severityNames } from '../../../src-shared/domain/rules/severity.ts';
import { useSignedIn } from '../../app/signed-in.ts';
import { useWorkstation } from '../../app/workstation.tsx';
import { PrintPage } from '../../components/print-page.tsx';
import { sourceName } from '../../wording/batches.ts';
import { exactTime } from '../../wording/dates.ts';
import { bytes, count, fingerprintGroups } from '../../wording/numbers.ts';
import { type Ranges, rangeWords } from './rule-ranges.ts';

interface CheckPrintoutProps {
  readonly draft: Draft;
  readonly check: CheckSummary;
  readonly ranges: ReadonlyMap<string, Ranges>;
  readonly at: Date;
  readonly onEnded: (problem: Problem | undefined) => void;
}

const RANGES = 50;
const cell = 'border border-solid-gray-420 px-2 py-1 text-left align-top';

/** 検査結果 on A4: counts, rules and lines. No value of any row is on it, so that it can be filed and handed over. */
export function CheckPrintout({ draft, check, ranges, at, onEnded }: CheckPrintoutProps) {
  const { user } = useSignedIn();
  const { profile } = useWorkstation();
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['ファイル', `${draft.fileName}（${bytes(draft.fileBytes)}）`],
    ['SHA-256', fingerprintGroups(draft.fileSha256).join(' ')],
    ['種類・文字コード', `${fileKindNames[draft.kind]}・${fileEncodingNames[draft.encoding]}`],
    ['出どころ', sourceName(draft.source)],
    ['検査規則の版', check.rulesVersion],
    ['印刷', `${exactTime(IsoTimestamp.parse(at.toISOString()))}　${user.name}（${user.userId}）`],
  ];
  const counts: readonly (readonly [name: string, value: number])[] = [
    ['行数', check.rows],
    ['そのまま登録できる', check.good],
    ['要確認', check.shouldCheck],
    ['要修正', check.mustCorrect],
    ['取込不可', check.rejected],
    ['重複', check.repeated],
  ];
  return (
    <PrintPage sheet="check-result" about={draft.draftId} onEnded={onEnded}>
      <header className="mb-3 flex items-end justify-between border-b-2 border-solid-gray-900 pb-1">
        <h1 className="text-std-22B-150">検査結果</h1>
        <p className="text-dns-14N-130">
          {profile.municipalityName}　接種記録ワークステーション（{profile.workstation}）
        </p>
      </header>
      <Table>
        {facts.map(([name, value]) => (
          <tr key={name}>
            <th scope="row" className={`${cell} w-36 bg-solid-gray-50 font-normal`}>
              {name}
            </th>
            <td className={`${cell} break-all`}>{value}</td>
          </tr>
        ))}
      </Table>
      <h2 className="mt-4 mb-1 text-std-16B-170">行の数</h2>
      <Table>
        <tr>
          {counts.map(([name]) => (
            <th key={name} scope="col" className={`${cell} bg-solid-gray-50 font-normal`}>
              {name}
            </th>
          ))}
        </tr>
        <tr>
          {counts.map(([name, value]) => (
            <td key={name} className={`${cell} text-right font-bold`}>
              {count(value)}
            </td>
          ))}
        </tr>
      </Table>
      <h2 className="mt-4 mb-1 text-std-16B-170">検査項目ごとの件数と、当たった行</h2>
      {check.rules.length === 0 ? (
        <p>確かめる点は見つかりませんでした。</p>
      ) : (
        <Table>
          <tr>
            {['程度', '検査項目', '件数', '当たった行（表計算ソフトで開いたときの番号）'].map((name) => (
              <th key={name} scope="col" className={`${cell} bg-solid-gray-50 font-normal`}>
                {name}
              </th>
            ))}
          </tr>
          {check.rules.map((rule) => (
            <tr key={rule.code}>
              <td className={`${cell} whitespace-nowrap`}>{severityNames[rule.severity]}</td>
              <td className={cell}>{rule.title}</td>
              <td className={`${cell} text-right`}>{count(rule.count)}</td>
              <td className={cell}>
                {rangeWords(ranges.get(rule.code) ?? { ranges: [], more: false }, RANGES)}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <p className="mt-3 text-dns-14N-130">
        この紙に住民の情報は載っていません。責任者が承認するまで、VRSの登録内容は変わりません。
      </p>
    </PrintPage>
  );
}

function Table({ children }: { readonly children: ReactNode }) {
  return (
    <table className="w-full border-collapse text-dns-14N-130">
      <tbody>{children}</tbody>
    </table>
  );
}
