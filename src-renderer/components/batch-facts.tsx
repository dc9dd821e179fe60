import type { ReactNode } from 'react';

import type { Batch } from '../../src-shared/vrs-api/batches.ts';
import { useNow } from '../app/now.tsx';
import { batchKindNames, sourceName } from '../wording/batches.ts';
import { dayAndTime } from '../wording/dates.ts';
import { count } from '../wording/numbers.ts';
import { Fact, Facts } from './facts.tsx';
import { Fingerprint } from './fingerprint.tsx';

interface BatchFactsProps {
  readonly batch: Batch;
  /** More facts in front. */
  readonly children?: ReactNode;
}

/** Who applied for what, when, from which file, under which fingerprint. */
export function BatchFacts({ batch, children }: BatchFactsProps) {
  const now = useNow();
  return (
    <Facts>
      {children}
      <Fact name="申請者">
        {batch.maker.name}（{batch.maker.userId}）
      </Fact>
      {batch.submittedAt !== null && <Fact name="申請日時">{dayAndTime(batch.submittedAt, now)}</Fact>}
      {batch.checker !== null && (
        <Fact name={batch.state === 'returned' ? '差し戻した人' : '承認者'}>
          {batch.checker.name}（{batch.checker.userId}） {dayAndTime(batch.checker.at, now)}
        </Fact>
      )}
      <Fact name="種類">{batchKindNames[batch.kind]}</Fact>
      <Fact name="申請した行">{count(batch.rowCount)}行</Fact>
      {batch.editedRowCount > 0 && <Fact name="直した行">{count(batch.editedRowCount)}行</Fact>}
      <Fact name="除いた行（取込不可）">{count(batch.leftOutCount)}行</Fact>
      <Fact name="ファイル">{batch.fileName}</Fact>
      <Fact name="ファイルの出どころ">{sourceName(batch.source)}</Fact>
      {batch.reverses !== null && (
        <Fact name="取り消す申請" isWide>
          {batch.reverses}
        </Fact>
      )}
      <Fact name={batch.kind === 'reversal' ? '取り消しの理由' : 'コメント'} isWide>
        {batch.comment === '' ? 'なし' : batch.comment}
      </Fact>
      {batch.acknowledgedCount > 0 && (
        <Fact name={`要修正の ${count(batch.acknowledgedCount)} 行を残す理由`} isWide>
          {batch.acknowledgementReason}
        </Fact>
      )}
      {batch.fingerprint !== null && (
        <Fact name="申請の指紋（内容が一文字でも変わると、別の値になります）" isWide>
          <Fingerprint hash={batch.fingerprint} />
        </Fact>
      )}
      <Fact name="ファイルの指紋" isWide>
        <Fingerprint hash={batch.fileSha256} />
      </Fact>
    </Facts>
  );
}
