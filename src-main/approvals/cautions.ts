import type { BatchCaution, ChangeOverview } from '../../src-shared/contract/approvals.ts';
import { batchStateNames } from '../../src-shared/contract/batches.ts';
import { dayInJapan } from '../../src-shared/domain/clock.ts';
import { formatWesternDate } from '../../src-shared/domain/dates/eras.ts';
import type { Batch } from '../../src-shared/vrs-api/batches.ts';

/** A batch of this many times the usual size is pointed out. */
const UNUSUAL_FACTOR = 5;
/** More changed than new rows in a batch of doses: usually a file that should have brought new ones. */
const MANY_CHANGES_SHARE = 0.5;
/** From here on the file was worked over rather than mended. */
const MANY_EDITS_SHARE = 0.05;
const MANY_EDITS = 100;

const number = new Intl.NumberFormat('ja-JP');

/** What the approver should look at before anything else. `same`: another batch of the same file that was applied for. */
export function cautionsOf(batch: Batch, same: Batch | undefined): BatchCaution[] {
  const cautions: BatchCaution[] = [];
  if (batch.kind === 'reversal') {
    cautions.push({
      code: 'reversal',
      sentence: `反映済みの申請を取り消す申請です。承認すると、その申請で変わった記録が前の内容に戻ります。後から変わった記録と確認済みの記録は、そのまま残ります。理由：${shortened(batch.comment)}`,
    });
  }
  if (same) {
    cautions.push({
      code: 'seen-before',
      sentence: `同じファイルが ${dayOf(same.submittedAt ?? same.maker.at)} にも申請されています（${same.maker.name}さん、${batchStateNames[same.state]}）。二重の申請でないか確かめてください。`,
    });
  }
  if (batch.source.kind === 'medium') {
    cautions.push({
      code: 'from-medium',
      sentence: `媒体から取り込んだファイルです。媒体管理簿の番号 ${batch.source.custodyNumber} の記載を確かめてください。`,
    });
  }
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
      sentence: `矛盾する行（発行していない券番号、ほかの人の券など）が ${number.format(counts.conflicting)} 行あります。承認しても反映されません。`,
    });
  }
  if (counts && counts.locked > 0) {
    cautions.push({
      code: 'locked-rows',
      sentence: `確認済みの記録に当たる行が ${number.format(counts.locked)} 行あります。承認しても変わりません。`,
    });
  }
  const { editedRowCount } = batch;
  if (editedRowCount >= Math.min(MANY_EDITS, Math.max(1, rowCount * MANY_EDITS_SHARE))) {
    cautions.push({
      code: 'many-edits',
      sentence: `申請者が、ファイルを読み取った後に ${number.format(editedRowCount)} 行を直しています。もとの値と直した値を見比べてください。`,
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

/** What only the rows themselves show. */
export function cautionsOfRows({ otherMunicipality }: ChangeOverview): BatchCaution[] {
  if (otherMunicipality === 0) return [];
  return [
    {
      code: 'other-municipality',
      sentence: `ほかの市区町村の行が ${number.format(otherMunicipality)} 行あります。承認しても、これらの行は反映されません。ファイルが正しいか確かめてください。`,
    },
  ];
}

function dayOf(timestamp: string): string {
  return formatWesternDate(dayInJapan(new Date(timestamp)));
}

/** The whole of it stands with the application. */
function shortened(text: string): string {
  return text.length <= 150 ? text : `${text.slice(0, 150)}…`;
}
