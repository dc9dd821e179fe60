import type { CheckSummary } from '../../../src-shared/contract/batches.ts';
import { BigNumber, BigNumbers } from '../../components/big-numbers.tsx';

/** What became of the rows. Each number stands by itself; none is hidden in a total. */
export function CheckCounts({ check }: { readonly check: CheckSummary }) {
  return (
    <BigNumbers>
      <BigNumber name="行数" value={check.rows} note="見出しを除く" />
      <BigNumber name="そのまま登録できる" value={check.good} tone="good" note="問題なし" />
      <BigNumber name="要確認" value={check.shouldCheck} tone="caution" note="確かめてください" />
      <BigNumber name="要修正" value={check.mustCorrect} tone="bad" note="残すには理由が必要" />
      <BigNumber name="取込不可" value={check.rejected} tone="bad" note="登録できません" />
      <BigNumber name="重複" value={check.repeated} note="一度だけ登録" />
    </BigNumbers>
  );
}
