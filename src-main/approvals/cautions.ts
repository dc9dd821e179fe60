import type { BatchCaution } from '../../src-shared/contract/approvals.ts';
import type { Batch } from '../../src-shared/vrs-api/batches.ts';

/** A batch of this many times the usual size is pointed out. */
const UNUSUAL_FACTOR = 5;
/** More changed than new rows in a batch of doses: usually a file that should have brought new ones. */
const MANY_CHANGES_SHARE = 0.5;

const number = new Intl.NumberFormat('ja-JP');

/** What the approver should look at before anything else. */
export function cautionsOf(batch: Batch): BatchCaution[] {
  const cautions: BatchCaution[] = [];
  const { counts, usualRowCount, rowCount } = batch;
  if (usualRowCount !== null && rowCount >= usualRowCount * UNUSUAL_FACTOR) {
    cautions.push({
      code: 'size-unusual',
      sentence: `行数が ${number.format(rowCount)} で、いつもの大きさ（${number.format(usualRowCount)} 行）の${UNUSUAL_FACTOR}倍以上です。ファイルの範囲が正しいか確かめてください。`,
    });
  }
  if (counts && counts.changed > 0 && counts.changed > (counts.new + counts.changed) * MANY_CHANGES_SHARE) {
    cautions.push({
      code: 'many-changes',
      sentence: `新規 ${number.format(counts.new)} 行に対し、登録済みの内容を書き換える行が ${number.format(counts.changed)} 行あります。書き換えてよいか確かめてください。`,
    });
  }
  if (counts && counts.conflicting > 0) {
    cautions.push({
      code: 'conflicting-rows',
      sentence: `矛盾する行（発行していない券番号、ほかの人やほかの市区町村の券など）が ${number.format(counts.conflicting)} 行あります。承認しても、これらの行は反映されません。`,
    });
  }
  if (counts && counts.locked > 0) {
    cautions.push({
      code: 'locked-rows',
      sentence: `確認済みの記録に当たる行が ${number.format(counts.locked)} 行あります。承認しても、確認済みの記録は変わりません。`,
    });
  }
  if (batch.acknowledgedCount > 0) {
    cautions.push({
      code: 'must-correct-left',
      sentence: `要修正の行 ${number.format(batch.acknowledgedCount)} 行を、申請者が理由を付けて残しています。理由：${batch.acknowledgementReason}`,
    });
  }
  if (batch.leftOutCount > 0) {
    cautions.push({
      code: 'rejected-left-out',
      sentence: `取込不可の ${number.format(batch.leftOutCount)} 行が除かれています。これらの行は登録されません。`,
    });
  }
  return cautions;
}
